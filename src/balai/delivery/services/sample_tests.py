"""The tests of the sample programme: on the first two days and on the last two, answered as people do.

How much each knew before, and how much more after, is drawn; the same seed makes the same answers. Everybody
answers both, since of one who did not, nothing could be told of the others; a few leave something out.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

from balai.delivery.enums import Occasion
from balai.delivery.queries.outcome_tests import bank_of, form_of, outcome_tests_of
from balai.delivery.rules.outcome_tests import Shown, must_be_going_on
from balai.delivery.services.outcome_tests import draw_forms, form_for, save_answers, set_test_days
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.moments import officer_of_sample

if TYPE_CHECKING:
    from balai.delivery.models import FormQuestion
    from balai.programmes.models import Edition

SEED = 2018
DRAWN = dt.datetime(2018, 7, 17, 3, tzinfo=dt.UTC)
KNOWN = {Occasion.BEFORE: 0.38, Occasion.AFTER: 0.76}
"""How likely an answer is right."""
LEFT_OUT = 0.06


def draw(edition: Edition) -> None:
    """Set the days, and draw the forms, where the bundle brought a bank."""
    edition.refresh_from_db()
    first, last = edition.starts_on, edition.ends_on
    if (
        first is None
        or last is None
        or not bank_of(edition).exists()
        or must_be_going_on(edition) is not None
    ):
        return
    day = dt.timedelta(days=1)
    test = set_test_days(
        edition=edition,
        days={
            "before_from": first,
            "before_until": first + day,
            "after_from": last - day,
            "after_until": last,
        },
        seed=SEED,
        actor=officer_of_sample(),
        at=DRAWN,
    )
    if not test.sheets.exists():
        draw_forms(test=test, actor=officer_of_sample(), at=DRAWN)


def answer(edition: Edition, occasion: Occasion, at: dt.datetime) -> None:
    """Everybody's answers of one afternoon."""
    test = outcome_tests_of(edition)
    if test is None or test.drawn_at is None or test.sheets.filter(occasion=occasion).exists():
        return
    people = confirmed(edition).select_related("person").order_by("nomination__code", "pk")
    for place, one in enumerate(people):
        draw_of_one = random.Random(f"{SEED}:{occasion}:{place}")  # noqa: S311 -- a pattern that is the same each time
        form = form_for(test, one, occasion)
        save_answers(
            participant=one,
            test=test,
            occasion=occasion,
            given={
                str(each.number): _chosen(each, KNOWN[occasion], draw_of_one)
                for each in form_of(test, form)
                if draw_of_one.random() > LEFT_OUT
            },
            shown=Shown(form=form, drawn_at=test.drawn_at),
            is_finished=True,
            at=at,
        )


def _chosen(place: FormQuestion, known: float, draw_of_one: random.Random) -> list[int]:
    question = place.question
    if draw_of_one.random() < known:
        return sorted(question.right)
    return [draw_of_one.choice([one.number for one in question.options.all() if not one.is_right])]
