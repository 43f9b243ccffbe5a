from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class DrillConfig(AppConfig):
    """Makes the drill's job known to web server and worker."""

    name = "tests.drill"
    label = "drill"

    def ready(self) -> None:
        import_module("tests.drill.deed")  # declares its job
