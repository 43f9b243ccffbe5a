"""Plans in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.followup.models import Plan, PlanActivity, PlanEndorsement, PlanIndicator
from balai.followup.services.asking import hashed
from balai.followup.services.planning import begin_plan, submit_plan
from balai.programmes.enums import AssessmentKind, EditionStatus
from balai.programmes.models import Assessment, Edition
from tests.certificates.factories import office
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import participant

if TYPE_CHECKING:
    from balai.followup.models import PlanSubmission
    from balai.selection.models import Participant

AT = dt.datetime(2018, 7, 27, 9, tzinfo=dt.UTC)
"""The second Friday of the programme."""
SECRET = "lanterns"
SAID = {
    "title": "A dye house that reuses its water",
    "organisation": "Cottage industry office, Thimphu",
    "problem": "Eleven dye houses let warm, coloured water into the river.",
    "causes": "No one measures it.\nFilters are thought to be dear.",
    "purpose": "By July 2019 three dye houses use a third of their water twice.",
    "dissemination": "A day for the eleven dye houses.",
    "first_step": "Measure the water of one dye house for a week.",
    "first_step_on": dt.date(2018, 8, 6),
    "supervisor_name": "Tashi Wangmo",
    "supervisor_title": "Director",
    "supervisor_email": "tashi@industry.bt.example",
}
ACTIVITY = {
    "what": "Build a settling tank at one dye house",
    "responsible": "Karma and the dye house",
    "ends_on": dt.date(2018, 10, 31),
    "milestone": "The tank runs for a week",
}
INDICATOR = {
    "name": "Dye houses that use water twice",
    "unit": "dye houses",
    "baseline": 0,
    "baseline_on": dt.date(2018, 7, 1),
    "target": 3,
    "due_on": dt.date(2019, 7, 1),
}


def running_edition(people: int = 1, *, asks: bool = True, **more: object) -> Edition:
    """An edition in its second week that asks for action plans, with people who take part."""
    office()
    days = {"arrives_on": dt.date(2018, 7, 17), "starts_on": dt.date(2018, 7, 18)}
    days |= {"ends_on": dt.date(2018, 7, 30), "departs_on": dt.date(2018, 7, 31)}
    edition: Edition = EditionFactory.create(
        **{"status": EditionStatus.PREPARATION, "places": max(people, 1), **days, **more}
    )
    edition.refresh_from_db()
    for number in range(1, people + 1):
        participant(edition, number)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.RUNNING)
    edition.refresh_from_db()
    if asks:
        Assessment.objects.create(
            edition=edition,
            code="A5",
            kind=AssessmentKind.ACTION_PLAN,
            title={"en": "Action plan", "id": "Rencana aksi"},
            is_required=True,
        )
    return edition


def people_of(edition: Edition) -> list[Participant]:
    """Those who take part, by number."""
    return list(
        edition.participants.select_related("person", "edition__series", "nomination").order_by(
            "place_number"
        )
    )


def written(someone: Participant, **more: object) -> Plan:
    """A plan in which nothing is empty."""
    plan = begin_plan(participant_id=someone.pk, actor=someone.person.reference, at=AT)
    Plan.objects.filter(pk=plan.pk).update(**{**SAID, **more})
    PlanActivity.objects.create(plan=plan, order=1, **ACTIVITY)
    PlanIndicator.objects.create(plan=plan, order=1, **INDICATOR)
    plan.refresh_from_db()
    return plan


def submitted(someone: Participant, secret: str = SECRET, **more: object) -> PlanSubmission:
    """A plan that was submitted; the supervisor's link holds ``secret``."""
    plan = written(someone, **more)
    submission = submit_plan(plan_id=plan.pk, actor=someone.person.reference, at=AT)
    known(submission, secret)
    return submission


def known(submission: PlanSubmission, secret: str = SECRET) -> PlanEndorsement:
    """The question about a version, whose link tests know."""
    asked = PlanEndorsement.objects.get(submission=submission, put_away_at=None)
    asked.secret_hash = hashed(secret)
    asked.save(update_fields=["secret_hash"])
    return asked
