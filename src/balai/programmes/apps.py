from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "balai.programmes"

    def ready(self) -> None:
        """Let roles be bound to one edition."""
        from balai.people.registries import scope_kinds  # noqa: PLC0415 -- ready() is where rooms meet
        from balai.programmes.adapters.scope import EditionScope  # noqa: PLC0415 -- models are there only now

        scope_kinds.register("edition", EditionScope())
