from __future__ import annotations

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "balai.people"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and listen to sign-ins."""
        from balai.people import receivers  # noqa: F401 -- signals are connected by importing
        from balai.people.offering import offer

        offer()
