"""The office's list of plans as a sheet: what the page shows and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.followup.queries.plans import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

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
        gettext("Supervisor"),
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
