"""What the worker does for correspondence."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.correspondence.services import delivery, inbox, reminders
from balai.correspondence.services.writing import DELIVER
from balai.kernel import clock
from balai.kernel.jobs import job, periodic

if TYPE_CHECKING:
    from datetime import datetime


@job(DELIVER, label=_("Send a letter"))
def deliver(letter_id: str) -> None:
    """Try to hand one letter over to the mail server."""
    delivery.deliver(letter_id=UUID(letter_id), clock=clock.now)


@periodic("correspondence.remind", label=_("Plan and send reminders"), cron="*/5 * * * *")
def remind(at: datetime) -> None:
    """Plan, change, cancel and send reminders."""
    reminders.remind(at=at)


@periodic("correspondence.read_bounces", label=_("Read which mails came back"), cron="*/5 * * * *")
def read_bounces(at: datetime) -> None:
    """Read the delivery reports that the operator's mail server put into the inbox folder."""
    inbox.read_inbox(at=at)
