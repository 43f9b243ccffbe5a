"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds, reminder_sources
from balai.kernel import gathering
from balai.kernel.restricted import purposes, sealed_things
from balai.nominations import gathering as own
from balai.nominations.adapters import application_rights, lights, own_records
from balai.nominations.adapters.letters import LETTERS
from balai.nominations.adapters.reminders import reminders
from balai.nominations.adapters.rights import NominationEraser, NominationRetention
from balai.nominations.enums import DocumentKind
from balai.nominations.queries import countries_of
from balai.nominations.rules import READERS
from balai.nominations.rules.applications import HEALTH_READERS
from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.people.registries import erasers, held, retention, sealed
from balai.programmes import registries
from balai.ui.navigation import Area, Link, register

if TYPE_CHECKING:
    from django.http import HttpRequest


def offer() -> None:
    """Enter it in the registries."""
    for document in DocumentKind:
        sealed_things.register(f"document.{document}", document.label)
    sealed_things.register("country_call.letter", _("The letter of the government"))
    purposes.register("nominations", _("to judge nominations"))
    purposes.register("own", _("because it is their own"))
    purposes.register("applications", _("to check an application"))
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("nominations.call", reminders)
    registries.readings.register("nominations", lights.what_lights_look_at)
    registries.lights.register("call", registries.PlacedLight(order=110, source=lights.call_light))
    registries.lights.register(
        "nominations", registries.PlacedLight(order=120, source=lights.nominations_light)
    )
    registries.stage_facts.register("call", lights.call_fact)
    registries.stage_facts.register("nominations", lights.nominations_fact)
    gathering.search.register("nominations", own.NominationSearch())
    gathering.tasks.register("nominations", own.waiting)
    erasers.register("nominations", NominationEraser())
    retention.register("nominations", NominationRetention())
    sealed.register("applications", application_rights.ApplicationsSealed())
    erasers.register("applications", application_rights.ApplicationEraser())
    retention.register("applications.sealed", application_rights.SealedRetention())
    retention.register("applications", application_rights.ApplicationRetention())
    for name, rows in own_records.HELD.items():
        held.register(name, rows)
    register(
        Link(
            area=Area.TASKS,
            order=30,
            view="nominations:index",
            label=_("Nominations"),
            is_for=whoever_holds(READERS),
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=15,
            view="nominations:mine",
            label=_("My country"),
            is_for=speaks_for_a_country,
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=16,
            view="nominations:my_applications",
            label=_("My applications"),
            is_for=whoever_holds({Role.NOMINEE}),
        )
    )
    register(
        Link(
            area=Area.TASKS,
            order=31,
            view="nominations:care",
            label=_("Health and needs"),
            is_for=whoever_holds(HEALTH_READERS),
        )
    )


def speaks_for_a_country(request: HttpRequest) -> bool:
    """Whether the reader is the focal point of a country."""
    return bool(countries_of(getattr(request, "grants", ())))
