"""The judge of divisions: counts pair by pair, and shares nothing with the dividing but its classes."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.engine.grouping.problem import Division, Problem


def faults(problem: Problem, division: Division) -> list[str]:
    """Everything in a division that is not so; empty for one that may be kept."""
    found = []
    people = {one.id: one for one in problem.people}
    if division.group_of.keys() != people.keys():
        found.append("not everybody is in a group, or somebody is who is nobody")
    sizes = {group.id: group.size for group in problem.groups}
    for name, group in division.group_of.items():
        if group not in sizes:
            found.append(f"{name} is in {group}, which is no group")
        elif name in people and people[name].stays_in not in {None, group}:
            found.append(f"{name} was to stay in {people[name].stays_in}")
    for group, size in sizes.items():
        held = sum(one == group for one in division.group_of.values())
        if held > size:
            found.append(f"group {group} holds {size}, and has {held}")
    if not found and division.points != points(problem, division.group_of):
        found.append(f"claimed {division.points} points, counted {points(problem, division.group_of)}")
    if division.bound > division.points:
        found.append(f"the bound {division.bound} is above the points {division.points}")
    return found


def points(problem: Problem, group_of: Mapping[str, str]) -> int:
    """Weights times pairs of the same trait in one group."""
    return sum(
        weight
        for one, other in combinations(problem.people, 2)
        if group_of[one.id] == group_of[other.id]
        for trait, weight in problem.weights.items()
        if trait in one.traits and one.traits[trait] == other.traits.get(trait)
    )
