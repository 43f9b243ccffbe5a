"""What the worker does for certificates."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.certificates.services.issuing import ISSUE, work_through
from balai.kernel import clock
from balai.kernel.jobs import job


@job(ISSUE, label=_("Issue certificates"))
def issue(batch_id: str) -> None:
    """Issue what is missing of a batch."""
    work_through(batch_id=UUID(batch_id), at=clock.now())
