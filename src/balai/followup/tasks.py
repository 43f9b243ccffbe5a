"""What the worker does for plans: asking those without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.followup.services.comparing import ask_a_year_later
from balai.followup.services.following import ask_by_link
from balai.kernel.jobs import periodic

if TYPE_CHECKING:
    from datetime import datetime


@periodic(
    "followup.ask_by_link",
    label=_("Ask by link how action plans go, and both groups a year later"),
    cron="43 * * * *",
)
def ask(at: datetime) -> None:
    """Write to supervisors, successors, participants and reserves whose answer is due."""
    ask_by_link(at=at)
    ask_a_year_later(at=at)
