"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.people.access import whoever_holds
from balai.people.enums import Role
from balai.portal.context import SampleLife, given_up_jobs, no_worker
from balai.programmes.registries import EditionPage, edition_pages
from balai.ui import banners
from balai.ui.navigation import Area, Link, everybody, register, whoever_signed_in


def offer() -> None:
    """Enter it in the registries."""
    for area, order, view, label in (
        (Area.PUBLIC, 10, "public:catalogue", _("Programmes")),
        (Area.PUBLIC, 20, "public:how_it_works", _("How it works")),
        (Area.ABOUT, 10, "public:privacy", _("Privacy")),
        (Area.ABOUT, 20, "public:accessibility", _("Accessibility")),
        (Area.ABOUT, 30, "portal:preferences", _("Language and appearance")),
    ):
        register(Link(area=area, order=order, view=view, label=label, is_for=everybody))
    for order, view, label in ((10, "portal:tasks", _("My tasks")), (90, "portal:search", _("Search"))):
        register(Link(area=Area.TASKS, order=order, view=view, label=label, is_for=whoever_signed_in))
    register(
        Link(
            area=Area.TASKS,
            order=11,
            view="portal:my_programme",
            label=_("My programme"),
            is_for=whoever_holds({Role.PARTICIPANT, Role.ALUMNUS}),
        )
    )
    board = EditionPage(label=_("Board"), view="portal:board", order=10)
    edition_pages.register("board", board)
    banners.register("no-worker", no_worker)
    banners.register("worker-gave-up", given_up_jobs)
    banners.register("sample-life", SampleLife())
