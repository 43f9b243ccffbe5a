"""What the worker does for selections."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import job
from balai.selection.services.proposing import SOLVE, work_out


@job(SOLVE, label=_("Work out a proposal for the panel"))
def solve(proposal_id: str) -> None:
    """Work out the best cohort of an edition, in a process of its own."""
    work_out(proposal_id=UUID(proposal_id), at=clock.now())
