"""What lies between sessions on the board: meals, the Friday prayer, days off, and ways between sites.

They are read from the problem that a version was planned from, unparsed, so that a board shows the terms of
its own day; nothing is drawn of what the planner was not told.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from balai.engine.timetabling.problem import DAY
from balai.timetable.models import Timetable
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

LOOKS: Mapping[str, tuple[str, StrOrPromise]] = {
    "lunch": ("meal", _("Lunch")),
    "friday": ("prayer", _("Friday prayer")),
}
"""Pauses within a day by how their name in a problem begins: how they look, and what they are called."""
OFF: Mapping[str, StrOrPromise] = {"rest": _("Free day"), "holiday": _("Public holiday")}
"""Pauses of whole days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A pause on one day.

    Attributes:
        look: "meal" or "prayer".
        begins, ends: minutes of the day.
        sites: where it is kept; none means everywhere.
    """

    look: str
    label: StrOrPromise
    begins: int
    ends: int
    sites: frozenset[str]

    @property
    def time(self) -> str:
        """From when until when."""
        return f"{_clock(self.begins)}–{_clock(self.ends)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """What a version was planned around.

    Attributes:
        pauses: by day.
        off: what days off are called.
        ways: minutes between two sites, by their codes.
        grid: minutes of which beginnings are multiples.
        starts_on: the day from which minutes are counted.
        observances: times that participants keep free, as the problem has them.
    """

    pauses: Mapping[dt.date, Sequence[Pause]] = field(default_factory=dict)
    off: Mapping[dt.date, StrOrPromise] = field(default_factory=dict)
    ways: Mapping[frozenset[str], int] = field(default_factory=dict)
    grid: int = 15
    starts_on: dt.date | None = None
    observances: Sequence[Mapping[str, Any]] = ()

    def pauses_at(self, on: dt.date, sites: Iterable[str]) -> list[Pause]:
        """Those of a day that are kept at one of these sites."""
        here = frozenset(sites)
        return [one for one in self.pauses.get(on, ()) if not one.sites or one.sites & here]


def quiet_of(timetable: Timetable) -> Quiet:
    """What a version was planned around, in one question."""
    asked = ("starts_on", "pauses", "travel", "grid", "observances")
    starts_on, pauses, travel, grid, observances = (
        Timetable.objects.filter(pk=timetable.pk).values_list(*(f"problem__{name}" for name in asked)).get()
    )
    first = dt.date.fromisoformat(starts_on)
    by_day: dict[dt.date, list[Pause]] = defaultdict(list)
    off: dict[dt.date, StrOrPromise] = {}
    for pause in pauses or ():
        kind = pause["id"].partition("-")[0]
        for window in pause["windows"]:
            on = first + dt.timedelta(days=window["begins"] // DAY)
            if kind in OFF:
                days = -(-(window["ends"] - window["begins"]) // DAY)
                off |= {on + dt.timedelta(days=number): OFF[kind] for number in range(days)}
            elif kind in LOOKS:
                look, label = LOOKS[kind]
                by_day[on].append(
                    Pause(
                        look=look,
                        label=label,
                        begins=window["begins"] % DAY,
                        ends=(window["ends"] - 1) % DAY + 1,
                        sites=frozenset(pause.get("sites") or ()),
                    )
                )
    ways = {frozenset((leg["origin"], leg["destination"])): leg["minutes"] for leg in travel or ()}
    return Quiet(pauses=by_day, off=off, ways=ways, grid=grid, starts_on=first, observances=observances or ())


def _clock(minute: int) -> str:
    return wording.clock(dt.time(minute // 60 % 24, minute % 60))
