"""What the date finder is asked and what it answers. The rules D1 to D12 are in docs/explain/rulebook.md.

Lengths are in days, both ends counted; costs are integers, more is worse.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.calendars.almanac import Certainty
    from balai.engine.calendars.prayer import FridayBlock, Place

EVERY_WEEKDAY = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Days with a name: another meeting, a rainy season, a centre's maintenance.

    Attributes:
        daily_cost: what each day of it inside a window costs; ignored where the stretch is an exclusion.
    """

    name: str
    first: dt.date
    last: dt.date
    daily_cost: int = 1

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"{self.name}: ends on {self.last}, before it begins on {self.first}")
        if self.daily_cost < 0:
            raise ValueError(f"{self.name}: daily_cost must be 0 or more, not {self.daily_cost}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each thing that speaks against a window weighs; an office may change them."""

    sending_day: int = 4  # a participant's own feast or election day, away from home
    travel_day: int = 2  # airports and offices at home are closed when people leave or come back
    friday: int = 1  # a long midday
    lost_preparation_day: int = 1  # the host's desk does not work on visas and letters
    ramadan_in_preparation: int = 2  # the host works shorter hours
    unknown_year: int = 3  # nobody knows what is missed

    def __post_init__(self) -> None:
        for name in self.__slots__:
            if getattr(self, name) < 0:
                raise ValueError(f"{name} must be 0 or more, not {getattr(self, name)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked of the date finder.

    Attributes:
        hosts, sending: ISO 3166-1 alpha-2. A host that also sends counts as host.
        season_first, season_last: the window lies between them, both included.
        days: length of the window with the days of arrival and departure.
        start_weekdays: on which weekdays it may begin, Monday 0.
        travel_days: on how many days before and after it people are on their way.
        preparation_days: how long before it nominations and visas are worked on.
        avoids_ramadan: true where food or heavy practice is part of the programme.
        exclusions: no window touches them.
        cautions: a window may touch them, at a cost.
        places: where the Friday prayer is kept; none where nobody prays.
    """

    hosts: frozenset[str]
    sending: frozenset[str]
    season_first: dt.date
    season_last: dt.date
    days: int
    start_weekdays: frozenset[int] = EVERY_WEEKDAY
    travel_days: int = 2
    preparation_days: int = 42
    avoids_ramadan: bool = True
    exclusions: tuple[Stretch, ...] = ()
    cautions: tuple[Stretch, ...] = ()
    places: tuple[Place, ...] = ()
    costs: Costs = field(default_factory=Costs)

    def __post_init__(self) -> None:
        if not self.hosts:
            raise ValueError("hosts: name at least one country")
        if self.days < 1 or self.travel_days < 0 or self.preparation_days < 0:
            raise ValueError("days must be 1 or more, travel_days and preparation_days 0 or more")
        if (self.season_last - self.season_first).days + 1 < self.days:
            raise ValueError(
                f"{self.days} days do not fit between {self.season_first} and {self.season_last}"
            )
        if not self.start_weekdays or not self.start_weekdays <= EVERY_WEEKDAY:
            raise ValueError("start_weekdays: some of 0 (Monday) to 6 (Sunday)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One thing that speaks against a window.

    Attributes:
        rule: D2 to D11.
        since, until: the days it is about; an estimated day off with the days it may move to.
        cost: 0 for what refuses a window.
        country: where it comes from; None for a stretch or a Friday.
        name: the day off, the stretch, or "".
        certainty: of a day off.
        hijri_year: of a Ramadan.
        first_days, last_days: the dates on which a Ramadan may begin and end.
        blocks: of a Friday, one for each place.
    """

    rule: str
    since: dt.date
    until: dt.date
    cost: int = 0
    country: str | None = None
    name: str = ""
    certainty: Certainty | None = None
    hijri_year: int | None = None
    first_days: tuple[dt.date, ...] = ()
    last_days: tuple[dt.date, ...] = ()
    blocks: tuple[FridayBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days on which the programme could, or could not, be held; reasons by rule, date, country and name."""

    first: dt.date
    last: dt.date
    cost: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The finder's answer: feasible windows, best first, and the refused ones in order of date."""

    feasible: tuple[Window, ...]
    refused: tuple[Window, ...]
