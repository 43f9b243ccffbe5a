"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds
from balai.kernel import gathering
from balai.kernel.restricted import purposes
from balai.people.access import whoever_holds
from balai.people.registries import scope_kinds
from balai.programmes import registries
from balai.programmes.adapters.carrying import CARRIED
from balai.programmes.adapters.gathered import EditionSearch, waiting
from balai.programmes.adapters.letters import EDITION_LETTERS
from balai.programmes.adapters.lights import LIGHTS
from balai.programmes.adapters.papers import papers
from balai.programmes.adapters.scope import EditionScope
from balai.programmes.bundle import register_parts
from balai.programmes.queries.life import what_lights_look_at
from balai.programmes.rules import READERS
from balai.ui.navigation import Area, Link, register


def offer() -> None:
    """Enter it in the registries."""
    register_parts()
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
            is_for=whoever_holds(READERS),
        )
    )
