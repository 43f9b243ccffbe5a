from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "balai.programmes"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and hear of days that are declared."""
        from balai.directory.signals import days_declared
        from balai.programmes.offering import offer
        from balai.programmes.receivers import follow_calendars

        offer()
        days_declared.connect(follow_calendars)
