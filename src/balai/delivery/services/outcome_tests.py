"""Tests before and after: when they are open, their forms drawn, answers saved and handed in, and let go."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.delivery.enums import Occasion, ParallelForm
from balai.delivery.models import AnswerSheet, FormQuestion, OutcomeTest
from balai.delivery.queries.outcome_tests import bank_of, form_of, marks_of
from balai.delivery.rules.gains import drawn_forms, first_forms, gain_of, shares_by_outcome
from balai.delivery.rules.outcome_tests import (
    may_answer_test,
    may_draw,
    must_be_going_on,
    must_be_what_was_shown,
    must_have_questions,
)
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from balai.delivery.rules.gains import Gain
    from balai.delivery.rules.outcome_tests import Shown
    from balai.people.models import Person
    from balai.programmes.models import Outcome
    from balai.selection.models import Participant

OTHER = {ParallelForm.A: ParallelForm.B, ParallelForm.B: ParallelForm.A}


@transaction.atomic
def set_test_days(
    *, edition: Edition, days: Mapping[str, dt.date], seed: int, actor: Person, at: datetime
) -> OutcomeTest:
    """Say on which days the tests are open, and by which number their forms are drawn.

    Args:
        edition: of which.
        days: ``before_from``, ``before_until``, ``after_from`` and ``after_until``.
        seed: of the lots; what was drawn already stays as it was.
        actor: who.
        at: the moment.

    Raises:
        RuleViolationError: ``test.over``.
        ValidationError: the days are not in order.
    """
    locked = Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=edition.pk)
    enforce(must_be_going_on(locked))
    test = OutcomeTest.objects.filter(edition=locked).first() or OutcomeTest(edition=locked)
    for name, day in days.items():
        setattr(test, name, day)
    if test.drawn_at is None:
        test.seed = seed
    test.full_clean(exclude=["drawn_at"])
    test.save()
    _tell(locked, "days_set", actor=actor, at=at, **{name: str(day) for name, day in days.items()})
    return test


@transaction.atomic
def draw_forms(*, test: OutcomeTest, actor: Person, at: datetime) -> OutcomeTest:
    """Draw two parallel forms from the bank; anew too, until the first test has begun or was answered.

    Raises:
        RuleViolationError: ``test.over``, ``test.answered``, ``test.begun`` or ``test.no_questions``.
    """
    # As whoever changes a question does, so that none is changed while it is drawn.
    Edition.objects.select_for_update(of=("self",), no_key=True).get(pk=test.edition_id)
    locked = OutcomeTest.objects.select_for_update(of=("self",)).select_related("edition").get(pk=test.pk)
    enforce(must_be_going_on(locked.edition))
    enforce(may_draw(locked, has_answers=locked.sheets.exists(), at=at))
    by_outcome = defaultdict(list)
    for question in bank_of(locked.edition_id):
        by_outcome[question.outcome.code].append(question.pk)
    drawn = drawn_forms(by_outcome, seed=locked.seed)
    enforce(must_have_questions(len(drawn[0])))
    locked.places.all().delete()
    FormQuestion.objects.bulk_create(
        FormQuestion(test=locked, form=form, number=number, question_id=key)
        for form, keys in zip(ParallelForm, drawn, strict=True)
        for number, key in enumerate(keys, 1)
    )
    locked.drawn_at, locked.drawn_by = at, actor.reference
    locked.save(update_fields=["drawn_at", "drawn_by"])
    _tell(locked.edition, "forms_drawn", actor=actor, at=at, seed=locked.seed, questions=len(drawn[0]))
    return locked


def form_for(test: OutcomeTest, participant: Participant, occasion: str) -> ParallelForm:
    """Which form somebody has: after, the other than before."""
    sheets = {one.occasion: one for one in AnswerSheet.objects.filter(test=test, participant=participant)}
    if occasion in sheets:
        return ParallelForm(sheets[occasion].form)
    other = next(iter(sheets.values()), None)
    if other is not None:
        return OTHER[ParallelForm(other.form)]
    keys = {*map(str, confirmed(test.edition_id).values_list("pk", flat=True)), str(participant.pk)}
    first = ParallelForm(first_forms(keys, seed=test.seed)[str(participant.pk)])
    return first if occasion == Occasion.BEFORE else OTHER[first]


@transaction.atomic
def save_answers(  # noqa: PLR0913 -- each is named where it is called
    *,
    participant: Participant,
    test: OutcomeTest,
    occasion: Occasion,
    given: Mapping[str, Collection[int]],
    shown: Shown,
    is_finished: bool,
    at: datetime,
) -> AnswerSheet:
    """Save what somebody has answered so far, all of it; or hand it in, after which it stays.

    The trail says only that a sheet was handed in.

    Args:
        participant: who answers.
        test: of their edition.
        occasion: which of the two.
        given: by the number of the question, the numbers of the chosen options; others are left out.
        shown: the questions that they had before them; a first sheet keeps its form.
        is_finished: whether it is handed in.
        at: the moment.

    Raises:
        RuleViolationError: ``test.…`` of :mod:`balai.delivery.rules.outcome_tests`.
    """
    # The row of the test: forms are not drawn anew meanwhile, and two tabs that begin at once make one sheet.
    locked = (
        OutcomeTest.objects.select_for_update(of=("self",), no_key=True)
        .select_related("edition")
        .get(pk=test.pk)
    )
    sheets = {one.occasion: one for one in AnswerSheet.objects.filter(test=locked, participant=participant)}
    sheet = sheets.get(occasion)
    enforce(may_answer_test(participant, locked, occasion, sheet, at=at))
    enforce(must_be_what_was_shown(locked, sheets, occasion, shown=shown))
    if sheet is None:
        other = next(iter(sheets.values()), None)
        sheet = AnswerSheet(test=locked, participant=participant, occasion=occasion, form=shown.form)
        if other is not None:
            sheet.pair = other.pair
    sheet.given = _asked(locked, sheet.form, given)
    sheet.saved_at = at
    sheet.handed_in_at = at if is_finished else None
    sheet.save()
    if is_finished:
        record(
            actor=participant.person.reference,
            action="test.handed_in",
            subject=participant.reference,
            at=at,
            detail={"test": occasion},
        )
    return sheet


def _asked(test: OutcomeTest, form: str, given: Mapping[str, Collection[int]]) -> dict[str, list[int]]:
    """Answers to the questions of the form, by options that they have."""
    found = {}
    for place in form_of(test, form):
        offered = {one.number for one in place.question.options.all()}
        if chosen := sorted(offered & set(given.get(str(place.number), ()))):
            found[str(place.number)] = chosen
    return found


def gains_of(test: OutcomeTest) -> list[tuple[Outcome, Gain]]:
    """What the group gained in each outcome that was asked about, in the order of the outcomes."""
    before, after = (shares_by_outcome(marks_of(test, occasion)) for occasion in Occasion)
    asked = {place.question.outcome for form in ParallelForm for place in form_of(test, form)}
    return [
        (one, gain_of(before.get(one.code, {}), after.get(one.code, {}), seed=test.seed))
        for one in sorted(asked, key=lambda one: (one.order, one.code))
    ]


def take_off_the_person(sheets: QuerySet[AnswerSheet]) -> int:
    """Let nobody know any more whose sheets these are; the two of one participant still belong together."""
    return sheets.update(participant=None)


def _tell(edition: Edition, what: str, *, actor: Person, at: datetime, **detail: str | int) -> None:
    record(
        actor=actor.reference,
        action=f"edition.test_{what}",
        subject=edition.reference,
        at=at,
        detail=detail,
    )
