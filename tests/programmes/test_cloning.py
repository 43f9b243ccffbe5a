from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from balai.audit.models import Deed
from balai.delivery.models import BankQuestion
from balai.kernel.translated import TranslatedText
from balai.programmes.enums import EditionStatus, ReservationState, RiskState
from balai.programmes.models import (
    Activity,
    BookletText,
    Deadline,
    Edition,
    Lesson,
    RubricAnchor,
)
from balai.programmes.registries import carried, parts_in_order
from balai.programmes.services.cloning import clone_edition
from balai.programmes.services.deadlines import plan_usual_deadlines
from balai.programmes.services.lessons import change_lesson, record_lesson, settle_lesson
from tests.delivery.practice import cnc_task
from tests.directory.factories import SiteFactory
from tests.programmes.factories import (
    ActivityFactory,
    ActivityMachineFactory,
    ActivityPersonFactory,
    AssessmentFactory,
    BudgetLineFactory,
    CompletionRuleFactory,
    EditionFactory,
    EligibilityRuleFactory,
    GroupFactory,
    LessonFactory,
    MandateFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    PackageItemFactory,
    PledgeFactory,
    QuotaFactory,
    ReservationFactory,
    RiskFactory,
    RubricAnchorFactory,
    RubricCriterionFactory,
    T,
    TargetFactory,
)
from tests.programmes.test_editions import faults
from tests.refusals import refusal

pytestmark = pytest.mark.usefixtures("countries")

EVERYTHING = tuple(name for name, _part in carried.items())


@pytest.fixture
def edition() -> Edition:
    """The edition of 2018, over, with a row in every part."""
    edition = EditionFactory.create(code="SMI-2018", number=3, status=EditionStatus.EVALUATED)
    MandateFactory.create(edition=edition)
    MandateFactory.create(edition=edition, pledge=PledgeFactory.create(valid_until=dt.date(2018, 12, 31)))
    OrganiserFactory.create(edition=edition, agreed_on=dt.date(2018, 1, 5), agreement="R-12")
    outcome = OutcomeFactory.create(edition=edition, code="O1")
    module = ModuleFactory.create(edition=edition, code="M1")
    module.outcomes.add(outcome)
    AssessmentFactory.create(edition=edition, code="A1").outcomes.add(outcome)
    BankQuestion.objects.create(
        edition=edition, outcome=outcome, code="Q1", text={"en": "What holds a workpiece?"}
    )
    CompletionRuleFactory.create(edition=edition, least_presence_percent=90)
    group = GroupFactory.create(edition=edition, code="A")
    safety = ActivityFactory.create(edition=edition, code="SAFETY", session_type_id="ORI", module=None)
    practice = ActivityFactory.create(
        edition=edition,
        code="CNC",
        module=module,
        earliest_on=dt.date(2018, 7, 23),
        latest_on=dt.date(2018, 7, 24),
    )
    practice.groups.add(group)
    workshop = SiteFactory.create(code="bblm")
    practice.sites.add(workshop)
    cnc_task(edition, site=workshop, machine=None, activity=practice)
    practice.after.add(safety)
    ActivityMachineFactory.create(activity=practice, count=3)
    ActivityPersonFactory.create(activity=practice)
    QuotaFactory.create(edition=edition)
    TargetFactory.create(edition=edition)
    EligibilityRuleFactory.create(edition=edition)
    RubricAnchorFactory.create(criterion=RubricCriterionFactory.create(edition=edition))
    PackageItemFactory.create(edition=edition)
    BudgetLineFactory.create(edition=edition, fiscal_year=2018)
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    edition.deadline_plans.filter(code="call").update(set_on=dt.date(2018, 3, 19))
    ReservationFactory.create(edition=edition, state=ReservationState.CONFIRMED)
    RiskFactory.create(edition=edition, state=RiskState.HAPPENED)
    BookletText.objects.create(edition=edition, chapter="travel", text={"en": "By train."})
    LessonFactory.create(edition=edition)
    return edition


def clone(edition: Edition, **more: Any) -> Edition:
    options: dict[str, Any] = {
        "code": "SMI-2019",
        "number": 4,
        "title": TranslatedText(en="Small Industry 2019"),
        "starts_on": dt.date(2019, 7, 17),
        "parts": EVERYTHING,
        "actor": "system",
        "at": T,
    } | more
    return clone_edition(edition=edition, **options)


def test_a_clone_is_an_idea_with_its_days_moved_by_whole_weeks(edition: Edition) -> None:
    new = clone(edition)

    new.refresh_from_db()
    assert (new.status, new.series, new.number, new.places) == (EditionStatus.IDEA, edition.series, 4, 20)
    assert [new.arrives_on, new.starts_on, new.ends_on, new.departs_on] == [
        dt.date(2019, 7, 17),
        dt.date(2019, 7, 17),
        dt.date(2019, 7, 29),
        dt.date(2019, 7, 29),
    ]


def test_every_part_is_carried_and_nothing_of_the_old_one_changes(edition: Edition) -> None:
    new = clone(edition)

    def inventory(of: Edition) -> dict[str, int]:
        names = [
            "organisers",
            "outcomes",
            "modules",
            "assessments",
            "groups",
            "activities",
            "quotas",
            "targets",
            "eligibility_rules",
            "rubric",
            "package",
            "budget",
            "deadline_plans",
            "reservations",
            "risks",
            "booklet_texts",
        ]
        return {name: getattr(of, name).count() for name in names}

    assert inventory(new) == inventory(edition)
    assert min(inventory(new).values()) == 1
    assert new.completion_rule.least_presence_percent == 90
    assert RubricAnchor.objects.filter(criterion__edition=new).count() == 1
    assert (
        Deadline.objects.filter(plan__edition=new).count()
        == Deadline.objects.filter(plan__edition=edition).count()
    )


def test_activities_keep_their_needs_and_point_to_the_copies(edition: Edition) -> None:
    new = clone(edition)

    practice = Activity.objects.get(edition=new, code="CNC")
    assert (practice.earliest_on, practice.latest_on) == (dt.date(2019, 7, 22), dt.date(2019, 7, 23))
    assert practice.module == new.modules.get()
    assert list(practice.groups.all()) == list(new.groups.all())
    assert [site.code for site in practice.sites.all()] == ["bblm"]
    assert list(practice.after.all()) == [Activity.objects.get(edition=new, code="SAFETY")]
    assert [need.count for need in practice.machine_needs.all()] == [3]
    assert practice.people.count() == 1
    assert list(new.modules.get().outcomes.all()) == list(new.outcomes.all())


def test_what_was_agreed_or_set_for_the_old_days_is_asked_anew(edition: Edition) -> None:
    new = clone(edition)

    assert list(new.organisers.values_list("agreed_on", "agreement")) == [(None, "")]
    assert list(new.risks.values_list("state", flat=True)) == ["open"]
    assert list(new.reservations.values_list("first_on", "state")) == [(dt.date(2019, 7, 22), "wanted")]
    assert list(new.budget.values_list("fiscal_year", flat=True)) == [2019]
    assert not new.deadline_plans.exclude(set_on=None).exists()


def test_a_mandate_that_has_ended_is_not_carried(edition: Edition) -> None:
    assert [pledge.valid_until.year for pledge in clone(edition).mandates.all() if pledge.valid_until] == [
        2020
    ]


def test_open_lessons_become_tasks_of_the_clone(edition: Edition) -> None:
    settled = LessonFactory.create(edition=edition, taken_up_in=EditionFactory.create(), done_at=T)

    new = clone(edition)

    assert list(new.lessons_taken_up.all()) == [Lesson.objects.exclude(pk=settled.pk).get()]


def test_a_lesson_that_an_edition_took_up_in_vain_goes_on(edition: Edition) -> None:
    between = EditionFactory.create(series=edition.series, status=EditionStatus.CLOSED)
    Lesson.objects.update(taken_up_in=between)

    new = clone(between, code="SMI-2020", number=5)

    assert new.lessons_taken_up.count() == 1


@pytest.mark.parametrize("part", EVERYTHING)
def test_each_part_can_be_left_out(edition: Edition, part: str) -> None:
    rest = [name for name in EVERYTHING if name != part]

    new = clone(edition, parts=rest)

    carried_here = dict(parts_in_order())[part]
    if part == "lessons":
        assert new.lessons_taken_up.count() == 0
    else:
        assert (carried_here.count(edition) > 0, carried_here.count(new)) == (True, 0)


def test_a_code_that_is_taken_is_told_at_its_field(edition: Edition) -> None:
    assert list(faults(lambda: clone(edition, code="SMI-2018"))) == ["code"]
    assert Edition.objects.count() == 1


def test_the_trail_says_from_what_a_clone_was_made(edition: Edition) -> None:
    new = clone(edition, parts=["organisers", "places"])

    deed = Deed.objects.get(action="edition.cloned")
    assert (deed.subject, deed.detail) == (
        new.reference,
        {"from": "SMI-2018", "parts": "organisers+places"},
    )


# --- lessons ------------------------------------------------------------------------------------------------


def test_a_lesson_is_recorded_corrected_and_settled(edition: Edition) -> None:
    lesson = record_lesson(
        edition=edition,
        source="Evaluation",
        text=TranslatedText(en="More practice"),
        is_demanded=True,
        actor="system",
        at=T,
    )
    change_lesson(lesson=lesson, due_on=dt.date(2019, 3, 1), actor="system", at=T)
    clone(edition)

    settle_lesson(lesson=lesson, answer=TranslatedText(en="Two days more."), actor="system", at=T)

    lesson.refresh_from_db()
    assert (lesson.done_at, str(lesson.answer), lesson.due_on) == (T, "Two days more.", dt.date(2019, 3, 1))


def test_a_lesson_is_settled_once_where_it_was_taken_up_and_with_an_answer(edition: Edition) -> None:
    lesson = Lesson.objects.get()
    done = TranslatedText(en="Done.")

    def settle(answer: TranslatedText = done) -> str:
        return refusal(lambda: settle_lesson(lesson=lesson, answer=answer, actor="system", at=T))

    assert settle() == "lesson.not_taken_up"
    clone(edition)
    assert settle(TranslatedText()) == "lesson.no_answer"
    settle_lesson(lesson=lesson, answer=done, actor="system", at=T)
    assert settle() == "lesson.settled"
    assert refusal(lambda: change_lesson(lesson=lesson, source="x", actor="system", at=T)) == "lesson.settled"


def test_a_lesson_without_a_text_is_no_lesson(edition: Edition) -> None:
    with pytest.raises(ValidationError, match="text"):
        record_lesson(edition=edition, source="Evaluation", actor="system", at=T)
