"""What somebody attends, teaches or hosts, and what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q

from balai.people.enums import Role
from balai.people.queries import identities_of
from balai.timetable.enums import TimetableState
from balai.timetable.models import Confirmation, Slot
from balai.timetable.queries.plans import whole_slots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition


def organisations_of(grants: Iterable[Grant]) -> set[UUID]:
    """Centres that somebody coordinates."""
    return {
        UUID(grant.scope.removeprefix("organisation:"))
        for grant in grants
        if grant.role == Role.CENTRE_COORDINATOR and grant.scope.startswith("organisation:")
    }


def slots_for(person: Person, grants: Iterable[Grant]) -> QuerySet[Slot]:
    """Published sessions that somebody attends, teaches, or hosts at their centre, in order."""
    persons = identities_of(person)
    published = Slot.objects.filter(timetable__state=TimetableState.PUBLISHED)
    keys: set[UUID] = set()
    for own in (
        Q(people__resource_person__person__in=persons),
        Q(groups__members__participant__person__in=persons),
        Q(site__organisation__in=organisations_of(grants)),
    ):
        keys |= set(published.filter(own).values_list("pk", flat=True))
    return whole_slots(Slot.objects.filter(pk__in=keys)).select_related(
        "session__activity__session_type", "site", "room", "leaves", "timetable__edition"
    )


def confirmations_for(person: Person, grants: Iterable[Grant]) -> QuerySet[Confirmation]:
    """What is asked of somebody, or of the centre that they coordinate, about sessions that are held then."""
    return Confirmation.objects.filter(
        Q(resource_person__person__in=identities_of(person))
        | Q(site__organisation__in=organisations_of(grants)),
        session__is_cancelled=False,
        session__last_slot__begins_at=F("begins_at"),
    ).select_related("session__activity", "site")


def declined_in(edition: Edition | UUID) -> QuerySet[Confirmation]:
    """Sessions of an edition that were declined and are still held at that time."""
    return (
        Confirmation.objects.filter(
            session__edition=edition,
            state="declined",
            session__is_cancelled=False,
            session__last_slot__begins_at=F("begins_at"),
        )
        .select_related("session__activity", "site", "resource_person__person")
        .order_by("begins_at", "pk")
    )
