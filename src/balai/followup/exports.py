"""Lists of plans and of what became of them as sheets: what the pages show and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, pgettext

from balai.followup.enums import Progress, Voice
from balai.followup.models.times import waves_of
from balai.followup.queries.plans import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from balai.followup.models import FollowUp
    from balai.followup.queries.board import Line
    from balai.programmes.models import Edition
    from balai.selection.models import Participant


def plans_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Participant"),
        gettext("Country"),
        gettext("Organisation"),
        gettext("Title of the plan"),
        gettext("Objective"),
        gettext("State"),
        gettext("Submitted (UTC)"),
        gettext("First step on"),
        gettext("Presented on"),
        gettext("Points of 20"),
        pgettext("voice", "Supervisor"),
        gettext("Goes on with a plan of"),
    ]


def plans_rows(rows: QuerySet[Participant]) -> Iterator[list[str]]:
    """One participant at a time, those without a plan too."""
    people = rows.select_related("action_plan__inherits_from__participant__edition")
    for one in people.order_by("name", "id").iterator(chunk_size=2000):
        plan = getattr(one, "action_plan", None)
        answer: str | None = one.answer  # type: ignore[attr-defined] # the question tells it
        points: float | None = one.points  # type: ignore[attr-defined] # as above
        state = str(state_of(plan, answer).label)
        if plan is None:
            yield [one.name, one.country_id, "", "", "", state, "", "", "", "", "", ""]
            continue
        earlier = plan.inherits_from
        yield [
            one.name,
            one.country_id,
            plan.organisation,
            plan.title,
            plan.purpose,
            state,
            _moment(plan.submitted_at),
            _day(plan.first_step_on),
            _day(plan.presented_on),
            "" if points is None else f"{points:.1f}",
            plan.supervisor_name,
            earlier.participant.edition.code if earlier else "",
        ]


def _moment(value: datetime | None) -> str:
    return value.strftime("%Y-%m-%d %H:%M") if value else ""


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def follow_up_head() -> list[str]:
    """What the columns of what was told are called, in the reader's language."""
    return [
        gettext("Participant"),
        gettext("Country"),
        gettext("Title of the plan"),
        gettext("State"),
        gettext("First step on"),
        gettext("First step done on"),
        gettext("Goes on with"),
        gettext("Months"),
        gettext("Due"),
        gettext("Told (UTC)"),
        gettext("Late"),
        gettext("Told by"),
        *(str(state.label) for state in Progress),
        gettext("Obstacles"),
        gettext("Obstacle in words"),
        gettext("Women reached"),
        gettext("Men reached"),
        gettext("What helped"),
        gettext("Links"),
        gettext("Supervisor told (UTC)"),
    ]


def follow_up_rows(edition: Edition, lines: Iterable[Line]) -> Iterator[list[str]]:
    """A row for each participant and time, those of whom nothing was heard too."""
    for line in lines:
        plan = line.plan
        about = [
            line.participant.name,
            line.participant.country_id,
            plan.title if plan else "",
            str(line.state.label),
            _day(plan.first_step_on) if plan else "",
            _day(plan.first_step_done_on) if plan else "",
            line.holder.name if line.holder else "",
        ]
        for wave in waves_of(edition):
            supervisor = line.supervisor.get(wave.months)
            yield [
                *about,
                str(int(wave.months)),
                _day(wave.due_on),
                *_told(line.answers.get(wave.months)),
                _moment(supervisor.at) if supervisor else "",
            ]


def _told(one: FollowUp | None) -> list[str]:
    if one is None:
        return [""] * (9 + len(Progress))
    states = [row["state"] for row in one.activities]
    return [
        _moment(one.at),
        gettext("yes") if one.is_late else gettext("no"),
        f"{one.told_by} ({Voice(one.voice).label})",
        *(str(states.count(state)) for state in Progress),
        ", ".join(one.obstacles_told),
        one.obstacle_words,
        _number(one.women_reached),
        _number(one.men_reached),
        one.helped,
        "\n".join(one.links),
    ]


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
