"""The pool file (YAML or JSON).

A pool file writes points as people do, with at most one decimal; everything inside counts in tenths.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from balai.engine.entries import Entry, FileError, read_entry, schema_of
from balai.engine.selection.problem import Budget, Country, Host, Lock, Nominee, Problem, Rooms, Target

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Points = Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=1)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Count = Annotated[int, Field(ge=0, strict=True)]


class NomineeEntry(Entry):
    """One nominee."""

    id: Code = Field(description="Give each nominee an id of their own.")
    name: str = Field(default="", description="Write the name as the office does, or leave it out.")
    country: Code = Field(description="Write the nominating country's code, such as BT.")
    score: Points = Field(description="Write points with at most one decimal, such as 81.5.")
    attributes: dict[str, str] = Field(
        default_factory=dict, description="Write what targets count by, such as sex: female."
    )
    priority: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        default=None, description="Write the focal point's order, 1 for the first choice, or leave it out."
    )
    visa_days: Count = Field(default=0, description="Write the days of the visa route, 0 for none.")
    costs: dict[str, Count] = Field(
        default_factory=dict,
        description="Write whole units of money by the id of the budget, such as air-fares: 9500000.",
    )


class Bounds(Entry):
    """At least and at most so many people."""

    name: str = Field(default="", description="Write the country's name, or leave it out.")
    least: Count = Field(default=0, description="Write a number of people, 0 or more.")
    most: Count | None = Field(default=None, description="Write a number of people, or leave it out.")


class TargetEntry(Entry):
    """A number or share of the places."""

    id: Code = Field(description="Give each target an id of its own.")
    name: str = Field(default="", description="Write whom it counts, such as women.")
    where: dict[str, str] = Field(description="Write the attributes to count, such as sex: female.")
    least: Count | None = Field(default=None, description="Write people or percent, or leave it out.")
    most: Count | None = Field(default=None, description="Write people or percent, or leave it out.")
    unit: Literal["people", "percent"] = Field(default="people", description="Write people or percent.")
    weight: Points | None = Field(
        default=None,
        description="Write the points lost for each person missed, or leave it out if it must be met.",
    )


class BudgetEntry(Entry):
    """Money that must suffice."""

    id: Code = Field(description="Give each budget an id of its own.")
    name: str = Field(default="", description="Write what it pays, such as air fares.")
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = Field(
        description="Write three capitals, such as IDR."
    )
    most: Count = Field(description="Write whole units of the currency, 0 or more.")


class RoomsEntry(Entry):
    """Rooms that people of one sex share."""

    rooms: Count = Field(description="Write a number of rooms, 0 or more.")
    beds: Annotated[int, Field(ge=1, strict=True)] = Field(
        default=2, description="Write how many people share a room, 1 or more."
    )


class LockEntry(Entry):
    """A decision taken beforehand."""

    nominee: Code = Field(description="Write a nominee's id.")
    place: Literal["in", "out"] = Field(description='Write "in" or "out".')
    reason: str = Field(min_length=1, description="Write a reason that the person may read.")


class HostEntry(Entry):
    """The host country's places."""

    country: Code = Field(description="Write the host country's code.")
    places: Count = Field(description="Write a number of people, 0 or more.")


class PoolFile(Entry):
    """A selection: places, rules and nominees."""

    places: Annotated[int, Field(ge=1, strict=True)] = Field(
        description="Write a number of people, 1 or more."
    )
    seed: Count = Field(default=0, description="Write the published number that lots are drawn with.")
    reserves: Count = Field(default=0, description="Write how many reserves to name, 0 or more.")
    every_country: Bounds = Field(
        default=Bounds(), description="Write least and most for countries that are not listed."
    )
    countries: dict[str, Bounds] = Field(default_factory=dict, description="Write bounds by country code.")
    host: HostEntry | None = Field(default=None, description="Write country and places, or leave it out.")
    targets: list[TargetEntry] = Field(default_factory=list, description="Write a list of targets.")
    budgets: list[BudgetEntry] = Field(default_factory=list, description="Write a list of budgets.")
    rooms: RoomsEntry | None = Field(default=None, description="Write rooms and beds, or leave it out.")
    priority_points: list[Points] = Field(
        default_factory=list, description="Write the points added for the first, second … choice."
    )
    locks: list[LockEntry] = Field(default_factory=list, description="Write a list of locks.")
    nominees: list[NomineeEntry] = Field(description="Write a list of nominees.")

    def problem(self) -> Problem:
        """The same in the engine's terms."""
        return Problem(
            nominees=tuple(_nominee(entry) for entry in self.nominees),
            places=self.places,
            countries=tuple(self._bounds()),
            targets=tuple(_target(entry) for entry in self.targets),
            budgets=tuple(
                Budget(id=one.id, name=one.name or one.id, currency=one.currency, most=one.most)
                for one in self.budgets
            ),
            rooms=Rooms(rooms=self.rooms.rooms, beds=self.rooms.beds) if self.rooms else None,
            host=Host(country=self.host.country, places=self.host.places) if self.host else None,
            priority_points=tuple(_tenths(points) for points in self.priority_points),
            locks=tuple(Lock(nominee=one.nominee, place=one.place, reason=one.reason) for one in self.locks),
            reserves=self.reserves,
        )

    def _bounds(self) -> Iterator[Country]:
        for code, bounds in self.countries.items():
            yield Country(code=code, name=bounds.name or code, least=bounds.least, most=bounds.most)
        listed = {*self.countries, self.host.country if self.host else None}
        general = self.every_country
        if general.least or general.most is not None:
            for code in sorted({entry.country for entry in self.nominees} - listed):
                yield Country(code=code, name=code, least=general.least, most=general.most)


@dataclass(frozen=True, slots=True)
class ReadPool:
    """A pool file's content.

    Attributes:
        problem: what is asked.
        seed: of the lots.
    """

    problem: Problem
    seed: int


def read_pool(path: Path) -> ReadPool:
    """Read a pool file; JSON is YAML too.

    Raises:
        FileError: says what to mend.
    """
    pool = read_entry(path, PoolFile)
    try:
        return ReadPool(pool.problem(), pool.seed)
    except ValueError as error:
        raise FileError([f"{path}: {error}."]) from error


def schema() -> dict[str, Any]:
    """The JSON Schema of a pool file."""
    return schema_of(PoolFile)


def _nominee(entry: NomineeEntry) -> Nominee:
    return Nominee(
        id=entry.id,
        name=entry.name,
        country=entry.country,
        score=_tenths(entry.score),
        attributes=entry.attributes,
        priority=entry.priority,
        visa_days=entry.visa_days,
        costs=entry.costs,
    )


def _target(entry: TargetEntry) -> Target:
    return Target(
        id=entry.id,
        name=entry.name or entry.id,
        where=entry.where,
        least=entry.least,
        most=entry.most,
        unit=entry.unit,
        weight=None if entry.weight is None else _tenths(entry.weight),
    )


def _tenths(points: Decimal) -> int:
    return int(points * 10)
