"""What the worker does for the newsroom."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import job, periodic
from balai.newsroom.services import counting, subscribing, telling

if TYPE_CHECKING:
    from datetime import datetime


@job(telling.TELL, label=_("Tell subscribers of an article"))
def tell_subscribers(article_id: str) -> None:
    """Write to all who asked for such news."""
    telling.tell_subscribers(article_id=UUID(article_id), at=clock.now())


@periodic("newsroom.forget_old", label=_("Forget subscriptions that nobody confirmed"), cron="37 3 * * *")
def forget_old(at: datetime) -> None:
    """Remove what nobody confirmed, old letters with news, and old numbers of readers."""
    subscribing.forget_old(at=at)
    counting.forget_readings(on=at.date())
