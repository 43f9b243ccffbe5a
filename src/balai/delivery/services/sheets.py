"""Sheets of paper for a session: a code for each row, which is read afterwards in place of a check-in."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models import PaperRow, PaperSheet
from balai.delivery.queries.presence import expected_at, paper_rows_of
from balai.delivery.rules.presence import may_change_presence
from balai.delivery.services.codes import new_secret
from balai.delivery.services.terms import locked_terms
from balai.kernel.refusal import enforce

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


@transaction.atomic
def print_sheets(
    *, edition: Edition, slots: Sequence[Slot], actor: Person, at: datetime
) -> dict[UUID, dict[UUID, PaperRow]]:
    """Give a code to everybody expected at each session, or the one they have on its sheet already.

    Returns:
        By session, then by participant: the rows of those who are expected now.

    Raises:
        RuleViolationError: ``presence.over``.
    """
    enforce(may_change_presence(edition))
    locked_terms(edition.pk)  # two who print at once print the same
    expected = expected_at(slots)
    for session in expected:
        PaperSheet.objects.update_or_create(
            session_id=session, defaults={"printed_at": at, "printed_by": actor.reference}
        )
    sheets = {sheet.session_id: sheet for sheet in PaperSheet.objects.filter(session__in=expected)}
    PaperRow.objects.bulk_create(
        [
            PaperRow(sheet=sheets[session], participant=one, secret=new_secret())
            for session, people in expected.items()
            for one in people
        ],
        ignore_conflicts=True,  # who stands on the sheet keeps the code of the first print
    )
    found: dict[UUID, dict[UUID, PaperRow]] = defaultdict(dict)
    wanted = {(session, one.pk) for session, people in expected.items() for one in people}
    for row in paper_rows_of(list(expected)):
        if (row.sheet.session_id, row.participant_id) in wanted:
            found[row.sheet.session_id][row.participant_id] = row
    record(
        actor=actor.reference,
        action="paper_sheets.printed",
        subject=edition.reference,
        at=at,
        detail={"sessions": len(slots), "rows": len(wanted)},
    )
    return found
