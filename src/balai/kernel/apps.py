from __future__ import annotations

import ninja
from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "balai.kernel"

    def ready(self) -> None:
        # There are hundreds of shapes that the API takes and gives. What checks one is built when it is first
        # used: a worker uses few of them, and all take 7 MB and a tenth of a second of each start.
        ninja.Schema.model_config["defer_build"] = True
