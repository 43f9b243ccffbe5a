"""What the pages of tests show when they are looked at: an open test, and one that four people answered."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.delivery.enums import Occasion
from tests.delivery.looks import keep_my_programme
from tests.delivery.outcome_tests import BEFORE_ON, a_test, answer, knowing

if TYPE_CHECKING:
    from balai.delivery.models import OutcomeTest

DAY_ONE = BEFORE_ON
DAY_TWO = BEFORE_ON + dt.timedelta(days=3)
"""After both tests."""


def keep_a_test() -> OutcomeTest:
    """Open today, for the one who looks."""
    return a_test(keep_my_programme())


def keep_answers() -> None:
    """Four people, of whom each knew more after."""
    world = keep_my_programme()
    test = a_test(world)
    for number, one in enumerate(world.people):
        answer(test, one, Occasion.BEFORE, given=knowing(test, one, Occasion.BEFORE, right=number % 2))
        answer(test, one, Occasion.AFTER, given=knowing(test, one, Occasion.AFTER, right=2 - number % 2))
