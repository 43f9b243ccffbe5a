"""What a selection is asked: nominees, places, and the rules a cohort keeps.

Units: a score, a priority bonus and a target's weight are integers in **tenths of a point** (815 is
81.5 points), so that every sum is exact. Counts are people. Days are whole days.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- read.py reads the annotations at run time
from dataclasses import dataclass, field
from typing import Literal

SCORE_AT_MOST = 100_000
WEIGHT_AT_MOST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominee:
    """One person who may be given a place.

    Attributes:
        id: unique in the pool.
        name: as the office writes it; no sentence repeats it.
        country: the nominating country's code, ISO 3166-1 alpha-2.
        score: tenths of a point, 0 to 100,000.
        attributes: what targets count by, such as ``{"sex": "female", "kind": "entrepreneur"}``.
        priority: the focal point's order within the country, 1 for the first choice; none if unranked.
        visa_days: days this person's visa route takes; 0 for those who need none or hold one.
    """

    id: str
    name: str
    country: str
    score: int
    attributes: Mapping[str, str] = field(default_factory=dict)
    priority: int | None = None
    visa_days: int = 0

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a nominee without an id: give each nominee one of their own")
        if not self.country:
            raise ValueError(f"nominee {self.id}: without a country; name the nominating country")
        if not 0 <= self.score <= SCORE_AT_MOST:
            raise ValueError(
                f"nominee {self.id}: score must be from 0 to {SCORE_AT_MOST} tenths, not {self.score}"
            )
        if self.priority is not None and self.priority < 1:
            raise ValueError(f"nominee {self.id}: priority must be 1 or more, not {self.priority}")
        if self.visa_days < 0:
            raise ValueError(f"nominee {self.id}: visa_days must not be negative, not {self.visa_days}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """How many people one country may and must have.

    Attributes:
        code: as the nominees name it.
        name: for sentences.
        least: people, 0 for none needed.
        most: people, or none for no limit of its own.
    """

    code: str
    name: str
    least: int = 0
    most: int | None = None

    def __post_init__(self) -> None:
        _refuse_range(f"country {self.code}", self.least, self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A number or share of the places that people with certain attributes should have.

    Attributes:
        id: unique in the problem.
        name: for sentences, such as "women".
        where: the attributes that all must match; "country" is one of them.
        least: people, or percent of the places (rounded up), or none.
        most: people, or percent of the places (rounded down), or none.
        unit: what ``least`` and ``most`` count.
        weight: none if it must be met; otherwise tenths of a point lost for each person it is missed by.
    """

    id: str
    name: str
    where: Mapping[str, str]
    least: int | None = None
    most: int | None = None
    unit: Literal["people", "percent"] = "people"
    weight: int | None = None

    def __post_init__(self) -> None:
        if self.least is None and self.most is None:
            raise ValueError(f"target {self.id}: asks for nothing; give least, most or both")
        if not self.where:
            raise ValueError(f"target {self.id}: counts nobody; say where, such as sex: female")
        _refuse_range(f"target {self.id}", self.least or 0, self.most)
        if self.unit == "percent" and max(self.least or 0, self.most or 0) > 100:
            raise ValueError(f"target {self.id}: a share must be at most 100 percent")
        if self.weight is not None and not 1 <= self.weight <= WEIGHT_AT_MOST:
            raise ValueError(
                f"target {self.id}: weight must be from 1 to {WEIGHT_AT_MOST} tenths, not {self.weight}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A person whom the panel has put in or out beforehand.

    Attributes:
        nominee: the person's id.
        place: in or out.
        reason: fit to be read by the person; the sentence repeats it.
    """

    nominee: str
    place: Literal["in", "out"]
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"lock of {self.nominee}: without a reason; write one the person may read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The host country's places.

    Attributes:
        country: its code.
        places: exactly as many people of the host country take part.
    """

    country: str
    places: int

    def __post_init__(self) -> None:
        if self.places < 0:
            raise ValueError(f"host {self.country}: places must not be negative, not {self.places}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One selection: who may come, how many places there are, and what the cohort must keep.

    Attributes:
        nominees: all eligible people; the order does not matter.
        places: how many people take part, exactly.
        countries: bounds by country; a country of a nominee that is not listed has none.
        targets: by attribute.
        host: the host country's places, if any.
        priority_points: tenths of a point added for the focal point's first, second … choice.
        locks: at most one for each person.
        reserves: how many of those who are not in are named as reserves.
    """

    nominees: tuple[Nominee, ...]
    places: int
    countries: tuple[Country, ...] = ()
    targets: tuple[Target, ...] = ()
    host: Host | None = None
    priority_points: tuple[int, ...] = ()
    locks: tuple[Lock, ...] = ()
    reserves: int = 0

    def __post_init__(self) -> None:
        if self.places < 1:
            raise ValueError(f"places must be at least 1, not {self.places}")
        if self.reserves < 0:
            raise ValueError(f"reserves must not be negative, not {self.reserves}")
        bonus = self.priority_points
        if any(points < 0 for points in bonus) or list(bonus) != sorted(bonus, reverse=True):
            raise ValueError(f"priority_points must not be negative nor rise, not {list(bonus)}")
        _refuse_twice("nominee", [nominee.id for nominee in self.nominees])
        _refuse_twice("country", [country.code for country in self.countries])
        _refuse_twice("target", [target.id for target in self.targets])
        _refuse_twice("lock of nominee", [lock.nominee for lock in self.locks])
        known = {nominee.id for nominee in self.nominees}
        for lock in self.locks:
            if lock.nominee not in known:
                raise ValueError(f"lock of {lock.nominee}: no such nominee; check the id")
        if self.host is not None:
            host = self.host.country
            if any(country.code == host for country in self.countries):
                raise ValueError(
                    f"country {host}: the host's places are its bounds; leave it out of countries"
                )

    def worth(self, nominee: Nominee) -> int:
        """Tenths of a point a person brings: the score and the focal point's priority."""
        rank = nominee.priority
        if rank is None or rank > len(self.priority_points):
            return nominee.score
        return nominee.score + self.priority_points[rank - 1]


def _refuse_range(place: str, least: int, most: int | None) -> None:
    if least < 0 or (most is not None and most < least):
        raise ValueError(f"{place}: least and most must be 0 <= least <= most, not {least} and {most}")


def _refuse_twice(what: str, names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ValueError(f"{what} {name}: stands there twice; keep one")
        seen.add(name)
