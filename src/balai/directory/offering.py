"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.directory import gathering as own
from balai.directory.adapters import rights
from balai.directory.bundle import register_parts
from balai.directory.rules import READERS
from balai.kernel import gathering
from balai.people.access import whoever_holds
from balai.people.registries import erasers, held, scope_kinds
from balai.ui.navigation import Area, Link, everybody, register


def offer() -> None:
    """Enter it in the registries."""
    register_parts()
    scope_kinds.register("country", own.CountryScope())
    scope_kinds.register("organisation", own.OrganisationScope())
    erasers.register("resource_persons", rights.ResourcePersonEraser())
    held.register("resource_person", rights.HELD)
    held.register("resource_person_days", rights.HELD_DAYS)
    held.register("resource_person_topics", rights.HELD_TOPICS)
    for name, source in own.search_sources():
        gathering.search.register(name, source)
    register(
        Link(
            area=Area.TASKS,
            order=60,
            view="directory:index",
            label=_("Directory"),
            is_for=whoever_holds(READERS),
        )
    )
    register(Link(area=Area.PUBLIC, order=15, view="centres:centres", label=_("Centres"), is_for=everybody))
