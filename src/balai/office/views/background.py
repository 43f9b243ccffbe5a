"""The page of jobs that were given up: administrators see why, try again, or dismiss."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from balai.kernel.jobs import MOST_STARTS, failed_jobs, given_up
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError
from balai.office.services.background import dismiss_job, retry_job
from balai.people.access import roles
from balai.people.enums import Role
from balai.ui.parts import Pager

if TYPE_CHECKING:
    from django.http import HttpResponse

    from balai.people.access import SignedInRequest

administrators = roles(Role.ADMINISTRATOR, everywhere=True)


@administrators
@require_safe
def jobs(request: SignedInRequest) -> HttpResponse:
    """Jobs that were given up, the newest first."""
    page = page_of(failed_jobs(), order=["-id"], after=request.GET.get("after", ""))
    pager = Pager(
        shown=gettext("%(number)d jobs on this page") % {"number": len(page.rows)},
        next_url=f"?after={page.after}" if page.after else "",
    )
    context = {"jobs": given_up(page.rows), "pager": pager, "most_starts": MOST_STARTS}
    return render(request, "office/jobs.html", context)


@administrators
@require_POST
def retry(request: SignedInRequest, job_id: int) -> HttpResponse:
    """Queue one of them again."""
    try:
        retry_job(job_id=job_id, actor=request.user.reference, at=timezone.now())
    except RuleViolationError as violation:
        messages.warning(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("It is in the queue again; a worker takes it at once."))
    return redirect("office:jobs")


@administrators
@require_POST
def dismiss(request: SignedInRequest, job_id: int) -> HttpResponse:
    """Let one of them rest."""
    try:
        dismiss_job(job_id=job_id, actor=request.user.reference, at=timezone.now())
    except RuleViolationError as violation:
        messages.warning(request, str(violation.refusal.message))
    else:
        messages.success(request, gettext("It is dismissed, and will not be tried again."))
    return redirect("office:jobs")
