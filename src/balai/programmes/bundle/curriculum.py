"""What an edition teaches: outcomes, modules, assessments, groups and activities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.bundle.fields import Link, Linked, ListOf
from balai.engine.bundle.kinds import Whole
from balai.engine.bundle.section import Shape
from balai.kernel.bundle.parts import Column, ModelPart
from balai.kernel.bundle.registry import parts
from balai.programmes.bundle.columns import EDITION, OUTCOMES, SOURCE
from balai.programmes.bundle.deeds import SinglePartDeeds
from balai.programmes.bundle.lists import ListPart
from balai.programmes.bundle.values import TASKS
from balai.programmes.enums import Task
from balai.programmes.models import (
    Activity,
    Assessment,
    CompletionRule,
    Group,
    Module,
    Outcome,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def _machines_of(activity: Activity) -> list[Link]:
    machines = parts["machines"]
    return sorted(Link(machines.key_of(one.machine), one.count) for one in activity.machine_needs.all())


def _people_of(activity: Activity) -> list[Link]:
    return sorted(Link(one.resource_person.code, one.task) for one in activity.people.all())


def curriculum() -> Iterable[ModelPart]:
    yield ListPart(
        name="outcomes",
        file="editions/{edition}/outcomes.csv",
        shape=Shape.TABLE,
        model=Outcome,
        columns=(EDITION, "code", "statement", "level", "indicator"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="modules",
        file="editions/{edition}/modules.yaml",
        shape=Shape.LIST,
        model=Module,
        columns=(EDITION, "code", "title", "description", OUTCOMES, "is_mandatory"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="assessments",
        file="editions/{edition}/assessments.csv",
        shape=Shape.TABLE,
        model=Assessment,
        columns=(EDITION, "code", "kind", "title", OUTCOMES, "is_required"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ModelPart(
        name="completion",
        file="editions/{edition}/completion.yaml",
        shape=Shape.RECORD,
        model=CompletionRule,
        columns=(
            EDITION,
            "least_presence_percent",
            "needs_required_activities",
            "needs_safety",
            "note",
        ),
        key=("edition",),
        deeds=SinglePartDeeds(),
        ordering=("edition",),
        goes_with=("edition",),
    )
    yield ListPart(
        name="groups",
        file="editions/{edition}/groups.csv",
        shape=Shape.TABLE,
        model=Group,
        columns=(EDITION, "code", "division", "name", "size"),
        key=("edition", "code"),
        ordering=("edition", "order"),
        goes_with=("edition",),
    )
    yield ListPart(
        name="activities",
        file="editions/{edition}/activities.csv",
        shape=Shape.TABLE,
        model=Activity,
        columns=(
            EDITION,
            "code",
            Column(name="session_type", refers="session-types"),
            Column(name="module", refers="modules", within="edition"),
            "title",
            "minutes",
            "attendance",
            Column(name="groups", refers="groups", within="edition"),
            "size",
            "is_required",
            Column(name="sites", refers="sites"),
            "room_kind",
            "earliest_on",
            "latest_on",
            "day_part",
            "begins_at",
            Column(name="after", refers="activities", within="edition"),
            Column(
                name="machines",
                kind=ListOf(
                    kind=Linked(section="machines", word=Whole(least=1, most=500), default=1), is_set=True
                ),
                doc="Machines that one run needs at a time, with their number: bblm/cnc-mill 2.",
                refers="machines",
                get=_machines_of,
                related=lambda activity: [one.machine for one in activity.machine_needs.all()],
            ),
            Column(
                name="people",
                kind=ListOf(
                    kind=Linked(section="resource-persons", word=TASKS, default=str(Task.LEAD)), is_set=True
                ),
                doc="Resource persons, with what they do where they do not lead: anwar, tri supervise.",
                refers="resource-persons",
                get=_people_of,
                related=lambda activity: [one.resource_person for one in activity.people.all()],
            ),
            "protection",
            "photo_rule",
            "demands",
            "materials",
            "description",
            *SOURCE,
        ),
        key=("edition", "code"),
        ordering=("edition", "order"),
        order=(("earliest_on", "latest_on"),),
        goes_with=("edition",),
    )
