"""A gate list on paper and as rows of a workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.engine.documents.errors import DocumentError
from balai.engine.documents.minutes import Column, Minutes, Named, Section, minutes_pdf
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from balai.delivery.queries.gates import Visit
    from balai.delivery.services.gates import GateLine
    from balai.programmes.models import Edition


def gate_head(*, has_passports: bool) -> list[str]:
    """What the columns are called."""
    head = [gettext("Number"), gettext("Name"), gettext("Nationality"), gettext("Comes as")]
    return [*head, gettext("Passport number")] if has_passports else head


def gate_rows(lines: Iterable[GateLine], *, has_passports: bool) -> Iterator[list[str]]:
    """One row for each person, numbered."""
    for number, line in enumerate(lines, start=1):
        kind = gettext("Participant") if line.is_participant else gettext("Resource person")
        row = [str(number), line.name, line.nationality, kind]
        yield [*row, line.passport] if has_passports else row


def gate_pdf(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    visit: Visit,
    lines: Sequence[GateLine],
    language: str,
    *,
    has_passports: bool,
    at: dt.datetime,
) -> bytes:
    """Print a list in the language of now.

    Raises:
        RuleViolationError: ``gate_list.cannot_be_set``: a text cannot be printed; says which.
    """
    widths = (0.4, 2, 1.2, 1, 1.1)
    heads = gate_head(has_passports=has_passports)
    try:
        return minutes_pdf(
            Minutes(
                language=language,
                letterhead=office_letterhead(language, otherwise=edition.title),
                heading=gettext("Gate list"),
                subject=str(edition.title),
                reference=edition.code,
                facts=(
                    Named(name=gettext("Site"), text=str(visit.site)),
                    Named(name=gettext("Visit"), text=str(wording.long_day(visit.on))),
                    Named(name=gettext("People"), text=str(len(lines))),
                ),
                sections=(
                    Section(
                        heading=gettext("Names"),
                        columns=tuple(
                            Column(head=head, width=width) for head, width in zip(heads, widths, strict=False)
                        ),
                        rows=tuple(tuple(row) for row in gate_rows(lines, has_passports=has_passports)),
                    ),
                ),
            ),
            at=at,
        )
    except (DocumentError, ValueError) as error:
        raise RuleViolationError(Refusal("gate_list.cannot_be_set", str(error))) from error
