from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class ProgrammesConfig(AppConfig):
    name = "balai.programmes"

    def ready(self) -> None:
        """Offer the pages, letters, scopes, lights, parts of a clone, search and tasks of this room."""
        # Models are there only now; ready() is where rooms meet.
        from balai.correspondence.registries import letter_kinds  # noqa: PLC0415 -- as above
        from balai.directory.signals import days_declared  # noqa: PLC0415 -- as above
        from balai.kernel import gathering  # noqa: PLC0415 -- as above
        from balai.kernel.restricted import purposes  # noqa: PLC0415 -- as above
        from balai.people.registries import scope_kinds  # noqa: PLC0415 -- as above
        from balai.programmes import registries  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.carrying import CARRIED  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.gathered import EditionSearch, waiting  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.letters import EDITION_LETTERS  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.lights import LIGHTS  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.papers import papers  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.scope import EditionScope  # noqa: PLC0415 -- as above
        from balai.programmes.bundle import register_parts  # noqa: PLC0415 -- as above
        from balai.programmes.queries.life import what_lights_look_at  # noqa: PLC0415 -- as above
        from balai.programmes.receivers import follow_calendars  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

        register_parts()
        days_declared.connect(follow_calendars)
        purposes.register("import", _("to import it"))
        purposes.register("export", _("to take it along"))
        scope_kinds.register("edition", EditionScope())
        for code, kind in EDITION_LETTERS.items():
            letter_kinds.register(code, kind)
        for name, part in CARRIED.items():
            registries.carried.register(name, part)
        registries.documents.register("programmes", papers)
        registries.readings.register("programmes", what_lights_look_at)
        for order, (name, light) in enumerate(LIGHTS.items(), start=1):
            registries.lights.register(name, registries.PlacedLight(order=10 * order, source=light))
        for order, view, label in (
            (20, "edition", _("Definition")),
            (30, "curriculum", _("Curriculum")),
            (40, "places", _("Places")),
            (50, "money", _("Money")),
            (60, "dates", _("Dates")),
            (70, "partners", _("Partners")),
            (80, "booklet", _("Booklet")),
        ):
            page = registries.EditionPage(label=label, view=f"programmes:{view}", order=order)
            registries.edition_pages.register(view, page)
        gathering.search.register("editions", EditionSearch())
        gathering.tasks.register("programmes", waiting)
        register(
            Link(
                area=Area.TASKS,
                order=20,
                view="programmes:index",
                label=_("Programmes"),
                is_for=reads_editions,
            )
        )


def reads_editions(request: HttpRequest) -> bool:
    """Whether the reader is of an office that reads editions."""
    from balai.programmes.rules import READERS  # noqa: PLC0415 -- models are there only now

    return any(grant.role in READERS for grant in getattr(request, "grants", ()))
