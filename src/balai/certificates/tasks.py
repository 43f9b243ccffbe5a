"""What the worker does for certificates."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.certificates.services.issuing import ISSUE, work_through
from balai.certificates.services.telling import TELL, tell_all
from balai.kernel import clock
from balai.kernel.jobs import job


@job(ISSUE, label=_("Issue certificates"))
def issue(batch_id: str) -> None:
    """Issue what is missing of a batch."""
    work_through(batch_id=UUID(batch_id), at=clock.now())


@job(TELL, label=_("Write to participants about their certificates"))
def tell(batch_id: str) -> None:
    """Write to those of a batch whom nobody has written to."""
    tell_all(batch_id=UUID(batch_id), at=clock.now())
