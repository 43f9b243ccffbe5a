"""``python -m balai.engine.selection``: reads a request as JSON, writes progress and answer as JSON lines."""

from __future__ import annotations

import json
import os
import sys
from typing import TextIO

from balai.engine.selection.accounts import select
from balai.engine.selection.explain import UndecidedError, explain
from balai.engine.selection.process import Answer, Request
from balai.engine.selection.read import from_json, to_json


def main() -> int:
    """Answer one request; 2 if it cannot be read or decided."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8") as out:
        os.dup2(
            os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno()
        )  # HiGHS prints its name; lines stay JSON
        try:
            request = from_json(Request, sys.stdin.buffer.read())
            answer = _answer(request, out)
        except (ValueError, UndecidedError) as error:
            out.write(json.dumps({"error": str(error)}) + "\n")
            return 2
        out.write(f'{{"answer": {to_json(answer)}}}\n')
        return 0


def _answer(request: Request, out: TextIO) -> Answer:
    def progress(done: int, of: int) -> None:
        if done % 20 == 0 or done == of:
            out.write(json.dumps({"progress": {"done": done, "of": of}}) + "\n")
            out.flush()

    if request.deed == "explain":
        return Answer(selection=None, explanation=explain(request.problem))
    selection = select(request.problem, seed=request.seed, progress=progress)
    infeasible = selection.status == "infeasible"
    return Answer(selection=selection, explanation=explain(request.problem) if infeasible else None)


if __name__ == "__main__":
    sys.exit(main())
