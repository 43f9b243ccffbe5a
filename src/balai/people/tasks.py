"""What the worker does for people: copies, and each night what ends."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import job, periodic
from balai.people.services import copying, erasing, retaining

if TYPE_CHECKING:
    from datetime import datetime


@job(copying.MAKE, label=_("Make somebody’s copy of what is held about them"))
def make_copy(copy_id: str) -> None:
    """Make a copy that somebody asked for."""
    copying.make_copy(copy_id=UUID(copy_id), at=clock.now())


@periodic("people.forget_expired", label=_("Forget what is past its time"), cron="7 3 * * *")
def forget_expired(at: datetime) -> None:
    """Finish erasures, forget what is past its time, and remove old copies."""
    erasing.finish_erasures(at=at)
    retaining.forget_expired(at=at)
    copying.put_old_copies_away(at=at)
