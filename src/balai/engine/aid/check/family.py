"""Parents and children among the activities of a file (A24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.aid.check.case import identifier_of
from balai.engine.aid.check.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.aid.tree import Node


def ill_related(activities: list[Node]) -> Iterator[Fault]:
    """Rule A24, which alone looks at several activities."""
    by_identifier: dict[str, Node] = {}
    for activity in activities:
        identifier = identifier_of(activity)
        if identifier in by_identifier:
            yield _family_fault(activity, identifier, "An identifier stands once in a file.", "Rename one.")
        by_identifier.setdefault(identifier, activity)
    for activity in activities:
        for node in activity.all("related-activity"):
            other = by_identifier.get(node.said.get("ref", ""))
            back = {"1": "2", "2": "1"}.get(node.said.get("type", ""))
            if other is None or back is None:
                continue
            if (identifier_of(activity), back) not in {
                (one.said.get("ref"), one.said.get("type")) for one in other.all("related-activity")
            }:
                yield _family_fault(
                    activity,
                    node.said["ref"],
                    "Parent and child name each other.",
                    "Name it in the other activity, too.",
                )
            if back == "1" and activity.all("transaction", "budget") and other.all("transaction", "budget"):
                yield _family_fault(
                    activity,
                    identifier_of(activity),
                    "Money stands on the lowest level only, or it is counted twice.",
                    "Report it on the child.",
                )


def _family_fault(activity: Node, value: str, sentence: str, remedy: str) -> Fault:
    return Fault(
        rule="A24",
        line=activity.line,
        place=f"activity {identifier_of(activity)}",
        value=value,
        sentence=sentence,
        remedy=remedy,
    )
