from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "balai.reporting"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.reporting.offering import offer

        offer()
