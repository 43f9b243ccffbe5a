"""What a division into groups is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Someone:
    """A participant.

    Attributes:
        id: unique.
        traits: what is mixed, by name: country, background, sex; one that is not known is left out.
        stays_in: id of the group that was settled beforehand; none otherwise.
    """

    id: str
    traits: Mapping[str, str]
    stays_in: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group with its room for people."""

    id: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Who is to be divided.

    Attributes:
        people: in any order.
        groups: their sizes together are at least as many as there are people.
        weights: points for each pair of the same trait in one group, by trait.
    """

    people: tuple[Someone, ...]
    groups: tuple[Group, ...]
    weights: Mapping[str, int]

    def __post_init__(self) -> None:
        names = [one.id for one in self.people]
        if len(set(names)) != len(names):
            raise ValueError("people: one stands there twice; keep one")
        room = {group.id: group.size for group in self.groups}
        if sum(room.values()) < len(names):
            raise ValueError(
                f"{len(names)} people, and the groups hold {sum(room.values())}; make them larger"
            )
        for one in self.people:
            if one.stays_in is not None and one.stays_in not in room:
                raise ValueError(f"{one.id} stays in {one.stays_in}, which is no group")
        for group, size in room.items():
            if sum(one.stays_in == group for one in self.people) > size:
                raise ValueError(f"group {group} holds {size}, and more were settled to be in it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """Who is in which group.

    Attributes:
        group_of: id of the group, by person.
        points: weights times pairs of the same trait in one group.
        bound: no division has fewer points; equal to them where it is proven best.
        seed: of the order in which people were looked at.
    """

    group_of: Mapping[str, str]
    points: int
    bound: int
    seed: int

    @property
    def is_best(self) -> bool:
        return self.points == self.bound
