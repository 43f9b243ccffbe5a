"""Kinds of values that the directory writes: a country, the hours of a week, days of a resource person."""

from __future__ import annotations

import csv
import datetime as dt
import re
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from balai.directory.enums import AvailabilityKind
from balai.directory.services.times import Opening
from balai.engine.bundle.fields import Field, Record
from balai.engine.bundle.kinds import Choice, Date, Listed, ScalarKind, Text, UnfitError

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTRIES = Path(__file__).parents[1] / "data" / "countries.csv"
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def country_kind() -> Listed:
    """A country by its code: those that every installation has from its first start."""
    with COUNTRIES.open(encoding="utf-8", newline="") as file:
        return Listed(frozenset(row["code"] for row in csv.DictReader(file)), "value.country")


class Week(ScalarKind):
    """The opening hours of a week in one line: ``mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00``."""

    def read(self, text: str) -> list[Opening]:
        hours: list[Opening] = []
        for part in filter(None, (one.strip() for one in text.split(";"))):
            days, _space, spans = part.partition(" ")
            first, _hyphen, last = days.partition("-")
            last = last or first
            if first not in DAYS or last not in DAYS or DAYS.index(last) < DAYS.index(first):
                raise UnfitError("value.week")
            for day in range(DAYS.index(first), DAYS.index(last) + 1):
                hours += [Opening(day, *_span(span.strip())) for span in spans.split(",")]
        if not hours:
            raise UnfitError("value.week")
        return sorted(hours)

    def plain(self, value: Sequence[Opening]) -> str:
        by_day = {
            day: ", ".join(f"{one.opens:%H:%M}-{one.closes:%H:%M}" for one in found)
            for day, found in groupby(sorted(value), key=lambda one: one.weekday)
        }
        parts: list[tuple[int, int, str]] = []
        for day, spans in by_day.items():
            if parts and parts[-1][1] == day - 1 and parts[-1][2] == spans:
                parts[-1] = (parts[-1][0], day, spans)
            else:
                parts.append((day, day, spans))
        return "; ".join(
            f"{DAYS[first]}{f'-{DAYS[last]}' if last > first else ''} {spans}" for first, last, spans in parts
        )

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^(mon|tue|wed|thu|fri|sat|sun)[a-z0-9:;,\\s-]*$"}

    def words(self) -> str:
        return "hours of a week, such as `mon-thu 08:00-16:00; fri 08:00-11:30, 13:00-16:00`"


def _span(text: str) -> tuple[dt.time, dt.time]:
    match = re.fullmatch(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])", text)
    if match is None:
        raise UnfitError("value.week")
    first, second, third, fourth = (int(number) for number in match.groups())
    return dt.time(first, second), dt.time(third, fourth)


AVAILABILITY = Record(
    (
        Field(name="since", kind=Date(), doc="First day.", is_required=True),
        Field(name="until", kind=Date(), doc="Last day.", is_required=True),
        Field(
            name="kind",
            kind=Choice({str(value): str(label) for value, label in AvailabilityKind.choices}),
            doc="What was said.",
            is_required=True,
        ),
        Field(name="note", kind=Text(), doc="A remark."),
    )
)
