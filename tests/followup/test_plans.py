from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from balai.audit.models import Deed
from balai.correspondence.models import Letter
from balai.correspondence.services.reminders import remind
from balai.followup.adapters.lights import plans_light
from balai.followup.adapters.rights import HELD, PlanEraser, PlanRetention
from balai.followup.documents.plan import plan_pdf
from balai.followup.enums import Answer, Part, PlanState
from balai.followup.models import (
    Plan,
    PlanActivity,
    PlanEndorsement,
    PlanIndicator,
    PlanScore,
    PlanSubmission,
)
from balai.followup.queries.plans import counts_of, earlier_plans, endorsement_of, people_with_plans, state_of
from balai.followup.services.endorsing import answer_endorsement, ask_supervisor_again
from balai.followup.services.planning import (
    add_row,
    begin_plan,
    content_of,
    newest_of,
    remove_row,
    return_plan,
    save_part,
    save_row,
    submit_plan,
    take_back_plan,
)
from balai.followup.services.presenting import present_plan, score_plan
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Assessment, Edition
from balai.selection.models import Participant
from tests.followup.factories import (
    AT,
    SAID,
    SECRET,
    known,
    people_of,
    running_edition,
    submitted,
    written,
)
from tests.refusals import refusal
from tests.timetable.factories import participant

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(hours=1)
OFFICER = "person:officer"
SHEET = {"relevance": 5, "feasibility": 3, "clarity": 4, "sustainability": 2}


def answered(answer: Answer = Answer.YES, **more: Any) -> PlanEndorsement:
    return answer_endorsement(
        secret=SECRET, answer=answer, signed_name="Tashi Wangmo", **{"at": LATER, **more}
    )


def how_far(plan: Plan) -> PlanState:
    plan.refresh_from_db()
    asked = endorsement_of(plan)
    return state_of(plan, asked.answer if asked else None)


# --- beginning ---------------------------------------------------------------------------------------------


def test_a_plan_is_begun_once_and_only_where_one_is_asked_for(edition: Edition, karma: Participant) -> None:
    plan = begin_plan(participant_id=karma.pk, actor=OFFICER, at=AT)

    assert (plan.organisation, plan.title) == (karma.nomination.employer, "")
    assert refusal(begin_plan, participant_id=karma.pk, actor=OFFICER, at=AT) == "plan.begun"
    Assessment.objects.all().delete()
    assert refusal(begin_plan, participant_id=karma.pk, actor=OFFICER, at=AT) == "plan.not_asked"


def test_a_plan_is_begun_while_its_programme_is_prepared_or_runs(
    edition: Edition, karma: Participant
) -> None:
    Edition.objects.update(status=EditionStatus.EVALUATED)

    assert refusal(begin_plan, participant_id=karma.pk, actor=OFFICER, at=AT) == "plan.not_now"


def test_the_plan_of_2018_is_where_the_participant_of_2019_begins(
    edition: Edition, karma: Participant
) -> None:
    old = submitted(karma).plan
    new_edition = running_edition(
        0,
        series=edition.series,
        number=(edition.number or 1) + 1,
        code="SMI-2019",
        arrives_on=dt.date(2019, 7, 16),
        starts_on=dt.date(2019, 7, 17),
        ends_on=dt.date(2019, 7, 29),
        departs_on=dt.date(2019, 7, 30),
        places=2,
    )
    Edition.objects.filter(pk=new_edition.pk).update(status=EditionStatus.PREPARATION)
    for number, country in ((1, "BT"), (2, "NP")):
        participant(new_edition, number, country)
    dechen, sunita = people_of(new_edition)

    plan = begin_plan(participant_id=dechen.pk, inherits_from_id=old.pk, actor=OFFICER, at=AT)

    assert [one.pk for one in earlier_plans(dechen)] == [old.pk]
    said = content_of(plan)
    assert {name: said[name] for name in ("title", "purpose", "first_step", "supervisor_email")} == {
        "title": SAID["title"],
        "purpose": SAID["purpose"],
        "first_step": "",
        "supervisor_email": "",
    }
    assert [(row["what"], row["ends_on"]) for row in said["activities"]] == [
        ("Build a settling tank at one dye house", None)
    ]
    assert [(row["target"], row["due_on"]) for row in said["indicators"]] == [("3", None)]
    given = {"participant_id": sunita.pk, "inherits_from_id": old.pk, "actor": OFFICER, "at": AT}
    assert refusal(begin_plan, **given) == "plan.not_to_be_inherited"  # Nepal does not go on with Bhutan's


# --- writing -----------------------------------------------------------------------------------------------


def test_two_devices_never_overwrite_each_other_unseen(karma: Participant) -> None:
    plan = begin_plan(participant_id=karma.pk, actor=OFFICER, at=AT)
    row = add_row(plan_id=plan.pk, part=Part.ACTIVITIES, actor=OFFICER, at=AT)
    step: dict[str, Any] = {"plan_id": plan.pk, "part": Part.PROBLEM, "actor": OFFICER, "at": AT}
    line: dict[str, Any] = {**step, "part": Part.ACTIVITIES, "row_id": row.pk}

    save_part(**step, version=0, writer="phone", values={"title": "Water", "first_step": "not of this step"})
    save_part(**step, version=0, writer="phone", values={"problem": "Warm water"})
    save_row(**line, version=0, writer="phone", values={"what": "A tank"})

    assert refusal(save_part, **step, version=0, writer="desk", values={"title": "Lost"}) == (
        "plan.changed_meanwhile"
    )
    assert refusal(save_row, **line, version=0, writer="desk", values={"what": "Lost"}) == (
        "plan.changed_meanwhile"
    )
    plan.refresh_from_db()
    assert (plan.title, plan.problem, plan.first_step) == ("Water", "Warm water", "")
    assert plan.version_of(Part.PROBLEM) == 2
    assert Deed.objects.filter(action="plan.saved").count() == 1  # one in a quarter of an hour


def test_rows_are_numbered_on_and_removed(karma: Participant) -> None:
    plan = begin_plan(participant_id=karma.pk, actor=OFFICER, at=AT)
    first, _second = (
        add_row(plan_id=plan.pk, part=Part.INDICATORS, actor=OFFICER, at=AT) for _turn in range(2)
    )

    remove_row(plan_id=plan.pk, part=Part.INDICATORS, row_id=first.pk, actor=OFFICER, at=AT)
    third = add_row(plan_id=plan.pk, part=Part.INDICATORS, actor=OFFICER, at=AT)

    assert third.order == 3
    PlanIndicator.objects.bulk_create(PlanIndicator(plan=plan, order=number) for number in range(4, 32))
    given: dict[str, Any] = {"plan_id": plan.pk, "part": Part.INDICATORS, "actor": OFFICER, "at": AT}
    assert refusal(add_row, **given) == "plan.too_many_rows"


# --- submitting --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": ""}, "plan.incomplete"),
        ({"first_step_on": dt.date(2018, 8, 14)}, "plan.first_step_too_late"),  # the 15th day after the end
        ({"supervisor_email": "own"}, "plan.own_address"),
    ],
)
def test_a_plan_is_not_submitted(karma: Participant, change: dict[str, Any], code: str) -> None:
    if change.get("supervisor_email"):
        change = {"supervisor_email": karma.nomination.email.upper()}
    plan = written(karma, **change)

    assert refusal(submit_plan, plan_id=plan.pk, actor=OFFICER, at=AT) == code
    assert not PlanSubmission.objects.exists()


def test_a_plan_without_an_activity_is_not_submitted(karma: Participant) -> None:
    plan = written(karma, first_step_on=dt.date(2018, 8, 13))
    PlanActivity.objects.all().delete()

    assert refusal(submit_plan, plan_id=plan.pk, actor=OFFICER, at=AT) == "plan.incomplete"


def test_what_is_submitted_is_frozen_and_the_supervisor_gets_a_link(karma: Participant) -> None:
    submission = submitted(karma)
    plan = submission.plan

    assert submission.content["activities"][0]["ends_on"] == "2018-10-31"
    assert submission.content["indicators"][0]["target"] == "3"
    letter = Letter.objects.get(kind="plan.endorsement")
    assert re.search(r"https://balai\.example/followup/endorse/[\w-]{43}/", letter.text)
    assert (letter.is_secret, letter.recipient_address) == (True, SAID["supervisor_email"])
    given: dict[str, Any] = {"plan_id": plan.pk, "part": Part.PROBLEM, "actor": OFFICER, "at": LATER}
    assert refusal(save_part, **given, version=0, writer="", values={}) == "plan.submitted"
    assert refusal(submit_plan, plan_id=plan.pk, actor=OFFICER, at=LATER) == "plan.submitted"


def test_a_plan_taken_back_is_submitted_as_the_next_version(karma: Participant) -> None:
    plan = submitted(karma).plan

    take_back_plan(plan_id=plan.pk, actor=OFFICER, at=LATER)

    assert how_far(plan) == PlanState.DRAFT
    assert refusal(answered) == "plan_endorsement.put_away"  # the link to what was taken back
    second = submit_plan(plan_id=plan.pk, actor=OFFICER, at=LATER)
    assert (second.number, how_far(plan)) == (2, PlanState.SUBMITTED)


def test_an_officer_gives_a_plan_back_with_a_letter(karma: Participant) -> None:
    plan = submitted(karma).plan

    return_plan(plan_id=plan.pk, because="Give each year a target.", actor=OFFICER, at=LATER)

    assert how_far(plan) == PlanState.RETURNED
    assert "Give each year a target." in Letter.objects.get(kind="plan.returned").text
    again = {"plan_id": plan.pk, "because": "Again", "actor": OFFICER, "at": LATER}
    assert refusal(return_plan, **again) == "plan.not_submitted"


# --- endorsing ---------------------------------------------------------------------------------------------


def test_a_supervisor_endorses_once(karma: Participant) -> None:
    plan = submitted(karma).plan

    said = answered(promises=["time", "staff"])

    assert (said.promises, how_far(plan)) == (["staff", "time"], PlanState.ENDORSED)
    assert (
        Letter.objects.get(kind="plan.answered").subject
        == "Your action plan: Tashi Wangmo endorses your plan"
    )
    assert refusal(answered) == "plan_endorsement.answered"
    assert refusal(take_back_plan, plan_id=plan.pk, actor=OFFICER, at=LATER) == "plan.endorsed"
    given = {"plan_id": plan.pk, "because": "Late", "actor": OFFICER, "at": LATER}
    assert refusal(return_plan, **given) == "plan.endorsed"
    assert refusal(ask_supervisor_again, plan_id=plan.pk, actor=OFFICER, at=LATER) == "plan.answered"


def test_a_supervisor_who_wants_changes_opens_the_plan(karma: Participant) -> None:
    plan = submitted(karma).plan

    assert refusal(answered, answer=Answer.CHANGES) == "plan_endorsement.no_remark"
    answered(answer=Answer.CHANGES, remark="Begin with one dye house.")

    assert how_far(plan) == PlanState.RETURNED
    assert plan.returned_because == "Begin with one dye house."
    known(submit_plan(plan_id=plan.pk, actor=OFFICER, at=LATER), "second")
    assert how_far(plan) == PlanState.SUBMITTED


def test_a_link_expires_and_another_takes_its_place(karma: Participant) -> None:
    submission = submitted(karma)
    late = AT + dt.timedelta(days=21)

    assert refusal(answered, at=late) == "plan_endorsement.expired"
    ask_supervisor_again(plan_id=submission.plan_id, actor=OFFICER, at=late)
    known(submission, "newer")

    assert refusal(answered, at=late) == "plan_endorsement.put_away"
    assert refusal(answer_endorsement, secret="x", answer=Answer.YES, signed_name="T", at=AT) == (
        "plan_endorsement.unknown"
    )
    answer_endorsement(secret="newer", answer=Answer.NO, remark="No money", signed_name="T", at=late)
    assert how_far(submission.plan) == PlanState.DECLINED


def test_the_database_asks_for_the_reason_of_a_no(karma: Participant) -> None:
    submitted(karma)

    with (
        pytest.raises(IntegrityError, match="plan_endorsement_answered_says_everything"),
        transaction.atomic(),
    ):
        PlanEndorsement.objects.update(answer=Answer.NO, answered_at=LATER, signed_name="Tashi")
    with pytest.raises(IntegrityError, match="plan_submitted_says_everything"), transaction.atomic():
        Plan.objects.update(purpose="")


# --- presenting --------------------------------------------------------------------------------------------


def test_a_plan_is_presented_and_scored_once_by_each_listener(edition: Edition, karma: Participant) -> None:
    plan = submitted(karma).plan
    given: dict[str, Any] = {"plan_id": plan.pk, "actor": OFFICER, "at": LATER}

    present_plan(**given, on=dt.date(2018, 7, 28))
    score_plan(**given, listener="Centre for Textile", points=SHEET)
    score_plan(**given, listener="Centre for Textile", points={**SHEET, "clarity": 5})
    score_plan(**given, listener="Peers", points=SHEET)

    (line,) = people_with_plans(edition)
    assert (line.points, PlanScore.objects.count()) == (14.5, 2)  # type: ignore[attr-defined] # told by the question
    with pytest.raises(IntegrityError, match="plan_score_clarity_is_at_most_five"), transaction.atomic():
        PlanScore.objects.update(clarity=6)
    take_back_plan(plan_id=plan.pk, actor=OFFICER, at=LATER)
    assert refusal(score_plan, **given, listener="Peers", points=SHEET) == "plan.not_submitted"
    assert refusal(present_plan, **given, on=dt.date(2018, 7, 28)) == "plan.not_submitted"


# --- what others see of it ---------------------------------------------------------------------------------


def test_the_board_tells_what_is_missing_and_who_waits(countries: None, keys: None) -> None:
    edition = running_edition(3)
    first, second, _third = people_of(edition)
    submitted(first)
    answered()
    submitted(second, "other")

    light = plans_light(edition, at=AT)

    assert (light.ready, light.of) == (1, 3)
    assert [(str(one.what), str(one.why)) for one in light.open] == [
        ("Have every action plan submitted", "1 plan is missing."),
        ("Have action plans endorsed at home", "1 supervisor has not answered."),
    ]
    assert counts_of(edition) == {
        "people": 3,
        "begun": 2,
        "submitted": 2,
        "endorsed": 1,
        "declined": 0,
        "presented": 0,
    }


def test_who_has_not_submitted_is_reminded_three_days_before_the_end(karma: Participant) -> None:
    remind(at=AT - dt.timedelta(hours=1))
    assert not Letter.objects.filter(kind="plan.due").exists()

    remind(at=AT + dt.timedelta(hours=2))  # 17:00 in Jakarta, 27 July, is 10:00 UTC
    remind(at=AT + dt.timedelta(hours=3))

    letter = Letter.objects.get(kind="plan.due")
    assert "/followup/mine/begin/" in letter.text
    assert "30 July 2018" in letter.text


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_plan_is_printed_in_both_languages(karma: Participant, language: str) -> None:
    plan = submitted(karma).plan
    said, number, moment = newest_of(plan)
    assert moment is not None

    made = [
        plan_pdf(plan, said, language, number=number, endorsement=endorsement_of(plan), at=moment)
        for _turn in range(2)
    ]

    assert made[0].startswith(b"%PDF-")
    assert made[0] == made[1]


def test_a_person_has_a_copy_of_their_plans_and_is_forgotten(karma: Participant) -> None:
    plan = submitted(karma).plan
    answered(answer=Answer.CHANGES, remark="Tashi asks for one dye house.")
    score_or_not = {name: rows.count([karma.person]) for name, rows in HELD.items()}
    assert score_or_not == {
        "plans": 1,
        "plan_activities": 1,
        "plan_indicators": 1,
        "plan_submissions": 1,
        "plan_endorsements": 1,
        "plan_scores": 0,
        "plan_follow_ups": 0,
        "plan_follow_up_links": 0,
        "plan_hand_overs": 0,
        "country_reports": 0,
        "year_answers": 0,
    }
    (expired,) = PlanRetention().expired(ended_before=dt.date(2018, 8, 1))
    assert (expired.key, expired.ended_on) == (plan.pk, dt.date(2018, 7, 30))

    assert PlanEraser()([karma.person], at=LATER) > 0

    assert PlanEraser()([karma.person], at=LATER) == 0
    assert list(PlanRetention().expired(ended_before=dt.date(2018, 8, 1))) == []
    everything = repr([list(rows.copy([karma.person])) for rows in HELD.values()])
    for word in ("dye", "Tashi", "tank", "river", "tashi@"):
        assert word not in everything


def test_retention_takes_the_plan_that_is_past_its_term_and_no_later_one(karma: Participant) -> None:
    old = submitted(karma).plan
    new = submitted(people_of(running_edition(code="smi-2019"))[0], "another").plan
    Participant.objects.filter(action_plan=new).update(person=karma.person)
    expired = [one for one in PlanRetention().expired(ended_before=dt.date(2018, 8, 1)) if one.key == old.pk]

    assert PlanRetention().forget(expired, at=LATER) > 0

    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.title, new.title) == ("[erased]", SAID["title"])
    assert new.submissions.exclude(content={}).exists()
