from __future__ import annotations

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "balai.newsroom"

    def ready(self) -> None:
        """Offer what this room adds to those below it, and hear when somebody no longer agrees."""
        from balai.newsroom.offering import offer
        from balai.newsroom.receivers import take_from_issues
        from balai.people.signals import consent_withdrawn

        offer()
        consent_withdrawn.connect(take_from_issues, dispatch_uid="newsroom.issues")
