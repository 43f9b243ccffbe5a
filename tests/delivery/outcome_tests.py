"""Tests before and after for tests: two outcomes with four questions each, whose first answer is right."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.delivery.enums import Occasion
from balai.delivery.forms.outcome_tests import page_says
from balai.delivery.queries.outcome_tests import form_of
from balai.delivery.rules.outcome_tests import Shown
from balai.delivery.services.outcome_tests import draw_forms, form_for, save_answers, set_test_days
from balai.delivery.services.question_bank import enter_question
from balai.programmes.models import Outcome
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from balai.delivery.models import AnswerSheet, BankQuestion, OutcomeTest
    from balai.selection.models import Participant
    from tests.delivery.factories import Delivered

BEFORE_ON = dt.datetime(2018, 7, 23, 5, tzinfo=dt.UTC)
"""Noon of the first day in Jakarta."""
AFTER_ON = BEFORE_ON + dt.timedelta(days=2)
MOMENTS = {Occasion.BEFORE: BEFORE_ON, Occasion.AFTER: AFTER_ON}


def a_bank(world: Delivered, *, outcomes: int = 2, questions: int = 2) -> list[BankQuestion]:
    """Some questions of each outcome."""
    found = []
    for number in range(1, outcomes + 1):
        outcome = Outcome.objects.create(
            edition=world.edition, code=f"O{number}", statement={"en": f"Outcome {number}"}, order=number
        )
        for place in range(1, questions + 1):
            options = [{"text": {"en": f"Answer {one}"}, "is_right": one == 1} for one in (1, 2, 3)]
            values = {
                "edition": world.edition,
                "outcome": outcome,
                "code": f"Q{number}-{place}",
                "text": {"en": f"Question {number}-{place}?", "id": f"Pertanyaan {number}-{place}?"},
                "explanation": {"en": "Because it is so."},
                "source": "Assumed",
                "order": place,
                "options": options,
            }
            found.append(enter_question(values=values, actor="system", at=AT))
    return found


def a_test(world: Delivered, *, questions: int = 2, is_drawn: bool = True) -> OutcomeTest:
    """Open on the first day and on the third; each form has one question of each outcome."""
    a_bank(world, questions=questions)
    first, last = BEFORE_ON.date(), AFTER_ON.date()
    days = {"before_from": first, "before_until": first, "after_from": last, "after_until": last}
    test = set_test_days(edition=world.edition, days=days, seed=7, actor=world.sari, at=AT)
    return draw_forms(test=test, actor=world.sari, at=AT) if is_drawn else test


def answer(
    test: OutcomeTest,
    one: Participant,
    occasion: Occasion,
    *,
    given: Mapping[str, Collection[int]] | None = None,
    is_finished: bool = True,
) -> AnswerSheet:
    """Somebody's answers at noon; the first is right."""
    return save_answers(
        participant=one,
        test=test,
        occasion=occasion,
        given={"1": [1]} if given is None else given,
        shown=shown_to(test, one, occasion),
        is_finished=is_finished,
        at=MOMENTS[occasion],
    )


def shown_to(test: OutcomeTest, one: Participant, occasion: Occasion) -> Shown:
    """The questions that somebody has before them now."""
    return Shown(form=form_for(test, one, occasion), drawn_at=test.drawn_at)


def sent(test: OutcomeTest, one: Participant, occasion: Occasion) -> str:
    """What their page sends of that."""
    return page_says(shown_to(test, one, occasion), one, occasion)


def knowing(test: OutcomeTest, one: Participant, occasion: Occasion, *, right: int) -> dict[str, list[int]]:
    """Answers of which the first few are right, and the others wrong."""
    places = form_of(test, form_for(test, one, occasion))
    return {str(place.number): [1 if place.number <= right else 2] for place in places}
