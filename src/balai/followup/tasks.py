"""What the worker does for plans: asking those without an account how they go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.followup.services.following import ask_by_link
from balai.kernel.jobs import periodic

if TYPE_CHECKING:
    from datetime import datetime


@periodic("followup.ask_by_link", label=_("Ask supervisors how action plans go"), cron="43 * * * *")
def ask(at: datetime) -> None:
    """Write to supervisors whose answer is due, and put links away that nobody needs."""
    ask_by_link(at=at)
