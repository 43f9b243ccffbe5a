"""``python -m balai.engine.timetabling``: reads a request as JSON, writes progress and answer as lines."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TextIO

from balai.engine.timetabling.explain import WORK as EXPLAINING
from balai.engine.timetabling.explain import explain
from balai.engine.timetabling.process import Answer, Request
from balai.engine.timetabling.read import from_json, to_json
from balai.engine.timetabling.repair import WORK as REPAIRING
from balai.engine.timetabling.repair import repair
from balai.engine.timetabling.result import Timetable
from balai.engine.timetabling.solve import WORK as PLANNING
from balai.engine.timetabling.solve import solve


def main() -> int:
    """Answer one request; 2 if it cannot be read."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that lines stay JSON
        try:
            request = from_json(Request, sys.stdin.buffer.read())
            answer = _answer(request, out)
        except ValueError as error:
            out.write(json.dumps({"error": str(error)}) + "\n")
            return 2
        out.write(f'{{"answer": {to_json(answer)}}}\n')
        return 0


def _answer(request: Request, out: TextIO) -> Answer:
    lock = threading.Lock()  # two threads search

    def progress(points: int | None, bound: int | None) -> None:
        with lock:
            out.write(json.dumps({"progress": {"points": points, "bound": bound}}) + "\n")
            out.flush()

    asked, problem = request, request.problem
    if asked.deed == "explain":
        found = explain(problem, work=asked.work or EXPLAINING, seconds=asked.seconds, seed=asked.seed)
        return Answer(explanation=found)
    if asked.deed == "repair":
        repairs = repair(
            problem,
            asked.before or Timetable(placements=()),
            frozen_until=asked.frozen_until,
            work=asked.work or REPAIRING,
            seconds=asked.seconds,
            seed=asked.seed,
            progress=progress,
        )
        return Answer(repairs=repairs)
    outcome = solve(
        problem, work=asked.work or PLANNING, seconds=asked.seconds, seed=asked.seed, progress=progress
    )
    return Answer(outcome=outcome)


if __name__ == "__main__":
    sys.exit(main())
