"""What the workers do for the queue itself, and for the folder of sealed files."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel import files
from balai.kernel.jobs import periodic, remove_old

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)


@periodic("kernel.remove_old_jobs", label=_("Remove what is old from the queue"), cron="17 3 * * *")
def remove(at: datetime) -> None:
    remove_old(at=at)


@periodic("kernel.sweep_files", label=_("Delete sealed files that nothing names"), cron="37 3 * * *")
def sweep_files(at: datetime) -> None:
    if swept := files.sweep(at=at):
        logger.warning("%s sealed files of deeds that failed or were cut off were deleted", swept)
