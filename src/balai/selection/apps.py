from __future__ import annotations

from django.apps import AppConfig


class SelectionConfig(AppConfig):
    name = "balai.selection"

    def ready(self) -> None:
        """Offer what this room adds to those below it, each part by a function of its own."""
        offer_letters()


def offer_letters() -> None:
    """Letters about offers, and reminders of those that end."""
    # Models are there only now; ready() is where rooms meet.
    from balai.correspondence.registries import letter_kinds, reminder_sources  # noqa: PLC0415 -- as above
    from balai.selection.adapters.letters import LETTERS  # noqa: PLC0415 -- as above
    from balai.selection.adapters.reminders import reminders  # noqa: PLC0415 -- as above

    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    reminder_sources.register("selection.offers", reminders)
