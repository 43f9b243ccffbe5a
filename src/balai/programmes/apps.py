from __future__ import annotations

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "balai.programmes"

    def ready(self) -> None:
        """Let roles be bound to one edition, and letters be written about it."""
        from balai.correspondence.registries import letter_kinds  # noqa: PLC0415 -- ready() is where rooms meet
        from balai.people.registries import scope_kinds  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.carrying import CARRIED  # noqa: PLC0415 -- models are there only now
        from balai.programmes.adapters.letters import EDITION_LETTERS  # noqa: PLC0415 -- as above
        from balai.programmes.adapters.scope import EditionScope  # noqa: PLC0415 -- as above
        from balai.programmes.bundle import register_parts  # noqa: PLC0415 -- as above
        from balai.programmes.registries import carried  # noqa: PLC0415 -- as above

        register_parts()
        scope_kinds.register("edition", EditionScope())
        for name, part in CARRIED.items():
            carried.register(name, part)
        for code, kind in EDITION_LETTERS.items():
            letter_kinds.register(code, kind)
