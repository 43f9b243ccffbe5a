from __future__ import annotations

from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "balai.correspondence"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.correspondence.offering import offer

        offer()
