"""What this room adds to those below it: loaded by ready(), when models are there."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balai.correspondence.registries import letter_kinds
from balai.kernel import gathering
from balai.kernel.sample import Chapter, chapters
from balai.newsroom.adapters.announcing import newest, shelf_of
from balai.newsroom.adapters.letters import LETTERS
from balai.newsroom.adapters.reporting import told_of_media
from balai.newsroom.adapters.rights import QUOTED, SUBSCRIBED, PressEraser, SubscriptionEraser
from balai.newsroom.rules.access import READERS
from balai.newsroom.services.sample import life_of_news
from balai.people.access import whoever_holds
from balai.people.registries import erasers, held
from balai.programmes.registries import news
from balai.reporting.registries import tellers
from balai.ui.navigation import Area, Link, everybody, register


def offer() -> None:
    """Enter it in the registries."""
    tellers.register("media", told_of_media)
    chapters.register("newsroom", Chapter(order=50, stages=life_of_news))
    held.register("quotations", QUOTED)
    erasers.register("quotations", PressEraser())
    held.register("subscriptions", SUBSCRIBED)
    erasers.register("subscriptions", SubscriptionEraser())
    for code, kind in LETTERS.items():
        letter_kinds.register(code, kind)
    gathering.announcements.register("news", newest)
    news.register("newsroom", shelf_of)
    register(Link(area=Area.PUBLIC, order=15, view="news:front", label=_("News"), is_for=everybody))
    register(
        Link(
            area=Area.PERSON,
            order=30,
            view="newsroom:articles",
            label=_("Newsroom"),
            is_for=whoever_holds(READERS),
        )
    )
