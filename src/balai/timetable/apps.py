from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class TimetableConfig(AppConfig):
    name = "balai.timetable"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        # Models are there only now; ready() is where rooms meet.
        from balai.correspondence.registries import letter_kinds  # noqa: PLC0415 -- as above
        from balai.kernel import gathering  # noqa: PLC0415 -- as above
        from balai.kernel.sample import Chapter, chapters  # noqa: PLC0415 -- as above
        from balai.people.registries import Rows, erasers, held, retention  # noqa: PLC0415 -- as above
        from balai.programmes import registries  # noqa: PLC0415 -- as above
        from balai.timetable.adapters import lights  # noqa: PLC0415 -- as above
        from balai.timetable.adapters.letters import LETTERS  # noqa: PLC0415 -- as above
        from balai.timetable.adapters.rights import DriverRetention  # noqa: PLC0415 -- as above
        from balai.timetable.gathering import waiting  # noqa: PLC0415 -- as above
        from balai.timetable.queries.calendars import calendar_addresses_of  # noqa: PLC0415 -- as above
        from balai.timetable.services.addressing import CalendarAddressEraser  # noqa: PLC0415 -- as above
        from balai.timetable.services.sample import life_of_timetable  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

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
        register(
            Link(
                area=Area.TASKS, order=13, view="timetable:mine", label=_("My sessions"), is_for=has_sessions
            )
        )
        register(
            Link(
                area=Area.TASKS,
                order=36,
                view="timetable:index",
                label=_("Timetables"),
                is_for=reads_timetables,
            )
        )


def has_sessions(request: HttpRequest) -> bool:
    """Whether the reader may teach or host sessions; participants have My programme."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    own = {Role.RESOURCE_PERSON, Role.PRACTICE_SUPERVISOR, Role.CENTRE_COORDINATOR}
    return any(grant.role in own for grant in getattr(request, "grants", ()))


def reads_timetables(request: HttpRequest) -> bool:
    """Whether the reader sees drafts, in one edition or more."""
    from balai.timetable.rules.planning import READERS  # noqa: PLC0415 -- models are there only now

    return any(grant.role in READERS for grant in getattr(request, "grants", ()))
