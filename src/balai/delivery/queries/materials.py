"""Who reaches which materials of an edition, and what is shown to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, Sum
from django.db.models.functions import Coalesce

from balai.delivery.enums import Audience
from balai.delivery.models import Material, MaterialCount, MaterialVersion
from balai.people.enums import EVERYWHERE, Role
from balai.people.queries import identities_of
from balai.programmes.enums import EditionStatus, Task
from balai.programmes.models import Edition
from balai.programmes.queries.scopes import covered
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.timetable.enums import TimetableState
from balai.timetable.models import Slot, SlotPerson
from balai.timetable.queries.own import hosted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person

FIRST = datetime(1, 1, 1, tzinfo=UTC)
"""Where materials of the whole edition stand among those of its sessions."""
ORDER = ("begins", "added_at", "id")
NOT_YET = (EditionStatus.IDEA, EditionStatus.APPROVED, EditionStatus.CALL, EditionStatus.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What somebody has to do with an edition.

    Attributes:
        own: the references of the person, as who added something.
        reads_all, keeps_all: by a role of the office.
        takes_part: as a participant, also when it is over.
        taught: the published sessions at which the person is a resource person, also when they are over;
            not those at which they would stand in.
        hosted: those at the centre that the person coordinates.
    """

    own: frozenset[str]
    reads_all: bool
    keeps_all: bool
    takes_part: bool
    taught: frozenset[UUID]
    hosted: frozenset[UUID]

    @property
    def reaches(self) -> bool:
        """Whether there is anything for them at all."""
        return self.reads_all or self.takes_part or bool(self.taught or self.hosted)

    @property
    def adds(self) -> bool:
        """Whether they hand something out."""
        return self.keeps_all or bool(self.taught)


def reach_of(
    person: Person,
    grants: Sequence[Grant],
    edition: Edition,
    *,
    readers: Collection[str],
    keepers: Collection[str],
) -> Reach:
    """Three questions, and one more for a coordinator."""
    persons = list(identities_of(person))
    published = Slot.objects.filter(timetable__edition=edition, timetable__state=TimetableState.PUBLISHED)
    taught = published.filter(people__in=_teaching(persons))
    is_coordinator = any(grant.role == Role.CENTRE_COORDINATOR for grant in grants)
    at_home = published.filter(hosted(grants, "site")) if is_coordinator else published.none()
    held = {grant.role for grant in grants if grant.scope in {EVERYWHERE, edition.scope}}
    return Reach(
        own=frozenset(one.reference for one in persons),
        reads_all=bool(held & set(readers)),
        keeps_all=bool(held & set(keepers)),
        takes_part=Participant.objects.filter(
            person__in=persons, edition=edition, state=ParticipantState.CONFIRMED
        ).exists(),
        taught=frozenset(taught.values_list("session", flat=True)),
        hosted=frozenset(at_home.values_list("session", flat=True)),
    )


def _teaching(persons: Collection[Person]) -> QuerySet[SlotPerson]:
    """What somebody does at sessions; a substitute does nothing there until they stand in."""
    return SlotPerson.objects.filter(resource_person__person__in=persons).exclude(task=Task.SUBSTITUTE)


def shown_to(reach: Reach, edition: Edition | UUID) -> QuerySet[Material]:
    """The materials of an edition that somebody gets, with newest version first and its lighter forms."""
    return with_files(Material.objects.filter(_reached(reach), edition=edition, withdrawn_at=None))


def _reached(reach: Reach) -> Q:
    if reach.reads_all:
        return Q(pk__isnull=False)
    found = Q(added_by__in=reach.own)
    if reach.takes_part:
        found |= Q(audience=Audience.EVERYBODY)
    if sessions := reach.taught | reach.hosted:
        found |= Q(session__in=sessions) | Q(session=None)
    return found


def with_files(rows: QuerySet[Material]) -> QuerySet[Material]:
    """With what lists tell of each; two more questions."""
    versions = MaterialVersion.objects.order_by("-number").prefetch_related("renditions")
    return (
        rows.select_related("session__activity", "session__last_slot", "edition")
        .prefetch_related(Prefetch("versions", versions))
        .annotate(begins=Coalesce("session__last_slot__begins_at", FIRST))
    )


def handed_to(participant: Participant) -> QuerySet[Material]:
    """What a participant gets."""
    return Material.objects.filter(
        edition=participant.edition_id, audience=Audience.EVERYBODY, withdrawn_at=None
    )


def by_session(participant: Participant) -> dict[UUID | None, list[Material]]:
    """The same with its files, by session; three questions, and one where there is nothing."""
    found: dict[UUID | None, list[Material]] = defaultdict(list)
    for row in with_files(handed_to(participant)).order_by(*ORDER):
        found[row.session_id].append(row)
    return found


def editions_reached(
    person: Person, grants: Sequence[Grant], *, readers: Collection[str]
) -> QuerySet[Edition]:
    """Where somebody takes part, teaches, hosts, or reads everything: the newest first."""
    persons = identities_of(person)
    published = Slot.objects.filter(timetable__state=TimetableState.PUBLISHED)
    own = Q(people__in=_teaching(persons))
    if any(grant.role == Role.CENTRE_COORDINATOR for grant in grants):
        own |= hosted(grants, "site")
    parts = Participant.objects.filter(person__in=persons, state=ParticipantState.CONFIRMED)
    reached = Q(pk__in=parts.values("edition")) | Q(pk__in=published.filter(own).values("timetable__edition"))
    reached |= covered(grants, readers, "pk") & ~Q(status__in=NOT_YET)
    return Edition.objects.filter(reached).select_related("series").order_by("-starts_on", "code")


def sessions_to_choose(edition: Edition, taught: Collection[UUID] | None) -> QuerySet[Slot]:
    """The published sessions of an edition for which somebody may add something, in order."""
    rows = Slot.objects.filter(timetable__edition=edition, timetable__state=TimetableState.PUBLISHED)
    if taught is not None:
        rows = rows.filter(session__in=taught)
    return rows.select_related("session__activity").order_by("begins_at", "pk")


def fetched(versions: Iterable[MaterialVersion]) -> list[MaterialCount]:
    """How often versions were fetched, day by day, all forms together; the newest day first."""
    rows = MaterialCount.objects.filter(version__in=list(versions)).values("on").annotate(sum=Sum("times"))
    return [MaterialCount(on=row["on"], times=row["sum"]) for row in rows.order_by("-on")]
