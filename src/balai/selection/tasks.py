"""What the worker does for selections and offers."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from balai.kernel import clock
from balai.kernel.jobs import job, periodic
from balai.selection.queries.offers import overdue_offers
from balai.selection.services.offering import lapse_offers
from balai.selection.services.participating import miss_who_did_not_arrive
from balai.selection.services.proposing import SOLVE, work_out

if TYPE_CHECKING:
    from datetime import datetime


@job(SOLVE, label=_("Work out a proposal for the panel"))
def solve(proposal_id: str) -> None:
    """Work out the best cohort of an edition, in a process of its own."""
    work_out(proposal_id=UUID(proposal_id), at=clock.now())


@periodic("selection.lapse_offers", label=_("Let offers lapse whose time is over"), cron="*/10 * * * *")
def lapse(at: datetime) -> None:
    """Let offers lapse that nobody answered in time."""
    lapse_offers(overdue=list(overdue_offers(at=at).values_list("pk", flat=True)), at=at)


@periodic("selection.miss_absent", label=_("Notice who did not arrive"), cron="*/30 * * * *")
def miss_absent(at: datetime) -> None:
    """Note who was not met on arrival, and tell their countries."""
    miss_who_did_not_arrive(at=at)
