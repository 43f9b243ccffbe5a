"""Tests before and after: drawn in two parallel forms, answered once each, and told with n and interval."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from balai.delivery.adapters import lights
from balai.delivery.adapters.outcome_tests import SheetEraser, told_gains
from balai.delivery.enums import Occasion, ParallelForm
from balai.delivery.forms.outcome_tests import was_shown
from balai.delivery.models import AnswerSheet, BankQuestion, FormQuestion, OutcomeTest
from balai.delivery.queries.outcome_tests import form_of, outcome_tests_of
from balai.delivery.rules.gains import (
    drawn_forms,
    first_forms,
    gain_of,
    interval_of_mean,
    shares_by_outcome,
)
from balai.delivery.services.outcome_tests import (
    OTHER,
    draw_forms,
    form_for,
    gains_of,
    save_answers,
    set_test_days,
)
from balai.delivery.services.question_bank import change_question
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.selection.enums import EndReason, ParticipantState
from balai.selection.services.participating import end_participation
from tests.delivery.outcome_tests import AFTER_ON, BEFORE_ON, a_bank, a_test, answer, knowing, sent, shown_to
from tests.people.factories import AccountFactory, account_with
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.delivery.rules.outcome_tests import Shown
    from balai.selection.models import Participant
    from tests.delivery.factories import Delivered

NOON = dt.timedelta(hours=5)
"""By UTC; noon in Jakarta."""


# --- plain numbers --------------------------------------------------------------------------------------


def test_the_interval_is_that_of_every_group_that_could_be_drawn() -> None:
    """Of four persons there are 256 groups: the percentiles of their means are known exactly."""
    values = [0.0, 0.5, 0.5, 1.0]
    means = sorted(sum(each) / 4 for each in itertools.product(values, repeat=4))

    found = interval_of_mean(values, seed=1)

    assert found is not None
    assert found == pytest.approx((means[int(0.025 * 256)], means[int(0.975 * 256)]), abs=1e-9)
    assert found == interval_of_mean(values, seed=1)


def test_the_interval_of_many_is_that_of_the_normal_distribution() -> None:
    """100 persons, half of whom gained: 0.5 and 1.96 times the root of 0.25 / 100 to each side."""
    low, high = interval_of_mean([0.0, 1.0] * 50, seed=2) or (0.0, 0.0)

    assert (low, high) == pytest.approx((0.402, 0.598), abs=0.02)


def test_a_gain_is_of_those_who_answered_both_times() -> None:
    found = gain_of({"a": 0.0, "b": 0.5, "c": 1.0}, {"a": 1.0, "b": 0.5}, seed=1)

    assert (found.before, found.after, found.number, found.gain) == ((3, 0.5), (2, 0.75), 2, 0.5)
    alone = gain_of({"a": 0.0}, {"a": 1.0}, seed=1)
    assert (alone.number, alone.gain, alone.low, alone.high) == (1, 1.0, None, None)
    nobody = gain_of({}, {"a": 1.0}, seed=1)
    assert (nobody.before, nobody.number, nobody.gain) == ((0, None), 0, None)


def test_forms_are_balanced_by_outcome_and_the_same_for_the_same_seed() -> None:
    bank = {"O1": list("abcde"), "O2": list("fg"), "O3": ["h"]}

    form_a, form_b = drawn_forms(bank, seed=3)

    outcome = {key: code for code, keys in bank.items() for key in keys}
    assert Counter(outcome[key] for key in form_a) == Counter(outcome[key] for key in form_b)
    assert Counter(outcome[key] for key in form_a) == {"O1": 2, "O2": 1}
    assert not {*form_a} & {*form_b}
    assert drawn_forms(bank, seed=3) == (form_a, form_b)
    assert any(drawn_forms(bank, seed=seed) != (form_a, form_b) for seed in range(4, 9))
    lots = first_forms(map(str, range(21)), seed=3)
    assert sorted(Counter(lots.values()).values()) == [10, 11]


def test_shares_count_what_was_left_out_as_not_right() -> None:
    marks = [("a", "O1", True), ("a", "O1", False), ("b", "O1", True), ("a", "O2", False)]

    assert shares_by_outcome(marks) == {"O1": {"a": 0.5, "b": 1.0}, "O2": {"a": 0.0}}


# --- the bank -------------------------------------------------------------------------------------------


def test_questions_are_written_and_corrected_on_pages(world: Delivered) -> None:
    test = a_test(world)
    client = Client()
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=world.edition.scope))
    code, outcome = world.edition.code, test.edition.outcomes.get(code="O1")
    said = {
        "outcome": str(outcome.pk),
        "code": "Q1-9",
        "text_en": "How fast?",
        "answer_1_en": "Slowly",
        "answer_2_en": "Quickly",
        "right_2": "on",
        "source": "Assumed",
    }
    add = reverse("delivery:test_question_add", args=[code])

    assert client.post(add, said | {"right_1": "on"}).status_code == 409  # all of them are right
    assert client.post(add, said | {"right_4": "on"}).status_code == 422
    assert client.post(add, said | {"code": "Q1-1"}).status_code == 422  # there is one
    answer = client.post(add, said)
    assert answer["Location"] == f"{reverse('delivery:test_bank', args=[code])}?outcome=O1"
    added = BankQuestion.objects.get(code="Q1-9")
    assert (added.order, added.right) == (3, frozenset({2}))

    page = reverse("delivery:test_question", args=[code, added.pk])
    form = client.get(page).context["form"]
    assert (form["text"].value(), form["right_2"].value()) == (added.text, True)
    client.post(page, said | {"text_en": "How quickly?"})
    added.refresh_from_db()
    assert (str(added.text), added.version) == ("How quickly?", 1)

    drawn = FormQuestion.objects.select_related("question__outcome")[0].question
    page = reverse("delivery:test_question", args=[code, drawn.pk])
    assert client.post(page, said | {"outcome": str(drawn.outcome_id)}).status_code == 302
    newest = BankQuestion.objects.get(code=drawn.code, superseded_at=None)
    assert (newest.version, str(newest.text), newest.order) == (2, "How fast?", drawn.order)
    assert client.get(page).status_code == 404  # it is no more in force
    with pytest.raises(RuleViolationError, match=r"test\.superseded"):
        change_question(question=drawn, values={"text": {"en": "Late?"}}, actor="system", at=AT)
    shown = client.get(reverse("delivery:test_bank", args=[code]), {"outcome": "O1"})
    assert {one.outcome.code for one, _place in shown.context["rows"]} == {"O1"}
    assert [(one.code, each, left) for one, each, left in shown.context["outcomes"]] == [
        ("O1", 1, 1),
        ("O2", 1, 0),
    ]


def test_the_board_tells_what_the_tests_still_need(world: Delivered) -> None:
    def told(at: dt.datetime) -> tuple[list[str], int, int]:
        light = lights.tests_light(world.edition, at=at)
        return [str(one.what) for one in light.open], light.ready, light.of

    assert told(AT) == ([], 0, 0)
    test = a_test(world, is_drawn=False)
    assert told(AT) == (["Draw the forms of the tests"], 0, 0)
    draw_forms(test=test, actor=world.sari, at=AT)
    assert told(AT) == ([], 0, 0)
    test = OutcomeTest.objects.select_related("edition").get()
    answer(test, world.people[0], Occasion.BEFORE)
    assert told(BEFORE_ON) == (["Have it answered: Test before the course"], 1, 4)
    assert told(BEFORE_ON + dt.timedelta(days=1)) == ([], 1, 4)
    for one in world.people:
        answer(test, one, Occasion.AFTER)
    assert told(AFTER_ON) == ([], 4, 4)
    end_participation(
        participant_id=world.people[3].pk,
        to=ParticipantState.WITHDRAWN,
        why=EndReason.HEALTH,
        note="",
        actor=world.sari,
        at=AFTER_ON,
    )
    assert told(AFTER_ON) == ([], 3, 3)
    OutcomeTest.objects.update(
        before_from=BEFORE_ON + dt.timedelta(days=1), before_until=BEFORE_ON.date() + dt.timedelta(days=1)
    )
    assert told(AT)[0] == ["Open the test before on the first day"]


def test_a_question_that_was_drawn_is_superseded_and_never_changed(world: Delivered) -> None:
    test = a_test(world)
    drawn = FormQuestion.objects.select_related("question").first()
    assert drawn is not None
    question = drawn.question

    change_question(question=question, values={"text": {"en": "Better?"}}, actor="system", at=AT)

    newest = BankQuestion.objects.get(code=question.code, superseded_at=None)
    drawn.refresh_from_db()
    assert (newest.version, str(newest.text), newest.options.count()) == (2, "Better?", 3)
    assert (drawn.question_id, str(drawn.question.text)) == (question.pk, str(question.text))
    with pytest.raises(IntegrityError, match="bank_question_stays"), transaction.atomic():
        BankQuestion.objects.filter(pk=question.pk).update(source="Another")
    with pytest.raises(IntegrityError, match="question_option_stays"), transaction.atomic():
        question.options.update(is_right=True)
    assert len(form_of(test, ParallelForm.A)) == 2


def test_what_is_not_drawn_is_changed_as_it_is(world: Delivered) -> None:
    (question, *_rest) = a_bank(world)
    options: list[dict[str, Any]] = [{"text": {"en": "Yes"}, "is_right": True}, {"text": {"en": "No"}}]
    change_question(question=question, values={"options": options}, actor="system", at=AT)

    assert BankQuestion.objects.get(code=question.code).options.count() == 2
    for wrong in ([], options[:1], [options[0]] * 2, [options[1]] * 2):
        with pytest.raises(RuleViolationError, match=r"test\.options"), transaction.atomic():
            change_question(question=question, values={"options": wrong}, actor="system", at=AT)


# --- answering ------------------------------------------------------------------------------------------


def test_who_had_one_form_before_has_the_other_after(world: Delivered) -> None:
    test = a_test(world)
    first = {one.pk: form_for(test, one, Occasion.BEFORE) for one in world.people}
    for one in world.people:
        answer(test, one, Occasion.BEFORE)

    assert sorted(Counter(first.values()).values()) == [2, 2]
    assert all(form_for(test, one, Occasion.AFTER) != first[one.pk] for one in world.people)
    for one in world.people:
        answer(test, one, Occasion.AFTER)
    assert AnswerSheet.objects.values("pair").distinct().count() == 4


def test_answers_are_taken_in_time_once_and_only_to_what_was_asked(world: Delivered) -> None:
    test = a_test(world)
    one = world.people[0]
    saved = answer(test, one, Occasion.BEFORE, given={"1": [1, 9], "99": [1]}, is_finished=False)
    assert saved.given == {"1": [1]}
    answer(test, one, Occasion.BEFORE)

    midnight = BEFORE_ON - dt.timedelta(hours=7)
    late = dt.timedelta(days=1)
    for code, occasion, at in (
        ("test.handed_in", Occasion.BEFORE, BEFORE_ON),
        ("test.too_late", Occasion.BEFORE, midnight + late),
        ("test.too_early", Occasion.AFTER, BEFORE_ON),
    ):
        with pytest.raises(RuleViolationError, match=code):
            save_answers(
                participant=one,
                test=test,
                occasion=occasion,
                given={},
                shown=shown_to(test, one, occasion),
                is_finished=False,
                at=at,
            )
    with pytest.raises(IntegrityError, match="answer_sheet_stays"), transaction.atomic():
        AnswerSheet.objects.update(given={"1": [2]})
    with pytest.raises(RuleViolationError, match=r"test\.answered"):
        draw_forms(test=test, actor=world.sari, at=AT)


def test_a_page_saves_itself_works_without_scripts_and_tells_the_result_after_the_close(
    world: Delivered,
) -> None:
    test = a_test(world)
    one = world.people[0]
    client, account = Client(), AccountFactory.create(person=one.person)
    address = reverse("delivery:test", args=[world.edition.code, "before"])
    page_of = {"shown": sent(test, one, Occasion.BEFORE)}

    with time_machine.travel(BEFORE_ON, tick=False):
        client.force_login(account)
        page = client.get(address).content.decode()
        assert 'hx-trigger="change"' in page
        assert f'value="{page_of["shown"]}"' in page
        by_itself = client.post(address, {"1": "1"} | page_of, headers={"HX-Request": "true"})
        assert (by_itself.status_code, by_itself.content) == (200, b"Saved at 12:00.")
        assert client.post(address, {"1": "1", "2": "2"} | page_of).status_code == 302
        page = client.get(address).content.decode()
        assert page.count(" checked") == 2
        assert "Because" not in page
    with time_machine.travel(BEFORE_ON + dt.timedelta(days=1), tick=False):
        client.force_login(account)
        assert client.post(address, {"1": "2"} | page_of, headers={"HX-Request": "true"}).status_code == 409
        result = client.get(address).content.decode()
    assert AnswerSheet.objects.get().given == {"1": [1], "2": [2]}
    assert "1 of 2 right" in result
    assert result.count("Because") == 2
    assert outcome_tests_of(world.edition) == test


def test_what_is_sent_too_early_is_answered_without_a_question(world: Delivered) -> None:
    test = a_test(world)
    one = world.people[0]
    client, account = Client(), AccountFactory.create(person=one.person)
    address = reverse("delivery:test", args=[world.edition.code, "after"])
    wrong = {"1": "99", "shown": sent(test, one, Occasion.AFTER)}
    with time_machine.travel(BEFORE_ON, tick=False):
        client.force_login(account)
        page = client.post(address, wrong)
        by_itself = client.post(address, wrong, headers={"HX-Request": "true"})

    assert (page.status_code, by_itself.status_code) == (409, 409)
    assert "This test is not open yet." in page.content.decode()
    assert "Question " not in page.content.decode()
    assert by_itself.content == b"This test is not open yet."


def test_answers_are_kept_with_the_questions_that_were_shown_or_not_at_all(world: Delivered) -> None:
    test = a_test(world)
    one, other = world.people[:2]
    shown = shown_to(test, one, Occasion.BEFORE)
    mirror = replace(shown, form=OTHER[ParallelForm(shown.form)])

    def save(person: Participant, which: Occasion, before_them: Shown, at: dt.datetime) -> AnswerSheet:
        return save_answers(
            participant=person, test=test, occasion=which, given={}, shown=before_them,
            is_finished=False, at=at,
        )  # fmt: skip

    # The list of participants changed after the page was opened: who begins with what shifts.
    assert save(one, Occasion.BEFORE, mirror, BEFORE_ON).form == mirror.form
    changed = replace(shown, drawn_at=AT - dt.timedelta(hours=1))
    for person, which, before_them, at in (
        (one, Occasion.BEFORE, shown, BEFORE_ON),
        (one, Occasion.AFTER, mirror, AFTER_ON),
        (other, Occasion.BEFORE, changed, BEFORE_ON),
        (other, Occasion.BEFORE, was_shown("A", other, Occasion.BEFORE), BEFORE_ON),
        (
            other,
            Occasion.BEFORE,
            was_shown(sent(test, one, Occasion.BEFORE), other, Occasion.BEFORE),
            BEFORE_ON,
        ),
    ):
        with pytest.raises(RuleViolationError, match=r"test\.changed"):
            save(person, which, before_them, at)
    assert save(one, Occasion.AFTER, shown, AFTER_ON).form == shown.form


def test_forms_are_drawn_anew_until_the_test_before_begins(world: Delivered) -> None:
    test = a_test(world)
    midnight = BEFORE_ON - dt.timedelta(hours=12)
    draw_forms(test=test, actor=world.sari, at=midnight - dt.timedelta(seconds=1))

    with pytest.raises(RuleViolationError, match=r"test\.begun"):
        draw_forms(test=test, actor=world.sari, at=midnight)


# --- what they tell -------------------------------------------------------------------------------------


def test_gains_are_told_to_the_office_and_to_trainers_only_of_five(world: Delivered) -> None:
    test = a_test(world)
    for one in world.people:
        answer(test, one, Occasion.BEFORE, given=knowing(test, one, Occasion.BEFORE, right=0))
        answer(test, one, Occasion.AFTER, given=knowing(test, one, Occasion.AFTER, right=2))

    (outcome, gain), (_other, _gain) = gains_of(test)
    assert (outcome.code, gain.before, gain.after, gain.number, gain.gain) == (
        "O1",
        (4, 0.0),
        (4, 1.0),
        4,
        1.0,
    )
    assert [one.is_told for one in told_gains(test, fewest=1)] == [True, True]
    address = reverse("delivery:test_gains", args=[world.edition.code])
    pages = {}
    trainer = world.slot().people.get().resource_person.person
    accounts = {
        "office": account_with(Role.PROGRAMME_OFFICER),
        "trainer": AccountFactory.create(person=trainer),
        "participant": AccountFactory.create(person=world.people[0].person),
    }
    for name, account in accounts.items():
        client = Client()
        client.force_login(account)
        pages[name] = client.get(address)
        book = client.get(reverse("delivery:test_gains_xlsx", args=[world.edition.code]))
        assert book.status_code == pages[name].status_code
    assert "+100" in pages["office"].content.decode()
    assert "+100" not in pages["trainer"].content.decode()
    assert "n = 4" in pages["trainer"].content.decode()
    assert pages["participant"].status_code == 404


def test_trainers_cannot_work_out_what_one_person_answered(world: Delivered) -> None:
    """Of four and a fifth who answered only before, the fifth's share is what all have more than the four."""
    test = a_test(world)
    for one in world.people:
        answer(test, one, Occasion.BEFORE)
        if one != world.people[0]:
            answer(test, one, Occasion.AFTER)

    assert [one.is_told for one in told_gains(test, fewest=2)] == [False, False]
    assert [one.is_told for one in told_gains(test, fewest=1)] == [True, True]
    answer(test, world.people[0], Occasion.AFTER)
    assert [one.is_told for one in told_gains(test, fewest=2)] == [True, True]


def test_sheets_taken_off_a_person_still_tell_a_gain(world: Delivered) -> None:
    test = a_test(world)
    one = world.people[0]
    for occasion in Occasion:
        answer(test, one, occasion)
    before = gains_of(test)

    assert SheetEraser()([one.person], at=AT) == 2
    assert SheetEraser()([one.person], at=AT) == 0
    assert gains_of(test) == before
    assert not AnswerSheet.objects.filter(participant__isnull=False).exists()


@pytest.mark.parametrize("outcomes", [1, 3])
def test_the_bank_asks_as_many_questions_for_three_as_for_one(
    world: Delivered, django_assert_num_queries: DjangoAssertNumQueries, outcomes: int
) -> None:
    a_bank(world, outcomes=outcomes)
    client = Client()
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = reverse("delivery:test_bank", args=[world.edition.code])
    client.get(address)
    with django_assert_num_queries(QUESTIONS):
        assert client.get(address).status_code == 200


QUESTIONS = 11


def test_days_are_in_order_and_the_draw_needs_a_bank(world: Delivered) -> None:
    test = a_test(world, questions=0, is_drawn=False)
    with pytest.raises(RuleViolationError, match=r"test\.no_questions"):
        draw_forms(test=test, actor=world.sari, at=AT)
    days = {
        name: getattr(test, name) for name in ("before_from", "before_until", "after_from", "after_until")
    }
    with pytest.raises(Exception, match="ends before"):
        set_test_days(
            edition=world.edition,
            days=days | {"after_from": test.before_from},
            seed=1,
            actor=world.sari,
            at=AT,
        )
    assert OutcomeTest.objects.get().after_from == test.after_from
