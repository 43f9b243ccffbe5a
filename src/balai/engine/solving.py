"""Solving in a process of its own: the one way to start it, and its other end.

Solvers are slow to load and keep processors busy, so neither pages nor the worker load them. The process is
``python -m`` an engine's package: it reads a request as one JSON document and writes lines of JSON, any
number of ``{"progress": […]}`` and ``{"so_far": …}``, then one ``{"answer": …}`` or ``{"error": …}``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from balai.engine.entries import from_json, to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO

    Progress = Callable[..., None]

R = TypeVar("R")
A = TypeVar("A")


class SolverError(Exception):
    """The process ended without an answer; the message is its last words."""


class Teller:
    """What the process says before it answers; several threads may use it.

    Called with numbers, it tells how far it is.
    """

    def __init__(self, out: IO[str]) -> None:
        self._out, self._lock = out, threading.Lock()

    def __call__(self, *numbers: int | None) -> None:
        self._say(json.dumps({"progress": numbers}))

    def so_far(self, answer: object) -> None:
        """Tell the part of the answer that will not change any more."""
        self._say(f'{{"so_far": {to_json(answer)}}}')

    def _say(self, line: str) -> None:
        with self._lock:
            self._out.write(line + "\n")
            self._out.flush()


def ask_process(
    package: str,
    request: object,
    kind: type[A],
    *,
    progress: Progress | None = None,
    so_far: Callable[[A], None] | None = None,
) -> A:
    """Start an engine's process, hand it a request and wait for its answer.

    Args:
        package: the engine's, as it is imported.
        request: what is asked.
        kind: of the answer.
        progress: told how far it is, in the engine's own numbers. What it raises ends the process and is
            raised here: so a search is called off.
        so_far: told what of the answer is there already, each time more; what it raises ends the process too.

    Raises:
        SolverError: it ended without an answer.
    """
    with subprocess.Popen(  # noqa: S603 -- our own module under our own interpreter
        [sys.executable, "-m", package],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as solver:
        if solver.stdin is None or solver.stdout is None:
            raise SolverError("the solver has no pipes")
        try:
            with suppress(BrokenPipeError):  # it has ended already: its last words or its code say why
                solver.stdin.write(to_json(request))
            with suppress(BrokenPipeError):
                solver.stdin.close()
            answer = _heard(solver.stdout, kind, progress, so_far)
        except BaseException:
            solver.kill()
            raise
    if answer is None:
        raise SolverError(f"the solver ended with code {solver.returncode} and no answer")
    return answer


def _heard(
    lines: Iterable[str], kind: type[A], progress: Progress | None, so_far: Callable[[A], None] | None
) -> A | None:
    for line in lines:
        message = json.loads(line)
        if "answer" in message:
            return from_json(kind, json.dumps(message["answer"]))
        if "error" in message:
            raise SolverError(message["error"])
        if "so_far" in message:
            if so_far:
                so_far(from_json(kind, json.dumps(message["so_far"])))
        elif progress:
            progress(*message["progress"])
    return None


def answer_request(
    kind: type[R], answer: Callable[[R, Teller], object], *, refusals: tuple[type[Exception], ...] = ()
) -> int:
    """Be the process: read one request, write progress and answer.

    Args:
        kind: of the request.
        answer: makes the answer; it may tell its progress, and what it has so far.
        refusals: errors besides ValueError whose message is for whoever asked.

    Returns:
        The exit code: 2 if the request cannot be read or answered.
    """
    told: tuple[type[Exception], ...] = (ValueError, *refusals)
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        # Solvers print their names; the lines stay JSON
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        try:
            found = answer(from_json(kind, sys.stdin.buffer.read()), Teller(out))
        except told as error:
            out.write(json.dumps({"error": str(error)}) + "\n")
            return 2
        out.write(f'{{"answer": {to_json(found)}}}\n')
        return 0
