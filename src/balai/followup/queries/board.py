"""What an edition, or one country of it, shows of its plans: how far each is, and how many were heard of.

Everything is counted from the answers that count: of each plan and time the last one that its author, its
successor or the focal point told. Who did not answer is counted as such and never left out of a number.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from balai.followup.enums import ANSWERING, Obstacle, PlanState, Progress, Voice
from balai.followup.models.times import is_in_time, waves_of
from balai.followup.queries.plans import people_with_plans, state_of
from balai.followup.queries.tracking import answers_of, holders_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from balai.followup.models import FollowUp, HandOver, Plan
    from balai.followup.models.times import Wave
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

ACTIVE = frozenset({Progress.UNDER_WAY, Progress.DONE, Progress.CHANGED})
"""A plan of which one activity is this far is alive."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One participant with the plan and what became of it.

    Attributes:
        plan, state: the plan, or None; how far it is.
        holder: the successor who goes on with it, or None.
        answers: by months, the answer that counts.
        supervisor: by months, the supervisor's answer.
        first_step: whether the first step was done in time; None while nobody said.
    """

    participant: Participant
    plan: Plan | None
    state: PlanState
    holder: HandOver | None
    answers: Mapping[int, FollowUp]
    supervisor: Mapping[int, FollowUp]
    first_step: bool | None

    @property
    def is_submitted(self) -> bool:
        """Whether there is a plan that can be asked about."""
        return self.plan is not None and not self.plan.is_open

    @property
    def newest(self) -> FollowUp | None:
        """The last answer that counts."""
        return self.answers[max(self.answers)] if self.answers else None


def people_of_country(edition: Edition, country: str) -> QuerySet[Participant]:
    """Those of a country who take part, with their plans; not ordered."""
    return people_with_plans(edition).filter(country=country)


def lines_of(edition: Edition, people: Iterable[Participant], *, while_asked: bool = False) -> list[Line]:
    """Participants as ``people_with_plans`` tells them, with what became of the plans; two questions more."""
    rows = list(people)
    plans: list[Plan] = [one.action_plan for one in rows if hasattr(one, "action_plan")]
    zone = ZoneInfo(edition.time_zone) if while_asked else None
    answers, holders = answers_of(plans, while_asked=zone), holders_of(plans)
    found = []
    for one in rows:
        plan = getattr(one, "action_plan", None)
        told = answers.get(plan.pk, {}) if plan else {}
        one.edition = edition
        if plan is not None:
            plan.participant = one
        found.append(
            Line(
                participant=one,
                plan=plan,
                state=state_of(plan, one.answer),  # type: ignore[attr-defined] # the question tells it
                holder=holders.get(plan.pk) if plan else None,
                answers={
                    months: max(counting, key=lambda row: row.at)
                    for months, voices in told.items()
                    if (counting := [voices[voice] for voice in ANSWERING if voice in voices])
                },
                supervisor={
                    months: voices[Voice.SUPERVISOR]
                    for months, voices in told.items()
                    if Voice.SUPERVISOR in voices
                },
                first_step=is_in_time(plan) if plan else None,
            )
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveSummary:
    """What is known at one of the three times.

    Attributes:
        plans: submitted ones; of these it is asked.
        answered, late: of how many there is an answer that counts; how many of these came late.
        supervisors: how many supervisors answered.
        active: plans of which one activity or more is under way, done or changed.
        given_up: plans of which everything was given up.
        states: how many activities are how far, in the plans that were told of.
    """

    wave: Wave
    plans: int
    answered: int
    late: int
    supervisors: int
    active: int
    given_up: int
    states: Mapping[Progress, int]

    @property
    def silent(self) -> int:
        """Of how many nothing is known."""
        return self.plans - self.answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """An edition or a country in figures.

    Attributes:
        steps_in_time, steps_late: first steps that were done within two weeks, and later.
        women, men: reached, as told last of each plan; ``counting`` is of how many plans somebody counted.
        obstacles: what stood in the way, of how many plans, the most frequent first.
    """

    people: int
    submitted: int
    endorsed: int
    steps_in_time: int
    steps_late: int
    handed_over: int
    waves: Sequence[WaveSummary]
    women: int
    men: int
    counting: int
    obstacles: Sequence[tuple[Obstacle, int]]

    @property
    def people_reached(self) -> int:
        """Women and men together."""
        return self.women + self.men


def summary_of(edition: Edition, lines: Collection[Line]) -> Summary:
    """Count what stands in some lines; no question."""
    plans = [line for line in lines if line.is_submitted]
    newest = [told for line in plans if (told := line.newest) is not None]
    counted = [one for one in newest if one.women_reached is not None or one.men_reached is not None]
    obstacles = Counter(
        code for line in plans for code in {code for one in line.answers.values() for code in one.obstacles}
    )
    return Summary(
        people=len(lines),
        submitted=len(plans),
        endorsed=sum(line.state == PlanState.ENDORSED for line in plans),
        steps_in_time=sum(line.first_step is True for line in plans),
        steps_late=sum(line.first_step is False for line in plans),
        handed_over=sum(line.holder is not None for line in plans),
        waves=[_wave(wave, plans) for wave in waves_of(edition)],
        women=sum(one.women_reached or 0 for one in counted),
        men=sum(one.men_reached or 0 for one in counted),
        counting=len(counted),
        obstacles=[
            (Obstacle(code), number)
            for code, number in sorted(obstacles.items(), key=lambda one: (-one[1], one[0]))
        ],
    )


def _wave(wave: Wave, plans: Sequence[Line]) -> WaveSummary:
    told = [line.answers[wave.months] for line in plans if wave.months in line.answers]
    states = [[Progress(row["state"]) for row in one.activities] for one in told]
    return WaveSummary(
        wave=wave,
        plans=len(plans),
        answered=len(told),
        late=sum(one.is_late for one in told),
        supervisors=sum(wave.months in line.supervisor for line in plans),
        active=sum(any(state in ACTIVE for state in one) for one in states),
        given_up=sum(bool(one) and all(state == Progress.GIVEN_UP for state in one) for one in states),
        states=Counter(state for one in states for state in one),
    )


def whole_edition(edition: Edition, *, while_asked: bool = False) -> list[Line]:
    """Everybody of an edition, by country and name; three questions.

    ``while_asked`` counts no answer that came when nobody was asked any more: what is told outside of a time
    that is over stays as it was told.
    """
    people = people_with_plans(edition).order_by("country__name", "name", "pk")
    return lines_of(edition, people, while_asked=while_asked)


def by_country(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each country, in their order."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        found.setdefault(line.participant.country_id, []).append(line)
    return found
