from __future__ import annotations

from django.apps import AppConfig


class AlumniConfig(AppConfig):
    name = "balai.alumni"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and hear when somebody no longer agrees."""
        from balai.alumni.offering import offer  # noqa: PLC0415 -- models are there only now
        from balai.alumni.receivers import leave_with_consent  # noqa: PLC0415 -- as above
        from balai.people.signals import consent_withdrawn  # noqa: PLC0415 -- as above

        offer()
        consent_withdrawn.connect(leave_with_consent, dispatch_uid="alumni.entries")
