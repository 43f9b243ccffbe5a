"""The pool file (YAML or JSON) and the JSON in which problems and answers travel between processes.

A pool file writes points as people do, with at most one decimal; everything inside counts in tenths.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from balai.engine.selection.problem import Country, Host, Lock, Nominee, Problem, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Points = Annotated[Decimal, Field(ge=0, le=10_000, decimal_places=1)]
Code = Annotated[str, Field(min_length=1, max_length=64)]
Count = Annotated[int, Field(ge=0, strict=True)]
T = TypeVar("T")


class PoolError(Exception):
    """A pool file cannot be read; each complaint names the place, the value, the rule and the remedy."""

    def __init__(self, complaints: list[str]) -> None:
        self.complaints = complaints
        super().__init__("\n".join(complaints))


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NomineeEntry(_Model):
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


class Bounds(_Model):
    """At least and at most so many people."""

    name: str = Field(default="", description="Write the country's name, or leave it out.")
    least: Count = Field(default=0, description="Write a number of people, 0 or more.")
    most: Count | None = Field(default=None, description="Write a number of people, or leave it out.")


class TargetEntry(_Model):
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


class LockEntry(_Model):
    """A decision taken beforehand."""

    nominee: Code = Field(description="Write a nominee's id.")
    place: Literal["in", "out"] = Field(description='Write "in" or "out".')
    reason: str = Field(min_length=1, description="Write a reason that the person may read.")


class HostEntry(_Model):
    """The host country's places."""

    country: Code = Field(description="Write the host country's code.")
    places: Count = Field(description="Write a number of people, 0 or more.")


class PoolFile(_Model):
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
        PoolError: says what to mend.
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PoolError([f"{path}: cannot be read ({error}). Name a file of text in UTF-8."]) from error
    except yaml.YAMLError as error:
        raise PoolError([f"{path}: is not YAML or JSON ({' '.join(str(error).split())})."]) from error
    try:
        pool = PoolFile.model_validate(content)
    except ValidationError as error:
        raise PoolError([_complaint(path, one) for one in error.errors(include_url=False)]) from error
    try:
        return ReadPool(pool.problem(), pool.seed)
    except ValueError as error:
        raise PoolError([f"{path}: {error}."]) from error


def schema() -> dict[str, Any]:
    """The JSON Schema of a pool file."""
    return {"$schema": DRAFT, **PoolFile.model_json_schema()}


def to_json(value: object) -> str:
    """One line of JSON of any of the engine's values."""
    return TypeAdapter(type(value)).dump_json(value).decode()


def from_json(kind: type[T], text: str | bytes) -> T:
    """Read back what :func:`to_json` wrote.

    Raises:
        ValueError: it is something else.
    """
    return TypeAdapter(kind).validate_json(text)


def _complaint(path: Path, error: Mapping[str, Any]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    value = "" if error["type"] == "missing" else f" is {error['input']!r:.60}"
    return f"{path}: {place or 'the file'}{value}: {error['msg']}. {_remedy(error['loc'])}".rstrip()


def _remedy(place: tuple[int | str, ...]) -> str:
    """The description of the innermost field that the schema knows on the way to a place."""
    whole = schema()
    here, remedy = whole, ""
    for part in place:
        here = whole["$defs"][here["$ref"].rpartition("/")[2]] if "$ref" in here else here
        below = here.get("items") if isinstance(part, int) else here.get("properties", {}).get(part)
        below = below or here.get("additionalProperties")
        if not isinstance(below, dict):
            break
        here, remedy = below, below.get("description", remedy)
    return remedy


def _nominee(entry: NomineeEntry) -> Nominee:
    return Nominee(
        id=entry.id,
        name=entry.name,
        country=entry.country,
        score=_tenths(entry.score),
        attributes=entry.attributes,
        priority=entry.priority,
        visa_days=entry.visa_days,
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
