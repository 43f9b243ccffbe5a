"""Deciding who completed an edition, and what participants say against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.certificates.enums import AppealState
from balai.certificates.models import Appeal, Completion
from balai.certificates.registries import measures
from balai.certificates.rules.completing import (
    criteria_of,
    may_answer,
    may_appeal,
    may_decide,
    must_say_why,
    outcome_by_rule,
)
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.models import CompletionRule
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from balai.certificates.enums import Criterion, Outcome
    from balai.certificates.registries import Measured
    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a participant is.

    Attributes:
        criteria: what the rule asks for.
        known: what is recorded of it.
        by_rule: what the rule says; None while something is not recorded.
    """

    criteria: tuple[Criterion, ...]
    known: Mapping[Criterion, Measured]
    by_rule: Outcome | None

    def as_json(self) -> list[dict[str, Any]]:
        """As a decision keeps it."""
        return [
            {
                "code": criterion.value,
                "is_met": self.known[criterion].is_met if criterion in self.known else None,
                "have": self.known[criterion].have if criterion in self.known else None,
                "need": self.known[criterion].need if criterion in self.known else None,
            }
            for criterion in self.criteria
        ]


def standings(edition: Edition, participants: Sequence[UUID]) -> dict[UUID, Standing]:
    """How far participants are, by the rule of the edition and by what is recorded."""
    rule = CompletionRule.objects.filter(edition=edition).first() or CompletionRule(edition=edition)
    criteria = criteria_of(edition, rule)
    found = {
        criterion: measures[criterion](edition, rule, participants)
        for criterion in criteria
        if criterion in measures
    }
    standing = {}
    for key in participants:
        known = {criterion: rows[key] for criterion, rows in found.items() if key in rows}
        standing[key] = Standing(criteria=criteria, known=known, by_rule=outcome_by_rule(criteria, known))
    return standing


@transaction.atomic
def decide_completion(
    *, participant_id: UUID, outcome: Outcome, reason: str = "", actor: str, at: dt.datetime
) -> Completion:
    """Decide how the edition ended for somebody; what was known then is kept with it.

    Args:
        participant_id: whose.
        outcome: the decision.
        reason: why, where the rule says something else or nothing; the participant reads it.
        actor: the officer.
        at: the moment.

    Raises:
        RuleViolationError: ``certificates.not_now``, ``completion.has_left``,
            ``completion.has_certificate`` or ``completion.no_reason``.
    """
    rows = Participant.objects.select_for_update(of=("self",)).select_related("edition")
    participant = rows.get(pk=participant_id)
    enforce(may_decide(participant, outcome))
    standing = standings(participant.edition, [participant.pk])[participant.pk]
    enforce(must_say_why(outcome, standing.by_rule, reason))
    return _keep(participant, outcome, standing, reason=reason, actor=actor, at=at)


@transaction.atomic
def decide_by_rule(*, edition: Edition, actor: str, at: dt.datetime) -> int:
    """Decide for everybody of whom nothing is decided yet and for whom the rule speaks.

    Returns:
        of how many it was decided.
    """
    rows = (
        Participant.objects.select_for_update(of=("self",))
        .filter(edition=edition, state=ParticipantState.CONFIRMED, completion=None)
        .order_by("pk")
    )
    waiting = list(rows)
    for participant in waiting:
        participant.edition = edition
    standing = standings(edition, [participant.pk for participant in waiting])
    decided = 0
    for participant in waiting:
        by_rule = standing[participant.pk].by_rule
        if by_rule is not None:
            enforce(may_decide(participant, by_rule))
            _keep(participant, by_rule, standing[participant.pk], reason="", actor=actor, at=at)
            decided += 1
    return decided


def _keep(  # noqa: PLR0913 -- each is named where it is called
    participant: Participant,
    outcome: Outcome,
    standing: Standing,
    *,
    reason: str,
    actor: str,
    at: dt.datetime,
) -> Completion:
    completion, _is_new = Completion.objects.update_or_create(
        participant=participant,
        defaults={
            "edition_id": participant.edition_id,
            "outcome": outcome,
            "criteria": standing.as_json(),
            "by_rule": standing.by_rule or "",
            "reason": reason.strip(),
            "decided_at": at,
            "decided_by": actor,
        },
    )
    record(
        actor=actor,
        action="completion.decided",
        subject=participant.reference,
        at=at,
        detail={"outcome": str(outcome), "by_rule": str(standing.by_rule or "")},
    )
    return completion


@transaction.atomic
def appeal(*, completion_id: UUID, text: str, actor: str, at: dt.datetime) -> Appeal:
    """Appeal against the decision on one's own completion.

    Raises:
        RuleViolationError: ``appeal.completed``, ``appeal.open`` or ``appeal.too_late``.
    """
    completion = Completion.objects.select_for_update().get(pk=completion_id)
    enforce(may_appeal(completion, at=at))
    try:
        with transaction.atomic():
            made = Appeal.objects.create(completion=completion, text=text.strip(), made_at=at)
    except IntegrityError as error:
        raise RuleViolationError(Refusal("appeal.open", _("Your appeal is being looked at."))) from error
    record(actor=actor, action="appeal.made", subject=completion.reference, at=at)
    return made


@transaction.atomic
def answer_appeal(*, appeal_id: UUID, outcome: Outcome, answer: str, actor: str, at: dt.datetime) -> Appeal:
    """Answer an appeal: another outcome upholds it, the same one rejects it.

    Raises:
        RuleViolationError: ``appeal.answered``, or as :func:`decide_completion`.
    """
    made = Appeal.objects.select_for_update(of=("self",)).select_related("completion").get(pk=appeal_id)
    enforce(may_answer(made))
    is_upheld = outcome != made.completion.outcome
    made.state = AppealState.UPHELD if is_upheld else AppealState.REJECTED
    made.answer, made.decided_at, made.decided_by = answer.strip(), at, actor
    made.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    if is_upheld:
        decide_completion(
            participant_id=made.completion.participant_id, outcome=outcome, reason=answer, actor=actor, at=at
        )
    record(actor=actor, action=f"appeal.{made.state}", subject=made.completion.reference, at=at)
    return made
