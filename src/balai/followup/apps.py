from __future__ import annotations

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "balai.followup"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.followup.offering import offer

        offer()
