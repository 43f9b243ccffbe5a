"""What another wish would change: one more seat, no target, a bound moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balai.engine.selection.result import Selection


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What another wish would change.

    Attributes:
        points: tenths gained (above 0) or lost; none if one of the two has no cohort.
        entering: ids.
        leaving: ids.
    """

    points: int | None
    entering: tuple[str, ...]
    leaving: tuple[str, ...]


def what_if(before: Selection, after: Selection) -> Comparison:
    """Compare the selections from a problem and from the problem with another wish."""
    known = before.best.points is not None and after.best.points is not None
    return Comparison(
        points=(after.best.points or 0) - (before.best.points or 0) if known else None,
        entering=tuple(one for one in after.best.people if one not in before.best.people),
        leaving=tuple(one for one in before.best.people if one not in after.best.people),
    )
