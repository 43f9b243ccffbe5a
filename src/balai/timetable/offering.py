"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds
from balai.kernel import gathering
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.people.registries import Rows, erasers, held, retention
from balai.programmes import registries
from balai.timetable.adapters import lights
from balai.timetable.adapters.letters import LETTERS
from balai.timetable.adapters.rights import DriverRetention
from balai.timetable.gathering import waiting
from balai.timetable.queries.calendars import calendar_addresses_of
from balai.timetable.rules.planning import HOLDERS, READERS
from balai.timetable.services.addressing import CalendarAddressEraser
from balai.timetable.services.sample import life_of_timetable
from balai.ui.navigation import Area, Link, register


def offer() -> None:
    """Enter it in the registries."""
    chapters.register("timetable", Chapter(order=20, stages=life_of_timetable))
    gathering.tasks.register("timetable", waiting)
    held.register(
        "calendar_address",
        Rows(
            label=_("The address of your calendar"),
            rows=calendar_addresses_of,
            fields=["given_at"],
            view="timetable:own_calendar_address",
        ),
    )
    erasers.register("calendar_address", CalendarAddressEraser())
    retention.register("drivers", DriverRetention())
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    light = registries.PlacedLight(order=150, source=lights.timetable_light)
    registries.lights.register("timetable", light)
    registries.stage_facts.register("preparation", lights.timetable_fact)
    # Participants have My programme instead
    register(
        Link(
            area=Area.TASKS,
            order=13,
            view="timetable:mine",
            label=_("My sessions"),
            is_for=whoever_holds(HOLDERS),
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=36,
            view="timetable:index",
            label=_("Timetables"),
            is_for=whoever_holds(READERS),
        )
    )
