"""What keeps aid data from being written. Judging a file never raises: it lists faults."""

from __future__ import annotations


class AidError(ValueError):
    """A value cannot stand in aid data.

    Attributes:
        place: where it stands, such as ``activity XM-1-A / recipient XX``.
        value: what stands there.
        rule: what holds for that place, as a sentence.
        remedy: what to do.
    """

    def __init__(self, *, place: str, value: str, rule: str, remedy: str) -> None:
        self.place = place
        self.value = value
        self.rule = rule
        self.remedy = remedy
        super().__init__(f"{place}: “{value}”. {rule} {remedy}")
