"""What somebody attends, teaches or hosts, and what is asked of them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import F, Q

from balai.people.enums import EVERYWHERE, Role
from balai.people.queries import identities_of
from balai.timetable.enums import ConfirmationState, TimetableState
from balai.timetable.models import Confirmation, Slot
from balai.timetable.queries.plans import beside_their_edition, whole_slots

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from balai.directory.models import Site
    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition
    from balai.timetable.models import Timetable


def hosted(grants: Iterable[Grant], site: str) -> Q:
    """What is at a site that somebody coordinates; whose grant covers everything hosts every site.

    Args:
        grants: of the one who hosts.
        site: the name of the foreign key to the site, seen from the rows that are asked for.
    """
    centres = _centres(grants)
    if centres is None:
        return Q(**{f"{site}__isnull": False})
    return Q(**{f"{site}__organisation__in": centres})


def hosts(grants: Iterable[Grant], site: Site) -> bool:
    """Whether somebody coordinates the centre of a site."""
    centres = _centres(grants)
    return centres is None or site.organisation_id in centres


def _centres(grants: Iterable[Grant]) -> list[UUID] | None:
    """The organisations that somebody coordinates; None for every one."""
    scopes = {grant.scope for grant in grants if grant.role == Role.CENTRE_COORDINATOR}
    if EVERYWHERE in scopes:
        return None
    return [
        UUID(scope.removeprefix("organisation:")) for scope in scopes if scope.startswith("organisation:")
    ]


def own_slots_in(
    timetable: Timetable, person: Person, grants: Iterable[Grant], *, hosts: bool
) -> QuerySet[Slot]:
    """What somebody hosts in a version, or else what they teach in it."""
    own = hosted(grants, "site") if hosts else Q(people__resource_person__person__in=identities_of(person))
    keys = Slot.objects.filter(own, timetable=timetable).values("pk")
    return whole_slots(Slot.objects.filter(pk__in=keys))


def slots_for(person: Person, grants: Iterable[Grant]) -> QuerySet[Slot]:
    """Published sessions that somebody attends, teaches, or hosts at their centre, in order."""
    persons = identities_of(person)
    published = Slot.objects.filter(timetable__state=TimetableState.PUBLISHED)
    keys: set[UUID] = set()
    for own in (
        Q(people__resource_person__person__in=persons),
        Q(groups__members__participant__person__in=persons),
        hosted(grants, "site"),
    ):
        keys |= set(published.filter(own).values_list("pk", flat=True))
    return beside_their_edition(whole_slots(Slot.objects.filter(pk__in=keys)))


def confirmations_for(person: Person, grants: Iterable[Grant]) -> QuerySet[Confirmation]:
    """What is asked of somebody, or of the centre that they coordinate, about sessions that are held then."""
    own = Q(resource_person__person__in=identities_of(person)) | hosted(grants, "site")
    return held_confirmations().filter(own).select_related("session__activity", "site")


def held_confirmations() -> QuerySet[Confirmation]:
    """What is asked about sessions that are held at that time."""
    return Confirmation.objects.filter(
        session__is_cancelled=False, session__last_slot__begins_at=F("begins_at")
    )


def declined_in(edition: Edition | UUID) -> QuerySet[Confirmation]:
    """Sessions of an edition that were declined and are still held at that time."""
    return (
        held_confirmations()
        .filter(session__edition=edition, state=ConfirmationState.DECLINED)
        .select_related("session__activity", "site", "resource_person__person")
        .order_by("begins_at", "pk")
    )
