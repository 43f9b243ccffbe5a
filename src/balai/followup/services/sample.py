"""What became of the sample programme: plans, endorsements, first steps, and how they went for a year.

Not everybody writes a plan, not every supervisor answers, and with each time fewer tell how it goes: that is
how it is. One participant leaves the post and a successor goes on; one gives everything up. Everything goes
by the deeds that pages use, and each name of a supervisor says that it is made up.
"""

from __future__ import annotations

import datetime as dt
import secrets
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from balai.followup.enums import Answer, Group, Months, Part, Promise, Voice
from balai.followup.models import FollowUpLink, Plan, PlanEndorsement, YearAnswer
from balai.followup.queries.plans import asks_for_plans
from balai.followup.services.asking import hashed
from balai.followup.services.comparing import answer_a_year_later, ask_edition
from balai.followup.services.endorsing import answer_endorsement
from balai.followup.services.following import answer_by_link, ask_plan_by_link
from balai.followup.services.handing import answer_hand_over, name_successor
from balai.followup.services.planning import add_row, begin_plan, save_part, save_row, submit_plan
from balai.followup.services.presenting import present_plan, score_plan
from balai.followup.services.sample_reports import HANDED_IN, report_on
from balai.followup.services.tracking import Said, note_first_step, report
from balai.kernel.sample import Stage
from balai.programmes.models import Edition
from balai.selection.queries.offers import confirmed
from balai.selection.services.sample.moments import REFERENCE, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.followup.models import HandOver
    from balai.selection.models import Participant


def _moment(year: int, month: int, day: int) -> dt.datetime:
    return dt.datetime(year, month, day, 3, tzinfo=dt.UTC)


WRITTEN, PRESENTED = _moment(2018, 7, 27), _moment(2018, 7, 29)
ENDORSED, STEPPED = _moment(2018, 8, 9), _moment(2018, 8, 20)
THREE, LEFT, SIX, TWELVE = (
    _moment(2018, 10, 20),
    _moment(2018, 12, 5),
    _moment(2019, 1, 22),
    _moment(2019, 7, 25),
)
COMPARED = _moment(2019, 7, 26)
AFTERWARDS = dt.timedelta(days=20)
"""How long after the others those tell who are late."""

WITHOUT_PLAN = (8, 17)
"""Who never wrote one, counted by country and name from 0."""
UNENDORSED, STEPLESS, STEPS_LATE = (5, 13), (2, 5, 10, 15), (7, 12)
HANDED_OVER, GIVES_UP = 3, 11
TOLD: Mapping[Months, Sequence[int]] = {
    Months.THREE: (0, 1, 3, 4, 6, 7, 9, 11, 12, 14, 16, 18, 19),
    Months.SIX: (0, 1, 3, 4, 6, 9, 11, 12, 14, 16, 18),
    Months.TWELVE: (0, 1, 3, 6, 9, 12, 14, 16, 18),
}
"""Of 18 plans 13, 11 and 9: five are never heard of."""
LATE: Mapping[Months, Sequence[int]] = {Months.THREE: (12, 19), Months.SIX: (14,), Months.TWELVE: (0, 16)}
SUPERVISORS: Mapping[Months, Sequence[int]] = {
    Months.THREE: (0, 1, 4, 6, 9, 14),
    Months.SIX: (0, 4, 9),
    Months.TWELVE: (0, 9, 16),
}
ASLEEP = (4, 14, 18)
"""Of whose plans nothing has begun yet after half a year."""

WORDS: Mapping[str, tuple[str, str, str, str]] = {
    "AF": (
        "Carpets with labels that tell their village",
        "workshops",
        "Weavers sell without a name.",
        "label",
    ),
    "BD": ("Dyeing of jute with half the water", "dye houses", "Dye houses waste warm water.", "meter"),
    "BT": ("Handmade paper for certificates", "paper makers", "Paper makers sell raw sheets.", "press"),
    "ID": ("Rattan joints that are tested", "workshops", "Joints break in export.", "test bench"),
    "IN": ("A shared tool room for brass", "workshops", "Each workshop buys its own tools.", "tool list"),
    "LA": ("Glazes from local clay", "potteries", "Glazes are imported.", "kiln log"),
    "LK": ("Coir boards from husks", "mills", "Husks are burnt.", "press"),
    "MM": ("Lacquer that dries in the wet months", "workshops", "Work stops in the rain.", "drying room"),
    "NP": ("Felt that holds its colour", "workshops", "Colours run in the first wash.", "dye recipe"),
    "PK": ("Blades hardened at one heat", "workshops", "Blades differ from batch to batch.", "oven"),
}
"""Title, whom it is about, the problem, and the first thing that is done, by country."""


def life_of_plans() -> list[Stage]:
    """From the plans of the last days to the answers of a year later, of the reference programme."""
    edition = Edition.objects.filter(code=REFERENCE).first()
    if edition is None:
        return []
    return [
        Stage(name=f"sample:followup:{name}", label=label, at=at, do=partial(_do, do, edition))
        for name, label, at, do in STAGES
    ]


def _do(do: Callable[[list[Participant]], None], edition: Edition) -> None:
    if asks_for_plans(edition):
        do(list(confirmed(edition).select_related("person", "nomination", "country")))


def _plans(people: Sequence[Participant]) -> dict[int, Plan]:
    """The plans by place among the people."""
    plans = {plan.participant_id: plan for plan in Plan.objects.filter(participant__in=people)}
    return {place: plans[one.pk] for place, one in enumerate(people) if one.pk in plans}


# --- plans -------------------------------------------------------------------------------------------------


def _write(people: Sequence[Participant]) -> None:
    for place, one in enumerate(people):
        if place not in WITHOUT_PLAN:
            _plan(one, place)


def _plan(one: Participant, place: int) -> None:
    actor = one.person.reference
    plan = begin_plan(participant_id=one.pk, actor=actor, at=WRITTEN)
    title, whom, problem, first = WORDS.get(one.country_id, WORDS["NP"])
    for part, values in _steps(title, whom, problem, first, place).items():
        save_part(plan_id=plan.pk, part=part, version=0, writer="", values=values, actor=actor, at=WRITTEN)
    for part, row in _rows(whom, first):
        made = add_row(plan_id=plan.pk, part=part, actor=actor, at=WRITTEN)
        save_row(
            plan_id=plan.pk,
            part=part,
            row_id=made.pk,
            version=0,
            writer="",
            values=row,
            actor=actor,
            at=WRITTEN,
        )
    submit_plan(plan_id=plan.pk, actor=actor, at=WRITTEN)


def _steps(title: str, whom: str, problem: str, first: str, place: int) -> dict[Part, dict[str, Any]]:
    return {
        Part.PROBLEM: {
            "title": f"{title}, in a second district" if place % 2 else title,
            "problem": f"{problem} Ten {whom} said so when they were asked.",
            "causes": "Nobody measures it.\nWhat could be done is thought to be dear.",
            "goal": "Small industry that earns more from what grows at home.",
            "purpose": f"By July 2019 three {whom} work in the new way and tell others.",
        },
        Part.SUPPORT: {
            "inputs": "Two technicians for a day a week; a room.",
            "support_wanted": "Answers of the centre by mail.",
            "women_reached": 30 + place,
            "men_reached": 25,
            "dissemination": "A day at work for colleagues, and one for the association.",
            "dissemination_on": dt.date(2018, 9, 14),
            "sdg_target": "9.3",
        },
        Part.FIRST_STEP: {
            "first_step": f"Show the {first} to two {whom}, with what is there.",
            "first_step_on": dt.date(2018, 8, 6),
            "supervisor_name": f"Supervisor {place + 1} (made up)",
            "supervisor_title": "Head of division",
            "supervisor_email": f"sample-supervisor-{place + 1}@example.org",
        },
    }


def _rows(whom: str, first: str) -> list[tuple[Part, dict[str, Any]]]:
    return [
        (
            Part.ACTIVITIES,
            {
                "what": f"Try the {first} in one place",
                "learned_from": "Practice at the centre",
                "responsible": "The participant",
                "starts_on": dt.date(2018, 8, 13),
                "ends_on": dt.date(2018, 10, 31),
                "milestone": "It works for a week",
            },
        ),
        (
            Part.ACTIVITIES,
            {
                "what": f"Bring it to three {whom}",
                "responsible": "The participant and the association",
                "starts_on": dt.date(2018, 11, 1),
                "ends_on": dt.date(2019, 6, 30),
                "milestone": "Three of them use it each week",
            },
        ),
        (
            Part.INDICATORS,
            {
                "name": f"{whom.capitalize()} that work in the new way",
                "unit": whom,
                "baseline": Decimal(0),
                "baseline_on": dt.date(2018, 7, 1),
                "target": Decimal(3),
                "due_on": dt.date(2019, 7, 1),
            },
        ),
    ]


def _present(people: Sequence[Participant]) -> None:
    officer = officer_of_sample().reference
    for place, plan in _plans(people).items():
        present_plan(plan_id=plan.pk, on=PRESENTED.date(), actor=officer, at=PRESENTED)
        points = {
            "relevance": 3 + place % 3,
            "feasibility": 2 + place % 3,
            "clarity": 3 + place % 2,
            "sustainability": 2 + place % 4 // 2,
        }
        score_plan(
            plan_id=plan.pk,
            listener=str(_("Fellow participants")),
            points=points,
            actor=officer,
            at=PRESENTED,
        )


def _endorse(people: Sequence[Participant]) -> None:
    for place, plan in _plans(people).items():
        if place in UNENDORSED:
            continue
        answer_endorsement(
            secret=_secret(PlanEndorsement.objects.get(submission__plan=plan, put_away_at=None)),
            answer=Answer.YES,
            signed_name=plan.supervisor_name,
            promises=[Promise.TIME, Promise.STAFF] if place % 2 else [Promise.TIME],
            at=ENDORSED,
        )


def _secret(asked: PlanEndorsement | FollowUpLink | HandOver) -> str:
    """Another secret for a link that went out: nobody keeps those of letters, not even the sample."""
    secret = secrets.token_urlsafe(32)
    asked.secret_hash = hashed(secret)
    asked.save(update_fields=["secret_hash"])
    return secret


def _step(people: Sequence[Participant]) -> None:
    for place, plan in _plans(people).items():
        if place not in STEPLESS:
            on = dt.date(2018, 8, 18 if place in STEPS_LATE else 7)
            note_first_step(plan_id=plan.pk, on=on, actor=people[place].person.reference, at=STEPPED)


# --- afterwards --------------------------------------------------------------------------------------------


def _hand_over(people: Sequence[Participant]) -> None:
    plan = _plans(people).get(HANDED_OVER)
    if plan is None:
        return
    made = name_successor(
        plan_id=plan.pk,
        name="Successor (made up)",
        title="Technical officer",
        email="sample-successor@example.org",
        because="I move to the capital. The first place works; the association knows about it.",
        actor=people[HANDED_OVER].person.reference,
        at=LEFT,
    )
    answer_hand_over(
        secret=_secret(made), accepts=True, signed_name=made.name, at=LEFT + dt.timedelta(days=2)
    )


def _follow(people: Sequence[Participant], *, months: Months, at: dt.datetime) -> None:
    plans = _plans(people)
    for plan in plans.values():
        ask_plan_by_link(plan, at=at)
    for place in TOLD[months]:
        if place not in plans:
            continue
        told_at = at + AFTERWARDS if place in LATE[months] else at
        _tell(people[place], plans[place], place, months, at=told_at)
    for place in SUPERVISORS[months]:
        if place in plans:
            plan = plans[place]
            answer_by_link(
                secret=_link(plan, months, Voice.SUPERVISOR),
                said=_said(plan, place, months, at=at, is_brief=True),
                told_by=plan.supervisor_name,
                at=at,
            )


def _tell(one: Participant, plan: Plan, place: int, months: Months, *, at: dt.datetime) -> None:
    said = _said(plan, place, months, at=at)
    if place == HANDED_OVER and months != Months.THREE:
        secret = _link(plan, months, Voice.SUCCESSOR)
        answer_by_link(secret=secret, said=said, told_by="Successor (made up)", at=at)
        return
    report(
        plan_id=plan.pk,
        months=months,
        voice=Voice.PARTICIPANT,
        said=said,
        told_by=one.name,
        actor=one.person.reference,
        at=at,
    )


def _link(plan: Plan, months: Months, voice: Voice) -> str:
    return _secret(FollowUpLink.objects.get(plan=plan, months=months, voice=voice, put_away_at=None))


def _compare(people: Sequence[Participant]) -> None:
    """Both groups are asked; not all answer, and one of each is not to be counted."""
    ask_edition(people[0].edition, at=COMPARED)
    for group in Group:
        for place, row in enumerate(YearAnswer.objects.filter(group=group).order_by("nomination__code")):
            if place % 5 in {3, 4}:
                continue
            secret = secrets.token_urlsafe(32)
            YearAnswer.objects.filter(pk=row.pk).update(secret_hash=hashed(secret))
            is_more = group == Group.PARTICIPANTS
            answers = {"changed": place % 5 < (2 if is_more else 1), "taught": is_more or place % 2 == 0}
            answers["abroad"] = is_more and place % 3 != 2
            agrees = place != 7
            answer_a_year_later(
                secret=secret, agrees=agrees, answers=answers if agrees else None, at=COMPARED
            )


OBSTACLES = (
    ("money", ""),
    ("time", ""),
    ("staff", "Two technicians left."),
    ("equipment", "Spare parts wait at customs."),
)
STATES: Mapping[Months, tuple[str, str]] = {
    Months.THREE: ("under-way", "not-begun"),
    Months.SIX: ("done", "under-way"),
    Months.TWELVE: ("done", "done"),
}


def _said(plan: Plan, place: int, months: Months, *, at: dt.datetime, is_brief: bool = False) -> Said:
    """What one tells; a supervisor says less."""
    first, second = STATES[months]
    if place == GIVES_UP:
        first = second = "not-begun" if months == Months.THREE else "given-up"
    elif place in ASLEEP and months != Months.TWELVE:
        first = second = "not-begun"
    elif place in ASLEEP:
        second = "under-way"
    measured = at.date() - dt.timedelta(days=2)
    reached = 0 if "not-begun" in first or "given-up" in first else 4 * list(Months).index(months) + 5 + place
    code, words = OBSTACLES[place % len(OBSTACLES)]
    if place == GIVES_UP and months != Months.THREE:
        code, words = "authority", "The division was closed."
    return Said(
        activities=[(first, ""), (second, "")],
        indicators=()
        if is_brief
        else [
            (Decimal({Months.THREE: 0, Months.SIX: 1, Months.TWELVE: 3}[months] if reached else 0), measured)
        ],
        obstacles=[code],
        obstacle_words=words,
        women_reached=None if is_brief else reached,
        men_reached=None if is_brief else reached * 2 // 3,
        helped="" if is_brief or not reached else "The centre answered each question by mail.",
    )


STAGES: Sequence[tuple[str, StrOrPromise, dt.datetime, Callable[[list[Participant]], None]]] = (
    ("reported", _("countries hand in their reports"), HANDED_IN, report_on),
    ("written", _("action plans are written"), WRITTEN, _write),
    ("presented", _("action plans are presented"), PRESENTED, _present),
    ("endorsed", _("supervisors endorse action plans"), ENDORSED, _endorse),
    ("stepped", _("first steps are done"), STEPPED, _step),
    (
        "three",
        _("plans are followed up after three months"),
        THREE,
        partial(_follow, months=Months.THREE, at=THREE),
    ),
    ("handed-over", _("a successor takes a plan over"), LEFT, _hand_over),
    ("six", _("plans are followed up after six months"), SIX, partial(_follow, months=Months.SIX, at=SIX)),
    (
        "twelve",
        _("plans are followed up after a year"),
        TWELVE,
        partial(_follow, months=Months.TWELVE, at=TWELVE),
    ),
    ("compared", _("participants and reserves are asked the same"), COMPARED, _compare),
)
