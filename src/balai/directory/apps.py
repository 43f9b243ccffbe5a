from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    name = "balai.directory"

    def ready(self) -> None:
        from balai.directory.bundle import register_parts  # noqa: PLC0415 -- models are there only now
        from balai.directory.receivers import tables_are_up_to_date  # noqa: PLC0415 -- models are there only now

        register_parts()
        post_migrate.connect(tables_are_up_to_date, sender=self)
