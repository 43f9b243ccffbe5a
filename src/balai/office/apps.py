from __future__ import annotations

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "balai.office"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.office.offering import offer

        offer()
