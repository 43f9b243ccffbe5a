"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds, reminder_sources
from balai.followup.adapters import lights, rights
from balai.followup.adapters.letters import LETTERS
from balai.followup.adapters.reminders import (
    first_step_reminders,
    follow_up_reminders,
    plan_reminders,
    silent_plans,
)
from balai.followup.gathering import waiting
from balai.followup.queries.comparison import YEAR
from balai.followup.rules.access import READERS
from balai.followup.services.sample import life_of_plans
from balai.kernel import gathering
from balai.kernel.restricted import purposes, sealed_things
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import erasers, held, retention, sealed
from balai.programmes import registries
from balai.ui.navigation import Area, Link, register


def offer() -> None:
    """Enter it in the registries."""
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("followup.plans", plan_reminders)
    reminder_sources.register("followup.first_steps", first_step_reminders)
    reminder_sources.register("followup.reports", follow_up_reminders)
    reminder_sources.register("followup.silent", silent_plans)
    chapters.register("followup", Chapter(order=45, stages=life_of_plans))
    gathering.tasks.register("followup", waiting)
    registries.lights.register("plans", registries.PlacedLight(order=165, source=lights.plans_light))
    registries.lights.register("follow-up", registries.PlacedLight(order=190, source=lights.follow_up_light))
    erasers.register("followup", rights.PlanEraser())
    sealed.register("followup", rights.EvidenceSealed())
    sealed_things.register(rights.EVIDENCE, _("Evidence of what became of an action plan"))
    purposes.register("follow_up", _("to see what became of an action plan"))
    retention.register(YEAR, rights.YearRetention())
    retention.register("followup.plans", rights.PlanRetention())
    retention.register("followup.country_reports", rights.ReportRetention())
    for name, rows in rights.HELD.items():
        held.register(name, rows)
    register(
        Link(
            area=Area.TASKS,
            order=13,
            view="followup:mine",
            label=_("My action plan"),
            is_for=whoever_holds({Role.PARTICIPANT, Role.ALUMNUS}),
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=27,
            view="followup:countries",
            label=_("Action plans of my country"),
            is_for=whoever_holds({Role.FOCAL_POINT}),
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=28,
            view="followup:index",
            label=_("Action plans"),
            is_for=whoever_holds(READERS),
        )
    )
