from __future__ import annotations

import ninja
from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "balai.kernel"

    def ready(self) -> None:
        # Of the hundreds of shapes that the API takes and gives, what checks them is built when it is first used:
        # each worker uses a few, and all together take 7 MB and a tenth of a second of each start.
        ninja.Schema.model_config["defer_build"] = True
