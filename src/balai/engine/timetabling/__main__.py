"""``python -m balai.engine.timetabling``: the process that plans."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from balai.engine.solving import answer_request
from balai.engine.timetabling.explain import WORK as EXPLAINING
from balai.engine.timetabling.explain import explain
from balai.engine.timetabling.process import Answer, Request
from balai.engine.timetabling.repair import WORK as REPAIRING
from balai.engine.timetabling.repair import repair
from balai.engine.timetabling.result import Timetable
from balai.engine.timetabling.solve import WORK as PLANNING
from balai.engine.timetabling.solve import solve

if TYPE_CHECKING:
    from balai.engine.solving import Teller


def main() -> int:
    """Answer one request; 2 if it cannot be read."""
    return answer_request(Request, _answer)


def _answer(request: Request, teller: Teller) -> Answer:
    asked, problem = request, request.problem
    if asked.deed == "explain":
        found = explain(
            problem,
            before=asked.before,
            frozen_until=asked.frozen_until,
            work=asked.work or EXPLAINING,
            seconds=asked.seconds,
            seed=asked.seed,
        )
        return Answer(explanation=found)
    if asked.deed == "repair":
        repairs = repair(
            problem,
            asked.before or Timetable(placements=()),
            frozen_until=asked.frozen_until,
            work=asked.work or REPAIRING,
            seconds=asked.seconds,
            seed=asked.seed,
            progress=teller,
            so_far=lambda found: teller.so_far(Answer(repairs=found)),
        )
        return Answer(repairs=repairs)
    outcome = solve(
        problem, work=asked.work or PLANNING, seconds=asked.seconds, seed=asked.seed, progress=teller
    )
    return Answer(outcome=outcome)


if __name__ == "__main__":
    sys.exit(main())
