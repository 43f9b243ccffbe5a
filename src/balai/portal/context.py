"""What the portal says on every page, before anything else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from balai.kernel.jobs import worker_seen_at
from balai.people.enums import Role
from balai.people.models import Account
from balai.people.queries import grants_held_by
from balai.ui.banners import Banner

if TYPE_CHECKING:
    from django.http import HttpRequest

SILENCE = timedelta(minutes=1)
"""A worker says every ten seconds that it lives."""


def no_worker(request: HttpRequest) -> Banner | None:
    """Tell administrators, and nobody else, that letters and reminders stay where they are."""
    at = timezone.now()  # noqa: TID251 -- every page asks, there is no view to ask for it
    if not isinstance(request.user, Account):
        return None
    if not grants_held_by(request.user, at=at).filter(role=Role.ADMINISTRATOR).exists():
        return None
    seen = worker_seen_at()
    if seen is not None and at - seen < SILENCE:
        return None
    return Banner(
        state="late",
        text=_("No worker is running: letters are not sent and reminders do not come. Start one:"),
        command="balai worker",
    )
