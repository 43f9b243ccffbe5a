"""Which incidents somebody sees, and what is held about persons."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q

from balai.delivery.models.incident import OF_HEALTH, Incident, IncidentEntry
from balai.people.enums import EVERYWHERE, Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from balai.people.models import Grant, LegalHold, Person


OFFICE = frozenset({Role.PROGRAMME_OFFICER, Role.SECRETARIAT})
"""They read every incident of their editions; administrators and auditors read none."""
HEALTH = frozenset({Role.HEALTH_OFFICER})
"""They read illnesses and accidents alone."""
READERS = OFFICE | HEALTH


def _covered(grants: Iterable[Grant], roles: Collection[Role], edition: str) -> Q:
    """Rows of the editions that roles cover; ``edition`` names the key as seen from the rows."""
    scopes = {grant.scope for grant in grants if grant.role in roles}
    if EVERYWHERE in scopes:
        return Q(**{f"{edition}__isnull": False})
    keys = [UUID(scope.removeprefix("edition:")) for scope in scopes if scope.startswith("edition:")]
    return Q(**{f"{edition}__in": keys})


def incidents_seen_by(grants: Iterable[Grant]) -> QuerySet[Incident]:
    """The incidents that somebody reads, with how many people each concerns; no word of them."""
    grants = list(grants)
    own = _covered(grants, OFFICE, "edition")
    of_health = Q(kind__in=OF_HEALTH) & _covered(grants, HEALTH, "edition")
    return (
        Incident.objects.filter(own | of_health)
        .select_related("edition", "site")
        .annotate(people=Count("participants"))
    )


def editions_to_report_in(grants: Iterable[Grant]) -> QuerySet[Edition]:
    """Editions that are prepared or held, of which somebody reports incidents."""
    held = [EditionStatus.PREPARATION, EditionStatus.RUNNING]
    rows = Edition.objects.filter(_covered(grants, READERS, "pk"), status__in=held)
    return rows.order_by("-starts_on", "code")


def incidents_about(persons: Collection[Person]) -> QuerySet[Incident]:
    """Incidents that concern somebody, under all of their identities."""
    return Incident.objects.filter(participants__person__in=persons).order_by("happened_at", "pk")


def entries_about(persons: Collection[Person]) -> QuerySet[IncidentEntry]:
    """What was told of incidents that concern somebody, or was sealed for them, and is still there."""
    concerned = Q(incident__in=incidents_about(persons).order_by().values("pk")) | Q(person__in=persons)
    return IncidentEntry.objects.filter(concerned, text__isnull=False)


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
