from __future__ import annotations

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "balai.newsroom"

    def ready(self) -> None:
        from balai.newsroom.adapters.rights import QUOTED, PressEraser  # noqa: PLC0415 -- models are there only now
        from balai.people.registries import erasers, held  # noqa: PLC0415 -- as above

        held.register("quotations", QUOTED)
        erasers.register("quotations", PressEraser())
