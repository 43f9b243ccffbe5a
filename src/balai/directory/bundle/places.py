"""Sites with what stands there, when they are closed and how far apart they are, in bundles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.directory.bundle.columns import CODE, COUNTRY, ORGANISATION, SITE, SOURCE
from balai.directory.bundle.deeds import DirectoryDeeds, SiteDeeds
from balai.directory.bundle.values import Week
from balai.directory.models import Closure, Machine, Room, Site, TravelTime
from balai.directory.queries import live
from balai.directory.services.times import Opening
from balai.engine.bundle.kinds import TimeZone
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.kernel.bundle.exporting import Chosen


def places() -> tuple[ModelPart, ...]:
    """Where programmes go."""
    return (
        ModelPart(
            name="sites",
            file="directory/sites.yaml",
            shape=Shape.LIST,
            model=Site,
            columns=(
                CODE,
                ORGANISATION,
                "name",
                COUNTRY,
                "city",
                "address",
                "latitude",
                "longitude",
                Column(name="time_zone", kind=TimeZone()),
                "description",
                "colour",
                "largest_group",
                Column(
                    name="opening_hours",
                    kind=Week(),
                    doc="When it is open, in its own time, such as mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00.",
                    get=_week_of,
                ),
                "gate_lead_days",
                "photo_rule",
                "prayer_place",
                "friday_break_from",
                "friday_break_until",
                "accessibility",
                "accessibility_note",
                "canteen",
                "protection",
                *SOURCE,
            ),
            key=("code",),
            deeds=SiteDeeds(),
            ordering=("code",),
            order=(("friday_break_from", "friday_break_until"),),
            live=lambda: live(Site.objects.all()),
        ),
        ModelPart(
            name="closures",
            file="directory/closures.csv",
            shape=Shape.TABLE,
            model=Closure,
            columns=(SITE, "since", "until", "reason"),
            key=("site", "since"),
            deeds=DirectoryDeeds(),
            ordering=("site", "since"),
            order=(("since", "until"),),
            goes_with=("site",),
            live=lambda: live(Closure.objects.all()),
        ),
        ModelPart(
            name="travel-times",
            file="directory/travel-times.csv",
            shape=Shape.TABLE,
            model=TravelTime,
            columns=(
                Column(name="origin", refers="sites"),
                Column(name="destination", refers="sites"),
                "mode",
                "minutes",
                *SOURCE,
            ),
            key=("origin", "destination", "mode"),
            deeds=DirectoryDeeds(),
            ordering=("origin", "destination", "mode"),
            choose=_ways_between,
            live=lambda: live(TravelTime.objects.all()),
        ),
        ModelPart(
            name="rooms",
            file="directory/rooms.csv",
            shape=Shape.TABLE,
            model=Room,
            columns=(SITE, CODE, "name", "kind", "capacity", "is_step_free", "equipment"),
            key=("site", "code"),
            deeds=DirectoryDeeds(),
            ordering=("site", "code"),
            goes_with=("site",),
            live=lambda: live(Room.objects.all()),
        ),
        ModelPart(
            name="machines",
            file="directory/machines.csv",
            shape=Shape.TABLE,
            model=Machine,
            columns=(
                SITE,
                CODE,
                Column(name="room", refers="rooms", within="site"),
                "name",
                "model",
                "serial",
                "quantity",
                "trainees_per_machine",
                "safety_class",
                "consumables",
                "description",
                *SOURCE,
            ),
            key=("site", "code"),
            deeds=DirectoryDeeds(),
            ordering=("site", "code"),
            goes_with=("site",),
            live=lambda: live(Machine.objects.all()),
        ),
    )


def _week_of(site: Site) -> list[Opening]:
    return [Opening(one.weekday, one.opens, one.closes) for one in site.opening_hours.all()]


def _ways_between(chosen: Chosen) -> Iterable[TravelTime]:
    sites = chosen.identifiers("sites")
    return live(TravelTime.objects.filter(origin__in=sites, destination__in=sites))
