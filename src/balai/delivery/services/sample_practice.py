"""The practice of the sample programme: who was briefed, what they did and how far they came; made up.

On the day of each practice its supervisor briefs those who are there, watches the steps and signs; in the
evening they sign as well. Where a machine is only shown, everybody has observed. The same code of a session
makes the same sign-offs.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from balai.delivery.enums import THERE, StepResult
from balai.delivery.models import Presence
from balai.delivery.queries.practice import tasks_of
from balai.delivery.rules.practice import highest_level
from balai.delivery.services.practice import Entry, give_briefing, sign_as_participant, sign_practice
from balai.directory.enums import SafetyClass
from balai.people.enums import Role
from balai.selection.services.sample.moments import account_of_cast, officer_of_sample

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from balai.delivery.models import PracticeTask
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant
    from balai.timetable.models import Slot

NAMESPACE = UUID("0f5f7a1c-6f0a-5d0e-9d43-6a2b7c1e2018")
ALONE, HELPED = 0.7, 0.25
"""How likely somebody does a step alone, or with help; else they watch it."""
THOUSANDTH = Decimal("0.001")


def practise(edition: Edition, slots: Sequence[Slot], *, at: datetime) -> None:
    """Brief and sign off what is practised in the sessions of a day."""
    tasks: dict[UUID, list[PracticeTask]] = defaultdict(list)
    for task in tasks_of(edition):
        if task.activity_id is not None:
            tasks[task.activity_id].append(task)
    practised = [slot for slot in slots if slot.session.activity_id in tasks]
    there: dict[UUID, list[Participant]] = defaultdict(list)
    noted = Presence.objects.filter(session__in=[slot.session_id for slot in practised], state__in=THERE)
    for one in noted.select_related("participant__person").order_by("participant__nomination__code"):
        there[one.session_id].append(one.participant)
    account = account_of_cast(Role.PRACTICE_SUPERVISOR)
    supervisor = account.person if account and account.person else officer_of_sample()
    for slot in practised:
        for task in tasks[slot.session.activity_id]:
            draw = random.Random(f"{slot.session.code} {task.code}")  # noqa: S311 -- made up for the sample, the same each time; no secret
            for participant in there[slot.session_id]:
                _sign(slot, task, participant, draw, supervisor=supervisor, at=at)


def _sign(  # noqa: PLR0913 -- whose work, at what, when and by whom: each is another of the loops around
    slot: Slot,
    task: PracticeTask,
    participant: Participant,
    draw: random.Random,
    *,
    supervisor: Person,
    at: datetime,
) -> None:
    about = f"{slot.session.code} {task.code} {participant.pk}"
    if task.safety_class != SafetyClass.OPEN:
        give_briefing(
            nonce=uuid5(NAMESPACE, f"{about} briefing"),
            participant=participant,
            task=task,
            actor=supervisor,
            given_at=slot.begins_at,
            at=at,
        )
    steps = list(task.steps.all())
    is_shown = task.safety_class == SafetyClass.SHOWN
    results = {step.number: StepResult.OBSERVED if is_shown else _done(draw) for step in steps}
    sign_off = sign_practice(
        participant=participant,
        task=task,
        entry=Entry(
            nonce=uuid5(NAMESPACE, about),
            level=highest_level(task, steps, results),
            results=results,
            minutes=task.minutes + draw.randint(-task.minutes // 5, task.minutes // 5),
            measured=_measured(task, draw),
            signed_at=slot.ends_at - timedelta(minutes=draw.randint(1, 9)),
        ),
        actor=supervisor,
        at=at,
    )
    sign_as_participant(sign_off=sign_off, actor=participant.person, at=at)


def _done(draw: random.Random) -> StepResult:
    luck = draw.random()
    if luck < ALONE:
        return StepResult.INDEPENDENT
    return StepResult.ASSISTED if luck < ALONE + HELPED else StepResult.OBSERVED


def _measured(task: PracticeTask, draw: random.Random) -> Decimal | None:
    """Mostly within the tolerance, now and then a little outside."""
    if task.target is None or task.tolerance is None:
        return None
    return (task.target + task.tolerance * Decimal(draw.gauss(0, 0.6))).quantize(THOUSANDTH)
