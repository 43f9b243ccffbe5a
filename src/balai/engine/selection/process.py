"""What the process that selects is asked and answers (:mod:`balai.engine.solving` starts it)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from balai.engine.selection.problem import Problem  # noqa: TC001 -- the annotations are read at run time
from balai.engine.selection.result import Explanation, Selection  # noqa: TC001 -- as above
from balai.engine.solving import ask_process

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the process is asked.

    Attributes:
        deed: solve, with an account for everybody and an explanation if there is no cohort; or explain.
        problem: the pool and its rules.
        seed: of the lots.
    """

    deed: Literal["solve", "explain"]
    problem: Problem
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What it answers.

    Attributes:
        selection: none if only an explanation was asked for.
        explanation: none if a cohort keeps every rule.
    """

    selection: Selection | None
    explanation: Explanation | None


def ask(request: Request, *, progress: Callable[[int, int], None] | None = None) -> Answer:
    """Start the process, hand it the request and wait for its answer.

    Args:
        request: what is asked.
        progress: told how many of how many nominees are accounted for; an error that it raises ends the
            process and is raised here.

    Raises:
        SolverError: it ended without an answer.
    """
    return ask_process("balai.engine.selection", request, Answer, progress=progress)
