"""``python -m balai.engine.selection``: the process that selects."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from balai.engine.selection.accounts import select
from balai.engine.selection.explain import UndecidedError, explain
from balai.engine.selection.process import Answer, Request
from balai.engine.solving import answer_request

if TYPE_CHECKING:
    from balai.engine.solving import Progress


def main() -> int:
    """Answer one request; 2 if it cannot be read or decided."""
    return answer_request(Request, _answer, refusals=(UndecidedError,))


def _answer(request: Request, progress: Progress) -> Answer:
    def now_and_then(done: int, of: int) -> None:
        if done % 20 == 0 or done == of:
            progress(done, of)

    if request.deed == "explain":
        return Answer(selection=None, explanation=explain(request.problem))
    selection = select(request.problem, seed=request.seed, progress=now_and_then)
    infeasible = selection.status == "infeasible"
    return Answer(selection=selection, explanation=explain(request.problem) if infeasible else None)


if __name__ == "__main__":
    sys.exit(main())
