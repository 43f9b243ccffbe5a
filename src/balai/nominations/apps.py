from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class NominationsConfig(AppConfig):
    name = "balai.nominations"

    def ready(self) -> None:
        """Offer pages, letters, reminders, lights, search and tasks of this room, and listen for calls."""
        # Models are there only now; ready() is where rooms meet.
        from balai.correspondence.registries import letter_kinds, reminder_sources  # noqa: PLC0415 -- as above
        from balai.kernel import gathering  # noqa: PLC0415 -- as above
        from balai.kernel.restricted import purposes, sealed_things  # noqa: PLC0415 -- as above
        from balai.nominations import gathering as own  # noqa: PLC0415 -- as above
        from balai.nominations.adapters import (  # noqa: PLC0415 -- as above
            application_rights,
            lights,
            own_records,
        )
        from balai.nominations.adapters.letters import LETTERS  # noqa: PLC0415 -- as above
        from balai.nominations.adapters.reminders import reminders  # noqa: PLC0415 -- as above
        from balai.nominations.adapters.rights import (  # noqa: PLC0415 -- as above
            NominationEraser,
            NominationRetention,
        )
        from balai.nominations.enums import DocumentKind  # noqa: PLC0415 -- as above
        from balai.nominations.receivers import invite_countries  # noqa: PLC0415 -- as above
        from balai.people.registries import erasers, held, retention, sealed  # noqa: PLC0415 -- as above
        from balai.programmes import registries  # noqa: PLC0415 -- as above
        from balai.programmes.signals import call_opened  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

        for document in DocumentKind:
            sealed_things.register(f"document.{document}", document.label)
        sealed_things.register("country_call.letter", _("The letter of the government"))
        purposes.register("nominations", _("to judge nominations"))
        purposes.register("own", _("because it is their own"))
        purposes.register("applications", _("to check an application"))
        call_opened.connect(invite_countries, dispatch_uid="nominations.invite")
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
                is_for=reads_nominations,
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
                is_for=is_nominated,
            )
        )
        register(
            Link(
                area=Area.TASKS,
                order=31,
                view="nominations:care",
                label=_("Health and needs"),
                is_for=cares_for_people,
            )
        )


def cares_for_people(request: HttpRequest) -> bool:
    """Whether the reader is a health officer."""
    from balai.nominations.rules.applications import HEALTH_READERS  # noqa: PLC0415 -- models are there now

    return any(grant.role in HEALTH_READERS for grant in getattr(request, "grants", ()))


def reads_nominations(request: HttpRequest) -> bool:
    """Whether the reader sees the nominations of every country, in one edition or more."""
    from balai.nominations.rules import READERS  # noqa: PLC0415 -- models are there only now

    return any(grant.role in READERS for grant in getattr(request, "grants", ()))


def speaks_for_a_country(request: HttpRequest) -> bool:
    """Whether the reader is the focal point of a country."""
    from balai.nominations.queries import countries_of  # noqa: PLC0415 -- as above

    return bool(countries_of(getattr(request, "grants", ())))


def is_nominated(request: HttpRequest) -> bool:
    """Whether the reader is a nominee of an edition, or was one."""
    from balai.people.enums import Role  # noqa: PLC0415 -- as above

    return any(grant.role == Role.NOMINEE for grant in getattr(request, "grants", ()))
