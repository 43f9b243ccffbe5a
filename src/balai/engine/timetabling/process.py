"""What the process that plans is asked and answers (:mod:`balai.engine.solving` starts it)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from balai.engine.solving import ask_process
from balai.engine.timetabling.problem import Problem  # noqa: TC001 -- the annotations are read at run time
from balai.engine.timetabling.result import (  # noqa: TC001 -- as above
    Explanation,
    Outcome,
    Repairs,
    Timetable,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the process is asked.

    Attributes:
        deed: solve, explain or repair.
        problem: the programme.
        seed: of the search.
        work: the limit; none for the engine's usual one.
        seconds: the limit by the clock instead; none for none.
        before: for a repair, and to explain why there is none, the timetable as it was.
        frozen_until: for both, the moment of the repair: what has begun before it stays.
    """

    deed: Literal["solve", "explain", "repair"]
    problem: Problem
    seed: int = 0
    work: int | None = None
    seconds: float | None = None
    before: Timetable | None = None
    frozen_until: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What it answers.

    Attributes:
        outcome: of solving.
        explanation: of explaining.
        repairs: of repairing.
    """

    outcome: Outcome | None = None
    explanation: Explanation | None = None
    repairs: Repairs | None = None


def ask(
    request: Request,
    *,
    progress: Callable[[int | None, int | None], None] | None = None,
    so_far: Callable[[Answer], None] | None = None,
) -> Answer:
    """Start the process, hand it the request and wait for its answer.

    Args:
        request: what is asked.
        progress: told points and bound of the best timetable so far; none while there is none. What it
            raises ends the process: so a search is called off.
        so_far: told the repairs that are there already, each time one more.

    Raises:
        SolverError: it ended without an answer.
    """
    return ask_process("balai.engine.timetabling", request, Answer, progress=progress, so_far=so_far)
