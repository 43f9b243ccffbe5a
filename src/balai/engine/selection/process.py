"""Solving in a process of its own: what is asked and answered, and the one way to start it.

The solver is slow to load and holds the interpreter, so neither pages nor the worker load it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from balai.engine.selection.problem import Problem  # noqa: TC001 -- read.py reads the annotations at run time
from balai.engine.selection.read import from_json, to_json
from balai.engine.selection.result import Explanation, Selection  # noqa: TC001 -- as above

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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


class SolverError(Exception):
    """The process ended without an answer; the message is its last words."""


def ask(request: Request, *, progress: Callable[[int, int], None] | None = None) -> Answer:
    """Start the process, hand it the request and wait for its answer.

    Args:
        request: what is asked.
        progress: told how many of how many nominees are accounted for; an error that it raises ends the
            process and is raised here.

    Raises:
        SolverError: it ended without an answer.
    """
    command = [sys.executable, "-m", "balai.engine.selection"]
    with subprocess.Popen(  # noqa: S603 -- our own module under our own interpreter
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as solver:
        if solver.stdin is None or solver.stdout is None:
            raise SolverError("the solver has no pipes")
        solver.stdin.write(to_json(request))
        solver.stdin.close()
        try:
            answer = _heard(solver.stdout, progress)
        except BaseException:
            solver.kill()  # whoever is told of the progress may cancel by an error of their own
            raise
    if answer is None:
        raise SolverError(f"the solver ended with code {solver.returncode} and no answer")
    return answer


def _heard(lines: Iterable[str], progress: Callable[[int, int], None] | None) -> Answer | None:
    for line in lines:
        message = json.loads(line)
        if "answer" in message:
            return from_json(Answer, json.dumps(message["answer"]))
        if "error" in message:
            raise SolverError(message["error"])
        if progress:
            progress(message["progress"]["done"], message["progress"]["of"])
    return None
