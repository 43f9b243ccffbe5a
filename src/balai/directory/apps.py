from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "balai.directory"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and keep the tables as this version ships them."""
        from balai.directory.offering import offer
        from balai.directory.receivers import tables_are_up_to_date

        offer()
        post_migrate.connect(tables_are_up_to_date, sender=self)
