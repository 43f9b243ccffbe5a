"""Badges, name tents and lists of an edition's participants.

In: participants with their groups and codes. Out: the bytes of a PDF, in either language.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from balai.delivery.enums import Paper
from balai.delivery.services.codes import PERSON
from balai.engine.documents.cards import Card, Cards, badges_pdf, tents_pdf
from balai.engine.documents.errors import DocumentError, UnprintableTextError, named
from balai.engine.documents.roster import Roster, RosterLine, RosterPart, roster_pdf
from balai.engine.documents.words import span_text
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.delivery.models import CheckInCode
    from balai.delivery.queries.printing import Printed
    from balai.programmes.models import Edition, Group


def paper_pdf(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    paper: Paper,
    people: Sequence[Printed],
    language: str,
    *,
    codes: Mapping[UUID, CheckInCode],
    at: dt.datetime,
) -> bytes:
    """Print one of the papers of an edition.

    Args:
        edition: whose.
        paper: which.
        people: somebody or more, in order.
        language: "en" or "id".
        codes: of each, where the paper carries them: badges.
        at: the moment; the same people and moment give the same bytes.

    Raises:
        RuleViolationError: ``paper.cannot_be_set``: texts have characters without a shape; names each.
    """
    at = at.replace(microsecond=0)
    with override(language):
        try:
            if paper == Paper.BADGES:
                return badges_pdf(_cards(edition, paper, people, language, codes), at=at)
            if paper == Paper.TENTS:
                return tents_pdf(_cards(edition, paper, people, language, {}), at=at)
            return roster_pdf(_roster(edition, paper, people, language), at=at)
        except DocumentError as error:
            raise refused(error) from error


def refused(error: DocumentError) -> RuleViolationError:
    """Why a paper was not made, with every text at fault; in the language of now."""
    if not isinstance(error, UnprintableTextError):
        return RuleViolationError(Refusal("paper.cannot_be_set", str(error)))
    texts = dict.fromkeys(f"{place.text}: {named(place.characters)}" for place in error.places)
    message = gettext("No font has these characters, so nothing was printed: %(texts)s.")
    return RuleViolationError(Refusal("paper.cannot_be_set", message % {"texts": "; ".join(texts)}))


def _cards(
    edition: Edition,
    paper: Paper,
    people: Sequence[Printed],
    language: str,
    codes: Mapping[UUID, CheckInCode],
) -> Cards:
    first, last = edition.starts_on, edition.ends_on
    return Cards(
        language=language,
        letterhead=office_letterhead(language, otherwise=edition.title),
        heading=str(paper.label),
        programme=str(edition.title),
        when=span_text(first, last, language) if first and last else "",
        proof=gettext("QR code: it is read at the door of each session."),
        cards=tuple(_card(one, codes.get(one.participant.pk)) for one in people),
    )


def _card(one: Printed, code: CheckInCode | None) -> Card:
    return Card(
        name=one.name,
        native_name=one.native_name,
        country=one.participant.country.brief_name,
        group=_group_words(one.groups[0]) if one.groups else "",
        colour=one.colour,
        code=PERSON + code.secret if code else "",
        digits=f"{code.digits[:3]} {code.digits[3:]}" if code else "",
    )


def _group_words(group: Group) -> str:
    return str(group.name) or group.code


def _roster(edition: Edition, paper: Paper, people: Sequence[Printed], language: str) -> Roster:
    country, group = gettext("Country"), gettext("Group")
    heads = {Paper.BY_GROUP: (country,), Paper.BY_COUNTRY: (group,)}.get(paper, (country, group))
    return Roster(
        language=language,
        letterhead=office_letterhead(language, otherwise=edition.title),
        heading=str(paper.label),
        subject=str(edition.title),
        reference=edition.code,
        number_head=gettext("Number"),
        name_head=gettext("Name"),
        heads=heads,
        parts=_parts(paper, people),
    )


def _parts(paper: Paper, people: Sequence[Printed]) -> tuple[RosterPart, ...]:
    if paper == Paper.LIST:
        return (RosterPart(lines=_lines(people, paper)),)
    named_parts: dict[tuple[object, ...], tuple[str, list[Printed]]] = {}
    if paper == Paper.BY_COUNTRY:
        for one in people:
            name = one.participant.country.brief_name
            named_parts.setdefault((name,), (name, []))[1].append(one)
    else:
        by_group: dict[UUID, list[Printed]] = defaultdict(list)
        without = [one for one in people if not one.groups]
        for one in people:
            for group in one.groups:
                by_group[group.pk].append(one)
                key = (group.division, group.order, group.code)
                named_parts.setdefault(key, (_group_words(group), by_group[group.pk]))
        if without:
            named_parts["~", 0, ""] = gettext("Without a group"), without
    return tuple(
        RosterPart(heading=f"{heading} ({len(own)})", lines=_lines(own, paper))
        for _key, (heading, own) in sorted(named_parts.items())
    )


def _lines(people: Sequence[Printed], paper: Paper) -> tuple[RosterLine, ...]:
    lines = []
    for number, one in enumerate(people, start=1):
        country = one.participant.country.brief_name
        groups = ", ".join(_group_words(group) for group in one.groups)
        cells = {Paper.BY_GROUP: (country,), Paper.BY_COUNTRY: (groups,)}.get(paper, (country, groups))
        lines.append(RosterLine(number=str(number), name=one.name, native_name=one.native_name, cells=cells))
    return tuple(lines)
