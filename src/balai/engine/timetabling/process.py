"""Solving in a process of its own: what is asked and answered, and the one way to start it.

The solver is slow to load and keeps two processors busy, so neither pages nor the worker load it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from balai.engine.timetabling.problem import Problem  # noqa: TC001 -- read.py reads the annotations at run time
from balai.engine.timetabling.read import from_json, to_json
from balai.engine.timetabling.result import (  # noqa: TC001 -- as above
    Explanation,
    Outcome,
    Repairs,
    Timetable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What the process is asked.

    Attributes:
        deed: solve, explain or repair.
        problem: the programme.
        seed: of the search.
        work: the limit; none for the engine's usual one.
        seconds: the limit by the clock instead; none for none.
        before: for a repair, the timetable as it was.
        frozen_until: for a repair, its moment: what has begun before it stays.
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


class SolverError(Exception):
    """The process ended without an answer; the message is its last words."""


def ask(request: Request, *, progress: Callable[[int | None, int | None], None] | None = None) -> Answer:
    """Start the process, hand it the request and wait for its answer.

    Args:
        request: what is asked.
        progress: told points and bound of the best timetable so far; none while there is none. What it
            raises ends the process: so a search is called off.

    Raises:
        SolverError: it ended without an answer.
    """
    command = [sys.executable, "-m", "balai.engine.timetabling"]
    with subprocess.Popen(  # noqa: S603 -- our own module under our own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as solver:
        if solver.stdin is None or solver.stdout is None:
            raise SolverError("the solver has no pipes")
        try:
            solver.stdin.write(to_json(request))
            solver.stdin.close()
            answer = _answer(solver.stdout, progress)
        except BaseException:
            solver.kill()
            raise
    if answer is None:
        raise SolverError(f"the solver ended with code {solver.returncode} and no answer")
    return answer


def _answer(lines: Iterable[str], progress: Callable[[int | None, int | None], None] | None) -> Answer | None:
    for line in lines:
        message = json.loads(line)
        if "answer" in message:
            return from_json(Answer, json.dumps(message["answer"]))
        if "error" in message:
            raise SolverError(message["error"])
        if progress:
            progress(message["progress"]["points"], message["progress"]["bound"])
    return None
