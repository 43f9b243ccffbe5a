"""What completion takes, and what may be decided about it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import AppealState, CertificateState, Criterion, Outcome
from balai.certificates.models import Certificate
from balai.certificates.rules.access import may_certify
from balai.kernel.refusal import Refusal
from balai.programmes.models import Assessment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.certificates.models import Appeal, Completion
    from balai.certificates.registries import Measured
    from balai.programmes.models import CompletionRule, Edition
    from balai.selection.models import Participant

APPEAL_DAYS = 7
"""From the decision; the domain's usual time."""


def criteria_of(edition: Edition, rule: CompletionRule) -> tuple[Criterion, ...]:
    """What the rule of an edition asks for."""
    found = [Criterion.PRESENCE]
    found += [Criterion.ACTIVITIES] if rule.needs_required_activities else []
    found += [Criterion.SAFETY] if rule.needs_safety else []
    if Assessment.objects.filter(edition=edition, is_required=True).exists():
        found.append(Criterion.DELIVERABLES)
    return tuple(found)


def outcome_by_rule(criteria: tuple[Criterion, ...], known: Mapping[Criterion, Measured]) -> Outcome | None:
    """What the rule says; nothing while something that it asks for is not known.

    Who was present enough and lacks something else has attended; who was not has not completed.
    """
    if any(criterion not in known for criterion in criteria):
        return None
    if all(known[criterion].is_met for criterion in criteria):
        return Outcome.COMPLETED
    return Outcome.ATTENDED if known[Criterion.PRESENCE].is_met else Outcome.NOT_COMPLETED


def may_decide(participant: Participant, outcome: str) -> Refusal | None:
    """In the last days and after; and not against a certificate that counts."""
    if refusal := may_certify(participant.edition):
        return refusal
    if not participant.is_confirmed:
        return Refusal("completion.has_left", _("This person has left the programme."))
    has_one = Certificate.objects.filter(participant=participant, state=CertificateState.VALID).exists()
    if outcome != Outcome.COMPLETED and has_one:
        return Refusal(
            "completion.has_certificate", _("Withdraw the certificate first; then decide otherwise.")
        )
    return None


def must_say_why(outcome: str, by_rule: Outcome | None, reason: str) -> Refusal | None:
    """Who decides otherwise than the rule, or where it is silent, says why."""
    if outcome != by_rule and not reason.strip():
        return Refusal(
            "completion.no_reason", _("Say why you decide otherwise than the rule, or where it is silent.")
        )
    return None


def may_appeal(completion: Completion, *, at: dt.datetime) -> Refusal | None:
    """Within a week of the decision, once at a time, and not against what one wishes."""
    if completion.outcome == Outcome.COMPLETED:
        return Refusal("appeal.completed", _("You have completed the programme."))
    if completion.appeals.filter(state=AppealState.OPEN).exists():
        return Refusal("appeal.open", _("Your appeal is being looked at."))
    if at > completion.decided_at + dt.timedelta(days=APPEAL_DAYS):
        return Refusal("appeal.too_late", _("The time to appeal, seven days, is over. Write to the office."))
    return None


def may_answer(appeal: Appeal) -> Refusal | None:
    """An appeal is answered once."""
    if appeal.state != AppealState.OPEN:
        return Refusal("appeal.answered", _("This appeal is answered."))
    return None
