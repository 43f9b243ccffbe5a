"""Times that participants keep free of work, as planning is told of them: never whose, nor how many exactly.

A number of one to nine counts as five, a larger one as the next lower multiple of five (decision 1241).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.calendars.observances import sabbaths, sunday_mornings, uposathas
from balai.engine.calendars.prayer import Place
from balai.engine.timetabling.problem import Observance
from balai.selection.enums import KeptDays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.calendars.observances import Kept
    from balai.timetable.services.gathering import Material

STEP = 5
NAMES = {
    KeptDays.SABBATH: "the Sabbath",
    KeptDays.SUNDAY: "the services of Sunday",
    KeptDays.UPOSATHA: "uposatha",
}
"""For the engine's own sentences."""


def told_as(people: int) -> int:
    """As how many a number counts, so that somebody more or fewer is seen by nobody who watches it."""
    return max(people // STEP * STEP, STEP)


def observances_in(material: Material) -> Iterator[Observance]:
    """What participants keep and these days have, in the order of the kinds."""
    for kind in KeptDays:
        people = material.kept.get(kind, 0)
        found = _times(kind, material) if people else []
        windows = [material.axis.between(one.begins_at, one.ends_at) for one in found]
        within = tuple(one for one in windows if one is not None)
        if within:
            yield Observance(id=kind.value, name=NAMES[kind], windows=within, people=told_as(people))


def _times(kind: KeptDays, material: Material) -> list[Kept]:
    zone, days = material.axis.zone, material.axis.dates
    since, until = days[0], days[-1]
    if kind == KeptDays.SABBATH:
        places = [
            Place(
                name=site.code,
                latitude=float(site.latitude),
                longitude=float(site.longitude),
                zone=site.time_zone,
            )
            for site in material.sites
            if site.latitude is not None and site.longitude is not None
        ]
        return sabbaths(places, zone, since=since, until=until)
    if kind == KeptDays.SUNDAY:
        return sunday_mornings(zone, since=since, until=until)
    return uposathas(zone, since=since, until=until)
