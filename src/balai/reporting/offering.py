"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from balai.kernel.restricted import purposes, sealed_things
from balai.kernel.sample import Chapter, chapters
from balai.people.access import whoever_holds
from balai.programmes import registries
from balai.reporting.adapters import evidence, lights, papers
from balai.reporting.documents.report import files_made
from balai.reporting.rules.access import READERS
from balai.reporting.services.receipts import WHAT
from balai.reporting.services.sample import life_of_reporting
from balai.ui.navigation import Area, Link, everybody, register


def offer() -> None:
    """Enter it in the registries."""
    sealed_things.register(WHAT, _("Receipt of a booking"))
    purposes.register("accounts", _("to check accounts"))
    light = registries.PlacedLight(order=180, source=lights.spending_light)
    registries.lights.register("spending", light)
    light = registries.PlacedLight(order=190, source=lights.aid_light)
    registries.lights.register("aid", light)
    light = registries.PlacedLight(order=185, source=lights.report_light)
    registries.lights.register("report", light)
    light = registries.PlacedLight(order=200, source=evidence.evidence_light)
    registries.lights.register("evidence", light)
    registries.documents.register("reporting", papers.shelf)
    chapters.register("reporting", Chapter(order=60, stages=partial(life_of_reporting, files_made)))
    registries.money_pages.register(
        "spending", registries.EditionPage(label=_("Spending"), view="reporting:edition", order=10)
    )
    registries.money_pages.register(
        "evidence", registries.EditionPage(label=_("Evidence"), view="reporting:evidence", order=20)
    )
    register(
        Link(
            area=Area.PERSON,
            order=29,
            view="reporting:index",
            label=_("Spending"),
            is_for=whoever_holds(READERS),
        )
    )
    register(
        Link(
            area=Area.PERSON,
            order=30,
            view="reporting:aid_index",
            label=_("Aid data"),
            is_for=whoever_holds(READERS),
        )
    )
    register(Link(area=Area.ABOUT, order=40, view="aid_pages:listed", label=_("Aid data"), is_for=everybody))
