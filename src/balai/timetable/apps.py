from __future__ import annotations

from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "balai.timetable"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.timetable.offering import offer

        offer()
