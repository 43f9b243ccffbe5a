from __future__ import annotations

from django.apps import AppConfig


class AlumniConfig(AppConfig):
    name = "balai.alumni"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and hear when somebody no longer agrees."""
        from balai.alumni.offering import offer
        from balai.alumni.receivers import leave_with_consent
        from balai.people.signals import consent_withdrawn

        offer()
        consent_withdrawn.connect(leave_with_consent, dispatch_uid="alumni.entries")
