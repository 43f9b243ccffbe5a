from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.people.models import Person


class NominationsConfig(AppConfig):
    name = "balai.nominations"

    def ready(self) -> None:
        """Offer pages, letters, reminders, lights, search and tasks of this room, and listen for calls."""
        # Models are there only now; ready() is where rooms meet.
        from balai.correspondence.registries import letter_kinds, reminder_sources  # noqa: PLC0415 -- as above
        from balai.kernel import gathering  # noqa: PLC0415 -- as above
        from balai.kernel.restricted import purposes  # noqa: PLC0415 -- as above
        from balai.nominations import gathering as own  # noqa: PLC0415 -- as above
        from balai.nominations.adapters import lights  # noqa: PLC0415 -- as above
        from balai.nominations.adapters.letters import LETTERS  # noqa: PLC0415 -- as above
        from balai.nominations.adapters.reminders import reminders  # noqa: PLC0415 -- as above
        from balai.nominations.receivers import invite_countries  # noqa: PLC0415 -- as above
        from balai.people.registries import Rows, held  # noqa: PLC0415 -- as above
        from balai.programmes import registries  # noqa: PLC0415 -- as above
        from balai.programmes.signals import call_opened  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

        purposes.register("nominations", _("to judge nominations"))
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
        held.register(
            "nominations",
            Rows(
                label=_("Nominations of you"),
                rows=nominations_of,
                fields=[
                    "code",
                    "country_id",
                    "state",
                    "name",
                    "email",
                    "sex",
                    "birth_on",
                    "passport_until",
                    "track",
                    "employer",
                    "position",
                    "sector",
                    "experience_years",
                    "education",
                    "language_level",
                    "is_military",
                    "took_part_before",
                    "has_conflict_of_interest",
                    "reason",
                    "expected_use",
                    "entered_at",
                    "submitted_at",
                    "withdrawn_at",
                ],
            ),
        )
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


def reads_nominations(request: HttpRequest) -> bool:
    """Whether the reader sees the nominations of every country, in one edition or more."""
    from balai.nominations.rules import READERS  # noqa: PLC0415 -- models are there only now

    return any(grant.role in READERS for grant in getattr(request, "grants", ()))


def speaks_for_a_country(request: HttpRequest) -> bool:
    """Whether the reader is the focal point of a country."""
    from balai.nominations.queries import countries_of  # noqa: PLC0415 -- as above

    return bool(countries_of(getattr(request, "grants", ())))


def nominations_of(persons: Collection[Person]) -> QuerySet[Any]:
    """What a person's own page and copy tell of their nominations."""
    from balai.nominations.models import Nomination  # noqa: PLC0415 -- as above

    return Nomination.objects.filter(person__in=persons)
