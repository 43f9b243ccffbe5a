"""One activity, as rules look at it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.aid.check.fault import Fault

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.aid.tree import Node


class Case:
    """An activity that is judged, by what it is called, and the day that counts as today."""

    def __init__(self, activity: Node, on: dt.date) -> None:
        self.activity = activity
        self.on = on
        self.identifier = identifier_of(activity)
        self.name = f"activity {self.identifier or f'in line {activity.line}'}"

    def fault(  # noqa: PLR0913 -- one for each thing that a fault tells its reader
        self, rule: str, node: Node, value: str, sentence: str, remedy: str, *, is_error: bool = True
    ) -> Fault:
        """Something wrong at an element of this activity."""
        return Fault(
            rule=rule,
            line=node.line,
            place=self.name if node is self.activity else f"{self.name} / {node.tag}",
            value=value,
            sentence=sentence,
            remedy=remedy,
            is_error=is_error,
        )


def identifier_of(activity: Node) -> str:
    """Its iati-identifier; empty where there is none."""
    node = activity.first("iati-identifier")
    return node.text.strip() if node else ""
