from __future__ import annotations

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "balai.exchange"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.exchange.offering import offer

        offer()
