from __future__ import annotations

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "balai.delivery"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.delivery.offering import offer

        offer()
