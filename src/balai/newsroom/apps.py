from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest


class NewsroomConfig(AppConfig):
    name = "balai.newsroom"

    def ready(self) -> None:
        from balai.correspondence.registries import letter_kinds  # noqa: PLC0415 -- as below
        from balai.kernel import gathering  # noqa: PLC0415 -- models are there only now
        from balai.kernel.sample import Chapter, chapters  # noqa: PLC0415 -- as above
        from balai.newsroom.adapters.announcing import newest, shelf_of  # noqa: PLC0415 -- as above
        from balai.newsroom.adapters.letters import LETTERS  # noqa: PLC0415 -- as above
        from balai.newsroom.adapters.reporting import told_of_media  # noqa: PLC0415 -- as above
        from balai.newsroom.adapters.rights import (  # noqa: PLC0415 -- as above
            QUOTED,
            SUBSCRIBED,
            PressEraser,
            SubscriptionEraser,
        )
        from balai.newsroom.receivers import take_from_issues  # noqa: PLC0415 -- as above
        from balai.newsroom.services.sample import life_of_news  # noqa: PLC0415 -- as above
        from balai.people.registries import erasers, held  # noqa: PLC0415 -- as above
        from balai.people.signals import consent_withdrawn  # noqa: PLC0415 -- as above
        from balai.programmes.registries import news  # noqa: PLC0415 -- as above
        from balai.reporting.registries import tellers  # noqa: PLC0415 -- as above
        from balai.ui.navigation import Area, Link, everybody, register  # noqa: PLC0415 -- as above

        tellers.register("media", told_of_media)
        chapters.register("newsroom", Chapter(order=50, stages=life_of_news))
        held.register("quotations", QUOTED)
        erasers.register("quotations", PressEraser())
        held.register("subscriptions", SUBSCRIBED)
        erasers.register("subscriptions", SubscriptionEraser())
        for code, kind in LETTERS.items():
            letter_kinds.register(code, kind)
        consent_withdrawn.connect(take_from_issues, dispatch_uid="newsroom.issues")
        gathering.announcements.register("news", newest)
        news.register("newsroom", shelf_of)
        register(Link(area=Area.PUBLIC, order=15, view="news:front", label=_("News"), is_for=everybody))
        register(
            Link(
                area=Area.PERSON, order=30, view="newsroom:articles", label=_("Newsroom"), is_for=reads_drafts
            )
        )


def reads_drafts(request: HttpRequest) -> bool:
    """Whether the reader is of the newsroom, or of an office that reads its drafts."""
    from balai.newsroom.rules.access import READERS  # noqa: PLC0415 -- models are there only now

    return any(grant.role in READERS for grant in getattr(request, "grants", ()))
