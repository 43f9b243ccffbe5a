from __future__ import annotations

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "balai.portal"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.portal.offering import offer

        offer()
