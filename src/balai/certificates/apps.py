from __future__ import annotations

from django.apps import AppConfig


class CertificatesConfig(AppConfig):
    name = "balai.certificates"

    def ready(self) -> None:
        """Offer what this room adds to those below it."""
        from balai.certificates.offering import offer

        offer()
