"""What incidents are tried with: an illness, which health officers read, and a loss, which they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from balai.audit.models import Look
from balai.delivery.enums import IncidentKind
from balai.delivery.models import Incident, IncidentEntry
from balai.delivery.services.incidents import report_incident
from balai.directory.models import Site
from balai.kernel import clock
from tests.permissions.objects.delivery import held
from tests.permissions.world import MARKER, Aim, aims

if TYPE_CHECKING:
    from tests.permissions.world import World


def two_incidents(world: World) -> tuple[dict[str, Any], dict[str, Any]]:
    """The addresses of an illness that the visitor reported, and of a loss at a site whose name is marked."""
    there = held()
    site = Site.objects.filter(slots__session=there.foreign).get()
    Site.objects.filter(pk=site.pk).update(name={"en": MARKER})
    made = [
        report_incident(
            edition=there.edition,
            kind=kind,
            severity=2,
            happened_at=clock.now(),
            site=where,
            participants=[there.somebody],
            account="Words",
            actor=who,
            at=clock.now(),
        )
        for kind, where, who in (
            (IncidentKind.ILLNESS, None, world.person),
            (IncidentKind.LOSS, site, there.somebody.person),
        )
    ]
    return {"key": made[0].pk}, {"key": made[1].pk}


@aims("delivery:incidents")
def the_log_of_incidents(world: World) -> Aim:
    two_incidents(world)
    return Aim()


@aims("delivery:incident_report")
def reporting_an_incident(world: World) -> Aim:
    there = held()
    data = {"kind": "loss", "severity": "1", "happened_on": "2018-07-01", "happened_time": "08:00"}
    return Aim(
        own={"code": there.edition.code},
        data=data | {"account": "A bag"},
        effect=lambda _seen: Incident.objects.exists(),
    )


@aims("api:report_incident")
def reporting_by_program(world: World) -> Aim:
    there = held()
    data = {"kind": "loss", "severity": 1, "happened_on": "2018-07-01", "happened_time": "08:00"}
    return Aim(
        own={"code": there.edition.code},
        data=data | {"account": "A bag"},
        effect=lambda _seen: Incident.objects.exists(),
    )


@aims("delivery:incident")
def one_incident(world: World) -> Aim:
    own, foreign = two_incidents(world)
    return Aim(
        own=own,
        foreign=foreign,
        data={"kind": "measure", "text": "Clinic"},
        effect=lambda seen: IncidentEntry.objects.filter(
            incident=seen.arguments["key"], kind="measure"
        ).exists(),
    )


@aims("delivery:incident_read")
def opening_an_incident(world: World) -> Aim:
    own, foreign = two_incidents(world)
    return Aim(
        own=own, foreign=foreign, effect=lambda _seen: Look.objects.filter(purpose="incident").exists()
    )


@aims("delivery:incident_close")
def closing_an_incident(world: World) -> Aim:
    own, foreign = two_incidents(world)
    return Aim(
        own=own,
        foreign=foreign,
        effect=lambda seen: Incident.objects.filter(
            pk=seen.arguments["key"], closed_at__isnull=False
        ).exists(),
    )
