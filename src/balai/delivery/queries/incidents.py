"""Which incidents somebody sees, and what is held about persons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q

from balai.delivery.models.incident import OF_HEALTH, Incident, IncidentEntry
from balai.people.enums import Role
from balai.people.queries import identities_of
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.queries.scopes import covered
from balai.timetable.enums import TimetableState
from balai.timetable.models import Slot
from balai.timetable.queries.own import hosted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant, LegalHold, Person


OFFICE = frozenset({Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They read every incident of their editions; administrators and auditors read none."""
HEALTH = frozenset({Role.HEALTH_OFFICER})
"""They read illnesses and accidents alone."""
READERS = OFFICE | HEALTH
REPORTERS = READERS | {Role.CENTRE_COORDINATOR}
"""Coordinators report what happens at their centre, and see what they themselves told."""


def read_whole(grants: Sequence[Grant]) -> Q:
    """The incidents of which somebody reads everything that was told."""
    of_health = Q(kind__in=OF_HEALTH) & covered(grants, HEALTH)
    return covered(grants, OFFICE) | of_health


def incidents_seen_by(grants: Sequence[Grant], person: Person | None = None) -> QuerySet[Incident]:
    """The incidents that somebody reads, with how many people each concerns; no word of them.

    Args:
        grants: of the reader.
        person: the reader, where what they reported as a coordinator counts too.
    """
    seen = read_whole(grants)
    if person is not None:
        own = Q(reported_by__in=_own_references(person))
        seen |= own & Q(edition__in=_hosting(grants).values("timetable__edition"))
    return (
        Incident.objects.filter(seen).select_related("edition", "site").annotate(people=Count("participants"))
    )


def entries_seen_by(grants: Sequence[Grant], person: Person, incident: Incident) -> QuerySet[IncidentEntry]:
    """What was told of an incident: all of it, or to a coordinator what they told themselves."""
    rows = IncidentEntry.objects.filter(incident=incident)
    if Incident.objects.filter(read_whole(grants), pk=incident.pk).exists():
        return rows
    return rows.filter(written_by__in=_own_references(person))


def _own_references(person: Person) -> list[str]:
    return [one.reference for one in identities_of(person)]


def _hosting(grants: Sequence[Grant]) -> QuerySet[Slot]:
    """The published sessions at a centre which somebody coordinates."""
    return Slot.objects.filter(hosted(grants, "site"), timetable__state=TimetableState.PUBLISHED)


def editions_to_report_in(grants: Sequence[Grant]) -> QuerySet[Edition]:
    """Editions that are prepared or held, of which somebody reports incidents."""
    held = [EditionStatus.PREPARATION, EditionStatus.RUNNING]
    own = covered(grants, READERS, "pk") | Q(pk__in=_hosting(grants).values("timetable__edition"))
    return Edition.objects.filter(own, status__in=held).order_by("-starts_on", "code")


def incidents_about(persons: Collection[Person]) -> QuerySet[Incident]:
    """Incidents that concern somebody, under all of their identities."""
    return Incident.objects.filter(participants__person__in=persons).order_by("happened_at", "pk")


def incidents_about_alone(persons: Collection[Person]) -> QuerySet[Incident]:
    """Those that concern nobody else."""
    others = Incident.participants.through.objects.exclude(participant__person__in=persons)
    return incidents_about(persons).exclude(pk__in=others.values("incident"))


def incidents_on_hold(holds: QuerySet[LegalHold]) -> dict[UUID, UUID]:
    """Incidents that concern somebody on whom one of these holds is, under any of their identities.

    Each with that person; of several, the one whose hold lasts longest.
    """
    rows = holds.order_by("until").values_list("person", "person__merged_into")
    last = {merged or person: place for place, (person, merged) in enumerate(rows)}
    concerned = Incident.participants.through.objects.filter(
        Q(participant__person__in=last) | Q(participant__person__merged_into__in=last)
    ).values_list("incident", "participant__person", "participant__person__merged_into")
    found = [(incident, merged or person) for incident, person, merged in concerned]
    return dict(sorted(found, key=lambda one: last[one[1]]))
