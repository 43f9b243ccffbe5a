"""What tests are tried with: an edition in which the visitor takes part or teaches, and a foreign one."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.delivery.enums import Occasion
from balai.delivery.models import AnswerSheet, BankQuestion, FormQuestion, OutcomeTest, QuestionOption
from balai.kernel import clock
from balai.programmes.models import Outcome
from tests.delivery.outcome_tests import sent
from tests.permissions.objects.delivery import held
from tests.permissions.objects.materials import foreign_session
from tests.permissions.world import MARKER, Aim, aims
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from tests.permissions.world import World


def drawn(edition: Edition, text: str = "Which?") -> OutcomeTest:
    """A test that is open today, with one question in each form."""
    outcome = Outcome.objects.create(edition=edition, code="O1", statement={"en": text})
    today = clock.now().date()
    day = dt.timedelta(days=1)
    test = OutcomeTest.objects.create(
        edition=edition,
        before_from=today - day,
        before_until=today + day,
        after_from=today + 2 * day,
        after_until=today + 3 * day,
        drawn_at=clock.now(),
        drawn_by="system",
    )
    for form in "AB":
        question = BankQuestion.objects.create(
            edition=edition, outcome=outcome, code=f"Q-{form}", text={"en": text}
        )
        for number in (1, 2):
            QuestionOption.objects.create(
                question=question, number=number, text={"en": text}, is_right=number == 1
            )
        FormQuestion.objects.create(test=test, form=form, number=1, question=question)
    return test


@aims("delivery:tests")
def ones_own_tests(world: World) -> Aim:
    there = held()
    participant(there.edition, 2, person=world.person)
    drawn(there.edition)
    return Aim()


@aims("delivery:test")
def answering(world: World) -> Aim:
    there = held()
    one = participant(there.edition, 2, person=world.person)
    test = drawn(there.edition)
    foreign = foreign_session().edition
    drawn(foreign, MARKER)
    return Aim(
        own={"code": there.edition.code, "occasion": "before"},
        foreign={"code": foreign.code, "occasion": "before"},
        data={"1": "1", "deed": "save", "shown": sent(test, one, Occasion.BEFORE)},
        effect=lambda _seen: AnswerSheet.objects.exists(),
    )


@aims("delivery:test_bank")
def the_bank(world: World) -> Aim:
    edition = held().edition
    Outcome.objects.create(edition=edition, code="O1", statement={"en": MARKER})
    outcome = Outcome.objects.get(edition=edition, code="O1")
    BankQuestion.objects.create(edition=edition, outcome=outcome, code="Q-1", text={"en": MARKER})
    return Aim(
        own={"code": edition.code},
        data={
            "before_from": "2018-07-18",
            "before_until": "2018-07-19",
            "after_from": "2018-07-29",
            "after_until": "2018-07-30",
            "seed": "7",
        },
        effect=lambda _seen: OutcomeTest.objects.filter(seed=7).exists(),
    )


def _question(edition: Edition, text: str = "Which?") -> BankQuestion:
    outcome = Outcome.objects.create(edition=edition, code="O1", statement={"en": text})
    question = BankQuestion.objects.create(edition=edition, outcome=outcome, code="Q-1", text={"en": text})
    for number in (1, 2):
        QuestionOption.objects.create(
            question=question, number=number, text={"en": text}, is_right=number == 1
        )
    return question


def _said(question: BankQuestion) -> dict[str, str]:
    answers = {"answer_1_en": "So", "answer_2_en": "Not so", "right_1": "on"}
    return {"outcome": str(question.outcome_id), "text_en": "Better?", **answers}


@aims("delivery:test_question_add")
def adding_a_question(world: World) -> Aim:
    question = _question(held().edition)
    return Aim(
        own={"code": question.edition.code},
        data=_said(question) | {"code": "Q-2"},
        effect=lambda _seen: BankQuestion.objects.filter(code="Q-2").exists(),
    )


@aims("delivery:test_question")
def correcting_a_question(world: World) -> Aim:
    question = _question(held().edition, MARKER)
    return Aim(
        own={"code": question.edition.code, "key": question.pk},
        data=_said(question),
        effect=lambda _seen: BankQuestion.objects.filter(text__en="Better?").exists(),
    )


@aims("delivery:test_draw")
def drawing(world: World) -> Aim:
    edition = held().edition
    test = drawn(edition)
    FormQuestion.objects.all().delete()
    OutcomeTest.objects.filter(pk=test.pk).update(drawn_at=None, drawn_by="")
    return Aim(own={"code": edition.code}, effect=lambda _seen: FormQuestion.objects.count() == 2)


@aims("delivery:test_gains", "delivery:test_gains_xlsx", "api:list_test_gains")
def what_was_gained(world: World) -> Aim:
    own = held(trainer=world.person).edition
    foreign = foreign_session().edition
    drawn(own)
    drawn(foreign, MARKER)
    return Aim(own={"code": own.code}, foreign={"code": foreign.code})
