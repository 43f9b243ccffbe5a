from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "balai.audit"

    def ready(self) -> None:
        from balai.audit.services import record_look
        from balai.kernel.restricted import look_logs

        look_logs.register("audit", record_look)
