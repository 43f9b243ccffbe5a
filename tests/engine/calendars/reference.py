"""The programme of July 2018 as the calendars see it, and small almanacs made by hand."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

from balai.engine.calendars.almanac import Almanac, Certainty, DayOff
from balai.engine.calendars.lists import almanac_of
from balai.engine.calendars.prayer import Place
from balai.engine.calendars.search import Search

if TYPE_CHECKING:
    from balai.engine.calendars.almanac import Ramadan

COUNTRIES = ("AF", "BD", "BT", "ID", "IN", "LA", "LK", "MM", "NP", "PK")
JAKARTA = Place(name="Jakarta", latitude=-6.232, longitude=106.822, zone="Asia/Jakarta")
BANDUNG = Place(name="Bandung", latitude=-6.900, longitude=107.610, zone="Asia/Jakarta")
SATURDAY_SUNDAY = frozenset({5, 6})


@cache
def almanac_2018() -> Almanac:
    return almanac_of(COUNTRIES, since=dt.date(2018, 3, 1), until=dt.date(2018, 10, 31))


def search_2018(first: dt.date = dt.date(2018, 7, 18), last: dt.date = dt.date(2018, 7, 30)) -> Search:
    return Search(
        hosts=frozenset({"ID"}),
        sending=frozenset(COUNTRIES),
        season_first=first,
        season_last=last,
        days=13,
        places=(JAKARTA, BANDUNG),
    )


def day_off(country: str, on: dt.date, name: str = "Feast", *, days_either_way: int = 0) -> DayOff:
    return DayOff(
        country=country,
        on=on,
        name=name,
        certainty=Certainty.ESTIMATED if days_either_way else Certainty.LISTED,
        days_either_way=days_either_way,
        source="made by hand",
    )


def small_almanac(*days_off: DayOff, ramadans: tuple[Ramadan, ...] = ()) -> Almanac:
    """Two countries with ordinary weekends, in 2030."""
    return Almanac(
        since=dt.date(2030, 1, 1),
        until=dt.date(2030, 12, 31),
        days_off=days_off,
        weekends=(("ID", SATURDAY_SUNDAY), ("NP", frozenset({5}))),
        ramadans=ramadans,
    )
