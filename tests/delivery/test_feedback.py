"""Feedback is given once, nobody can find out by whom, and of few answers nothing is told."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from balai.audit.models import Deed
from balai.delivery.enums import FeedbackKind
from balai.delivery.models import FeedbackAnswer, FeedbackToken
from balai.delivery.queries.feedback import pulses_of, results_of
from balai.delivery.queries.questionnaires import questionnaire, questions_of
from balai.delivery.rules.feedback import open_to, share_between
from balai.delivery.services.feedback import answer_feedback
from balai.kernel.refusal import RuleViolationError
from balai.programmes.models import Module, Outcome
from tests.delivery.factories import EIGHT

if TYPE_CHECKING:
    from tests.delivery.factories import Delivered

LUNCH = EIGHT + dt.timedelta(hours=5)
PULSE = {"useful": "5", "clear": "4", "pace": "fast", "level": "right", "applies": "partly"}


def say(world: Delivered, number: int, **more: Any) -> None:
    values: dict[str, Any] = {"kind": FeedbackKind.PULSE, "given": PULSE, "slot": world.slot(), "at": LUNCH}
    answer_feedback(participant=world.people[number], **(values | more))


def end_of(world: Delivered) -> dt.datetime:
    assert world.edition.ends_on is not None
    return dt.datetime.combine(world.edition.ends_on, dt.time(9), dt.UTC)


def test_neither_keys_nor_rows_nor_transactions_lead_from_who_answered_to_what(world: Delivered) -> None:
    """All answers are of one transaction, the last, and no column of theirs is about a person or a moment."""
    told = Deed.objects.count()
    for number in range(4):
        say(world, number, voice=f"word {number}")

    rows = list(FeedbackAnswer.objects.all())
    columns = {field.column for field in FeedbackAnswer._meta.fields}
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT (xmin::text, cmin::text)) FROM balai_feedback_answer")
        (batches,) = cursor.fetchone()
    assert {UUID(str(one.pk)).version for one in (*rows, *FeedbackToken.objects.all())} == {4}
    assert columns == {"id", "edition_id", "kind", "session_id", "given", "voice", "may_be_quoted"}
    assert {field.column for field in FeedbackToken._meta.fields} == {
        "id", "edition_id", "kind", "session_id", "participant_id",
    }  # fmt: skip
    assert batches == 1
    assert sorted(one.voice for one in rows) == ["word 0", "word 1", "word 2", "word 3"]
    assert Deed.objects.count() == told


def test_an_order_is_none(world: Delivered) -> None:
    """Laid down anew each time: the last of four lies last in fewer than all of twenty runs."""
    places = set()
    for _turn in range(20):
        with transaction.atomic():
            for number in range(4):
                say(world, number, voice=str(number))
            with connection.cursor() as cursor:
                cursor.execute("SELECT voice FROM balai_feedback_answer ORDER BY ctid")
                places.add([voice for (voice,) in cursor.fetchall()].index("3"))
            transaction.set_rollback(True)

    assert len(places) > 1


def test_nobody_answers_twice_nor_elsewhere_nor_later(world: Delivered) -> None:
    say(world, 0)

    refused: dict[str, dict[str, Any]] = {
        "feedback.twice": {},
        "feedback.too_late": {"at": LUNCH + dt.timedelta(days=4)},
        "feedback.too_early": {"at": EIGHT},
        "feedback.other_questions": {"given": {"useful": "6"}},
        "feedback.nothing": {"given": {}, "voice": " "},
    }
    for code, more in refused.items():
        with pytest.raises(RuleViolationError, match=code), transaction.atomic():
            say(world, 0, **more)
    assert (FeedbackAnswer.objects.count(), FeedbackToken.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError, match="feedback_once"), transaction.atomic():
        FeedbackToken.objects.create(
            edition=world.edition, kind="pulse", session=world.slot().session, participant=world.people[0]
        )


def test_the_database_refuses_keys_that_tell_the_time(world: Delivered) -> None:
    with pytest.raises(IntegrityError, match="key_tells_no_time"), transaction.atomic():
        FeedbackAnswer.objects.create(
            pk=UUID("0190a0a0-0000-7000-8000-000000000a01"), edition=world.edition, kind="end"
        )


def test_what_waits_goes_when_it_is_answered(world: Delivered) -> None:
    one = world.people[0]
    assert (FeedbackKind.PULSE, "LEC-1") in [(k, s and s.session.code) for k, s in open_to(one, at=LUNCH)]
    say(world, 0)

    assert "LEC-1" not in [slot.session.code for _kind, slot in open_to(one, at=LUNCH) if slot]
    assert [kind for kind, slot in open_to(one, at=end_of(world)) if slot is None] == ["midway", "end"]


def test_the_last_questions_are_about_what_was_there(world: Delivered) -> None:
    Outcome.objects.create(edition=world.edition, code="LO-1", statement={"en": "Plan a workshop"})
    Module.objects.create(edition=world.edition, code="M-1", title={"en": "Metal"})

    asked = questions_of(questionnaire(FeedbackKind.END, world.edition))

    assert {"outcome:LO-1:before", "outcome:LO-1:after", "module:M-1", "centre:bblm:safety"} <= asked.keys()
    assert str(asked["outcome:LO-1:before"].label) == "Plan a workshop: before"
    assert len(asked) == len({*asked})


def test_results_count_what_was_chosen_and_what_was_left_out(world: Delivered) -> None:
    for number, given in enumerate(({"useful": "5"}, {"useful": "4", "pace": "fast"}, {"useful": "2"})):
        say(world, number, given=given)

    answers, ((_part, rows),) = results_of(world.edition, FeedbackKind.PULSE)
    ((slot, number, _each),) = pulses_of(world.edition)

    told = {one.question.key: (one.number, one.good, list(one.counts)) for one in rows}
    assert len(answers) == 3
    assert told["useful"] == (3, 2, [0, 1, 0, 1, 1])
    assert told["pace"] == (1, 0, [0, 0, 1])
    assert (slot.session.code, number) == ("LEC-1", 3)


@pytest.mark.parametrize(
    ("good", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 5, 0.0, 0.4345), (5, 5, 0.5655, 1.0), (81, 263, 0.2553, 0.3662)],
)
def test_intervals_are_wilsons(good: int, of: int, low: float, high: float) -> None:
    """The last is the example of Newcombe (1998), Statistics in Medicine 17, 857-872, method 3."""
    assert share_between(good, of) == pytest.approx((low, high), abs=5e-5)
