from __future__ import annotations

from django.apps import AppConfig


class NominationsConfig(AppConfig):
    name = "balai.nominations"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and listen for calls."""
        from balai.nominations.offering import offer
        from balai.nominations.receivers import invite_countries
        from balai.programmes.signals import call_opened

        offer()
        call_opened.connect(invite_countries, dispatch_uid="nominations.invite")
