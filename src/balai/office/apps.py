from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class OfficeConfig(AppConfig):
    name = "balai.office"

    def ready(self) -> None:
        from balai.office.queries import host  # noqa: PLC0415 -- models are there only now
        from balai.ui.host import provide  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

        provide(host)
        register(
            Link(area=Area.PERSON, order=60, view="office:office", label=_("Office"), is_for=administers)
        )


def administers(request: HttpRequest) -> bool:
    """Whether the reader may change the office."""
    return any(grant.role == "administrator" for grant in getattr(request, "grants", ()))
