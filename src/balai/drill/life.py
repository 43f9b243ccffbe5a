"""The life of one made-up programme, from its call to its end, with all that goes wrong on the way."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from balai.drill.choosing import choose, name_people, open_the_call, tell_and_hear
from balai.drill.days import arrive, close, go_through_days, prepare
from balai.drill.ground import BEGINNING, COUNTRIES, INVITED, enter_edition, lay_ground
from balai.drill.invariants import breaches
from balai.drill.listening import listening
from balai.drill.people import PLANTED
from balai.drill.reading import read_some
from balai.drill.telling import Telling
from balai.kernel.clock import moving_clock
from balai.kernel.refusal import RuleViolationError
from balai.programmes.enums import EditionStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GROUND_LAID = dt.datetime.combine(BEGINNING, dt.time(3), tzinfo=dt.UTC) - dt.timedelta(days=200)
"""Before every programme, in whatever order they are lived."""
CALLED = dt.timedelta(days=150)
"""How long before its first day a programme is entered."""
CHAPTERS: Mapping[str, Callable[[Telling], None]] = {
    "call": open_the_call,
    "nominations": name_people,
    "selection": choose,
    "offers": tell_and_hear,
    "preparation": prepare,
    "arrival": arrive,
    "days": go_through_days,
    "end": close,
}
"""In their order; a programme that is cancelled goes no further."""


def live(seed: int, *, until: str = "end") -> Telling:
    """Live the programme of a seed; the same seed is the same programme, whenever it is lived.

    Args:
        seed: from 1; it is also the number of the programme's week.
        until: the last chapter that is lived.
    """
    first = dt.datetime.combine(BEGINNING, dt.time(3), tzinfo=dt.UTC) + seed * dt.timedelta(days=7)
    draw = random.Random(seed)  # noqa: S311 -- the same each time on purpose
    with moving_clock(first - CALLED) as clock, listening() as lines:
        ground = lay_ground(at=GROUND_LAID)
        countries = sorted(draw.sample(COUNTRIES, INVITED))
        edition = enter_edition(ground, seed=seed, countries=countries, at=clock.now())
        picks = random.Random(seed + 1_000)  # noqa: S311 -- as above
        told = Telling(seed=seed, draw=draw, picks=picks, clock=clock, ground=ground, edition=edition)
        for name, chapter in CHAPTERS.items():
            try:
                chapter(told)
            except RuleViolationError as error:
                told.broken.append(f"the chapter {name} was stopped, as {error.refusal.code}")
                break
            read_some(told)
            if name == until or told.edition.status == EditionStatus.CANCELLED:
                break
        told.broken += breaches(told.edition)
        if any(PLANTED.lower() in line.lower() for line in lines):
            told.broken.append("a planted word stands in the log")
    return told
