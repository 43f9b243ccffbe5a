"""What the workers do for the queue itself, for the folder of sealed files, and in a demonstration."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel import files
from balai.kernel.jobs import enqueue, job, periodic, remove_old
from balai.kernel.sample import LIVE, go_on, told

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


@job(LIVE, label=_("Live the life of the sample programme"))
def live_sample() -> None:
    """Go one stage of the demonstration’s life, and ask for the next; a stop waits for one at most."""
    gone = go_on()
    if gone is not None:
        print(told(gone), flush=True)  # noqa: T201 -- the demonstration’s terminal
        enqueue(LIVE, only_one=LIVE)
