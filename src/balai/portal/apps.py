from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class PortalConfig(AppConfig):
    name = "balai.portal"

    def ready(self) -> None:
        from balai.portal.context import (  # noqa: PLC0415 -- models are there only now
            SampleLife,
            given_up_jobs,
            no_worker,
        )
        from balai.programmes.registries import EditionPage, edition_pages  # noqa: PLC0415 -- as above
        from balai.ui import banners  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, everybody, register, whoever_signed_in  # noqa: PLC0415 -- as above

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
                is_for=takes_part,
            )
        )
        board = EditionPage(label=_("Board"), view="portal:board", order=10)
        edition_pages.register("board", board)
        banners.register("no-worker", no_worker)
        banners.register("worker-gave-up", given_up_jobs)
        banners.register("sample-life", SampleLife())


def takes_part(request: HttpRequest) -> bool:
    """Whether the reader takes or took part in a programme."""
    from balai.people.enums import Role  # noqa: PLC0415 -- models are there only now

    own = {Role.PARTICIPANT, Role.ALUMNUS}
    return any(grant.role in own for grant in getattr(request, "grants", ()))
