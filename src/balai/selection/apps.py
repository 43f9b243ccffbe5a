from __future__ import annotations

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "balai.selection"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.selection.offering import offer

        offer()
