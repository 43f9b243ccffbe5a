"""What the judge says: something in a file that a rule forbids."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a file that a rule forbids.

    Attributes:
        rule: its code in the rulebook.
        is_error: whether the file must not be published; else it is a warning.
        line: where the element begins.
        place: the activity and the element.
        value: what stands there.
        sentence, remedy: the rule in words, and what to do.
    """

    rule: str
    line: int
    place: str
    value: str
    sentence: str
    remedy: str
    is_error: bool = True
