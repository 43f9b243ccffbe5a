"""Who stands on badges, tents, lists and sheets, and with which group."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.delivery.models import CheckInCode, PaperSheet
from balai.programmes.models import Edition
from balai.programmes.queries.scopes import covered
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.selection.queries.names import printed_name, profile_of
from balai.timetable.models import GroupMember

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant
    from balai.programmes.models import Group

COLOURS = 9
"""As many groups are told by a colour of their own; then colours come again, and the word tells them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A participant as paper names them.

    Attributes:
        name, native_name: as on the certificate.
        groups: of every division, that which leads first.
        colour: of the leading group, 1 to 9; 0 for none.
    """

    participant: Participant
    name: str
    native_name: str
    groups: Sequence[Group]
    colour: int


def editions_printed_by(grants: Iterable[Grant], printers: Collection[str]) -> QuerySet[Edition]:
    """Editions whose papers somebody may print."""
    return Edition.objects.filter(covered(grants, printers, "pk")).select_related("series")


def participants_of(edition: Edition | UUID) -> QuerySet[Participant]:
    """Who takes part in an edition, by name, with all that paper says of them."""
    rows = Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED)
    return rows.select_related("country", "person__profile").order_by("name", "pk")


def printed_of(edition: Edition, people: Iterable[Participant]) -> list[Printed]:
    """Participants as paper names them: two questions for any number.

    The first group of the edition says which division leads: its groups have colours, in their order.
    """
    groups = list(edition.groups.order_by("order", "code"))
    leading = [group.pk for group in groups if group.division == groups[0].division]
    colours = {key: place % COLOURS + 1 for place, key in enumerate(leading)}
    by_key = {group.pk: group for group in groups}
    own: dict[UUID, list[Group]] = defaultdict(list)
    for participant, group in GroupMember.objects.filter(group__in=by_key).values_list(
        "participant", "group"
    ):
        own[participant].append(by_key[group])
    found = []
    for one in people:
        name, native = printed_name(one, profile_of(one))
        mine = sorted(own[one.pk], key=lambda group: (group.pk not in colours, groups.index(group)))
        colour = colours.get(mine[0].pk, 0) if mine else 0
        found.append(Printed(participant=one, name=name, native_name=native, groups=mine, colour=colour))
    return found


def codes_of(people: Collection[Participant]) -> dict[UUID, CheckInCode]:
    """The code in force of each, where one was given."""
    rows = CheckInCode.objects.filter(participant__in=people, ended_at=None)
    return {code.participant_id: code for code in rows}


def sheets_of(sessions: Collection[UUID]) -> dict[UUID, PaperSheet]:
    """The sheet of each session that was printed."""
    return {sheet.session_id: sheet for sheet in PaperSheet.objects.filter(session__in=sessions)}
