"""When tests can be answered, what a question needs, and from how many answers on something is told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Occasion
from balai.delivery.rules.presence import KEEPERS, OVER, READERS
from balai.kernel.refusal import Refusal
from balai.programmes.queries.scopes import covers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from balai.delivery.models import AnswerSheet, BankQuestion, OutcomeTest
    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

__all__ = ["KEEPERS", "READERS"]

FEWEST = 5
"""Of fewer people trainers are told nothing: one could guess who knew what. As with feedback; assumed."""
MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Which questions somebody had before them, as their page says.

    Attributes:
        form: its letter.
        drawn_at: by which draw; None of a page that does not say.
    """

    form: str
    drawn_at: datetime | None


def window(test: OutcomeTest, occasion: str) -> tuple[datetime, datetime]:
    """From when until when a test is open, by the clock of the edition; ``edition`` is fetched with it."""
    first, last = (
        (test.before_from, test.before_until)
        if occasion == Occasion.BEFORE
        else (test.after_from, test.after_until)
    )
    zone = ZoneInfo(test.edition.time_zone)
    return datetime.combine(first, time.min, zone), datetime.combine(last, time.max, zone)


def may_answer_test(
    participant: Participant, test: OutcomeTest, occasion: str, sheet: AnswerSheet | None, *, at: datetime
) -> Refusal | None:
    """Participants, while it is open, until they have handed it in."""
    if not participant.is_confirmed:
        return Refusal("test.left", _("This is for those who take part."))
    if test.drawn_at is None:
        return Refusal("test.not_drawn", _("The questions of this test are not drawn yet."))
    first, last = window(test, occasion)
    if at < first:
        return Refusal("test.too_early", _("This test is not open yet."))
    if at > last:
        return Refusal("test.too_late", _("The time for this test is over. What you had saved counts."))
    if sheet is not None and sheet.handed_in_at is not None:
        return Refusal("test.handed_in", _("You have handed this test in."))
    return None


def must_be_what_was_shown(
    test: OutcomeTest, sheets: Mapping[str, AnswerSheet], occasion: str, *, shown: Shown
) -> Refusal | None:
    """Answers are to the questions that were shown: of this draw, and after of the other form than before."""
    sheet = sheets.get(occasion)
    fits = shown.form == sheet.form if sheet else all(shown.form != other.form for other in sheets.values())
    if fits and shown.drawn_at == test.drawn_at:
        return None
    return Refusal("test.changed", _("The questions changed after you opened this page. Open the test anew."))


def may_see_result(test: OutcomeTest, occasion: str, *, at: datetime) -> Refusal | None:
    """After the close, so that nobody hands answers on."""
    if at > window(test, occasion)[1]:
        return None
    return Refusal("test.still_open", _("Results are shown once the test is closed for everybody."))


def may_keep_tests(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """Programme officers of the edition, until it is reported."""
    if not covers(grants, KEEPERS, edition):
        return Refusal("test.not_yours", _("A programme officer of this edition does this."))
    return must_be_going_on(edition)


def must_be_going_on(edition: Edition) -> Refusal | None:
    """The bank of an edition stays as it was when that was reported, or cancelled."""
    if edition.status in OVER:
        return Refusal("test.over", _("This edition is over. Its tests stay as they are."))
    return None


def must_be_in_force(question: BankQuestion) -> Refusal | None:
    """Two who correct a question at once make one newer version, and the second is told."""
    if question.superseded_at is None:
        return None
    return Refusal(
        "test.superseded", _("A newer version has taken the place of this question. Correct that one.")
    )


def may_draw(test: OutcomeTest, *, has_answers: bool, at: datetime) -> Refusal | None:
    """Anew too, until the first test has begun, for then somebody may have seen them, or it was answered."""
    if has_answers:
        return Refusal("test.answered", _("Somebody has answered already. The forms stay as they are."))
    if test.drawn_at is not None and at >= window(test, Occasion.BEFORE)[0]:
        return Refusal("test.begun", _("The test before has begun. The forms stay as they are."))
    return None


def must_have_questions(number: int) -> Refusal | None:
    """Two of one outcome at least: one for each form."""
    if number:
        return None
    return Refusal(
        "test.no_questions", _("The bank needs two questions of an outcome at least: one for each form.")
    )


def must_be_answerable(options: Sequence[Mapping[str, Any]]) -> Refusal | None:
    """Two to eight options, of which one is right, and not all."""
    right = sum(bool(one.get("is_right")) for one in options)
    if 2 <= len(options) <= MOST_OPTIONS and 0 < right < len(options):
        return None
    return Refusal(
        "test.options", _("A question has two to eight answers, of which one is right at least, and not all.")
    )
