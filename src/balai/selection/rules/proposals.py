"""When a proposal is made, locked, cancelled and laid before the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.selection.enums import ProposalState
from balai.selection.rules.decisions import may_lay_before_panel

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from balai.programmes.models import Edition
    from balai.selection.models import Proposal
    from balai.selection.services.pooling import Pool


def may_propose(edition: Edition, pool: Pool) -> Refusal | None:
    """While the edition is being selected, and somebody has been scored."""
    refusal = may_lay_before_panel(edition)
    if refusal is not None:
        return refusal
    if pool.problem is None:
        return Refusal("proposal.nobody", _("Nobody has been scored yet."))
    return None


def may_lock(nomination: Nomination, *, may_be_selected: bool) -> Refusal | None:
    """Only somebody who may be selected, while a proposal may be laid before the panel."""
    if not may_be_selected:
        return Refusal("lock.not_eligible", _("This person may not be selected as things are."))
    return may_lay_before_panel(nomination.edition)


def may_send_to_panel(proposal: Proposal, *, is_current: bool) -> Refusal | None:
    """What is worked out, has a cohort, and still fits the scores, rules and locks of now."""
    if proposal.state != ProposalState.DONE:
        return Refusal("proposal.not_there", _("The proposal is not worked out yet."))
    if proposal.points is None:
        return Refusal("proposal.no_cohort", _("No cohort keeps every rule; there is nothing to decide on."))
    if not is_current:
        return Refusal(
            "proposal.stale",
            _("Scores, rules or locks have changed since. Have the proposal made again first."),
        )
    return may_lay_before_panel(proposal.edition)
