"""What the worker does for this room: public figures follow the records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.jobs import periodic
from balai.reporting.services.evidence import refresh_evidence

if TYPE_CHECKING:
    from datetime import datetime


@periodic(
    "reporting.refresh_evidence", label=_("Count anew what is public of programmes"), cron="17 20 * * *"
)
def refresh(at: datetime) -> None:
    """Each night in Asia: a new version where a figure changed."""
    refresh_evidence(at=at)
