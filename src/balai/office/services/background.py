"""What administrators decide about work in the background that was given up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from procrastinate.exceptions import AlreadyEnqueued

from balai.audit.services import record
from balai.kernel.jobs import dismiss_failed, failed_jobs, retry_failed
from balai.kernel.references import Reference
from balai.kernel.refusal import Refusal, RuleViolationError

if TYPE_CHECKING:
    from datetime import datetime

    from procrastinate.contrib.django.models import ProcrastinateJob

NOT_GIVEN_UP = Refusal(
    "job.not_given_up",
    _("This job is not among those that were given up any more: somebody tried it again or dismissed it."),
)
WAITS_ALREADY = Refusal(
    "job.waits_already", _("The same work waits in the queue already. Dismiss this job instead.")
)


@transaction.atomic
def retry_job(*, job_id: int, actor: str, at: datetime) -> None:
    """Queue a job again that was given up; for when its cause is mended.

    Raises:
        RuleViolationError: ``job.not_given_up``; ``job.waits_already``.
    """
    row = _locked(job_id)
    try:
        retry_failed(job_id=row.pk, at=at)
    except AlreadyEnqueued as error:
        raise RuleViolationError(WAITS_ALREADY) from error
    record(actor=actor, action="job.retried", subject=_subject(row), at=at, detail={"name": row.task_name})


@transaction.atomic
def dismiss_job(*, job_id: int, actor: str, at: datetime) -> None:
    """Let a job rest that was given up, because what it was to do is not wanted any more.

    Raises:
        RuleViolationError: ``job.not_given_up``.
    """
    row = _locked(job_id)
    dismiss_failed(job_id=row.pk)
    record(actor=actor, action="job.dismissed", subject=_subject(row), at=at, detail={"name": row.task_name})


def _locked(job_id: int) -> ProcrastinateJob:
    row = failed_jobs().select_for_update().filter(pk=job_id).first()
    if row is None:
        raise RuleViolationError(NOT_GIVEN_UP)
    return row


def _subject(row: ProcrastinateJob) -> str:
    return str(Reference("job", str(row.pk)))
