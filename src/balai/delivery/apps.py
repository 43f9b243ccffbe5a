from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class DeliveryConfig(AppConfig):
    name = "balai.delivery"

    def ready(self) -> None:
        """Offer what this room adds to those below it, by subject."""
        _offer_presence()


def _offer_presence() -> None:
    # Models are there only now; ready() is where rooms meet.
    from balai.delivery.adapters.rights import PresenceEraser, ScanRetention  # noqa: PLC0415 -- as above
    from balai.delivery.queries.presence import presences_about, scans_about  # noqa: PLC0415 -- as above
    from balai.people.registries import Rows, erasers, held, retention  # noqa: PLC0415 -- as above
    from balai.ui.navigation import Area, Link, register  # noqa: PLC0415 -- as above

    held.register(
        "presence",
        Rows(
            label=_("Your presence at sessions"),
            rows=presences_about,
            fields=["session__code", "state", "arrived_at", "left_at", "is_claimed", "decided_at"],
        ),
    )
    held.register(
        "presence_scans",
        Rows(
            label=_("Scans and ticks that your presence follows from"),
            rows=scans_about,
            fields=["session__code", "mark", "method", "at", "received_at"],
        ),
    )
    erasers.register("presence", PresenceEraser())
    retention.register("presence_scans", ScanRetention())
    register(
        Link(area=Area.PERSON, order=25, view="delivery:index", label=_("Presence"), is_for=sees_presence)
    )


def sees_presence(request: HttpRequest) -> bool:
    """Whether the reader sees who was there, in one edition or more."""
    from balai.delivery.rules.presence import SEES  # noqa: PLC0415 -- models are there only now

    return any(grant.role in SEES for grant in getattr(request, "grants", ()))
