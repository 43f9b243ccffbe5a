"""What the workers do for the queue itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.jobs import periodic, remove_old

if TYPE_CHECKING:
    from datetime import datetime


@periodic("kernel.remove_old_jobs", label=_("Remove what is old from the queue"), cron="17 3 * * *")
def remove(at: datetime) -> None:
    remove_old(at=at)
