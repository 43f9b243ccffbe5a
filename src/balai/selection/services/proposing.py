"""Proposals: asked on a page, worked out by the worker in the engine's own process, checked, and kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.engine.entries import from_json, to_json
from balai.engine.selection import check
from balai.engine.selection.limits import pool_of as limits_of
from balai.engine.selection.problem import Problem
from balai.engine.selection.process import Request, ask
from balai.engine.solving import SolverError
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.selection.enums import Place, ProposalState
from balai.selection.models import Lock, Proposal
from balai.selection.models.proposal import OPEN
from balai.selection.queries.scores import eligible_in, plan_of
from balai.selection.rules.proposals import may_lock, may_propose, may_send_to_panel
from balai.selection.services.deciding import Proposed, digest_of, lay_before_panel
from balai.selection.services.pooling import pool_of
from balai.selection.services.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.engine.selection.process import Answer
    from balai.engine.selection.result import Selection
    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.models import Decision

SOLVE = "selection.solve"
KEPT = 30
"""Proposals of an edition that are kept beside those that a panel decided on."""

PLACES = {"in": Place.SELECTED, "reserve": Place.RESERVE, "out": Place.NOT_SELECTED}


class CancelledError(Exception):
    """Somebody cancelled the proposal while it was worked out."""


@transaction.atomic
def lock_nominee(*, nomination: Nomination, place: Place, reason: str, actor: Person, at: datetime) -> Lock:
    """Put somebody in or out beforehand, whatever the points.

    Raises:
        RuleViolationError: ``lock.not_eligible`` or ``decision.not_now``.
    """
    may_be_selected = eligible_in(nomination.edition_id).filter(pk=nomination.pk).exists()
    enforce(may_lock(nomination, may_be_selected=may_be_selected))
    lock, _made = Lock.objects.update_or_create(
        nomination=nomination,
        defaults={"place": place, "reason": reason, "at": at, "actor": actor.reference},
    )
    record(
        actor=actor.reference,
        action="nominee.locked",
        subject=nomination.reference,
        at=at,
        detail={"place": place.value},
    )
    return lock


@transaction.atomic
def unlock_nominee(*, nomination: Nomination, actor: Person, at: datetime) -> None:
    """Leave it to the points again."""
    gone, _kinds = Lock.objects.filter(nomination=nomination).delete()
    if gone:
        record(actor=actor.reference, action="nominee.unlocked", subject=nomination.reference, at=at)


@transaction.atomic
def ask_for_proposal(
    *, edition: Edition, wish: Mapping[str, Any] | None = None, actor: Person, at: datetime
) -> Proposal:
    """Have the best cohort worked out; one that is being worked out for the edition is cancelled.

    Args:
        edition: whose places.
        wish: what is asked other than the edition does (:func:`balai.selection.services.pooling.pool_of`).
        actor: who asks.
        at: the moment.

    Raises:
        RuleViolationError: ``decision.not_now`` or ``proposal.nobody``.
        ValueError: the wish contradicts itself.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    pool = pool_of(edition, wish)
    enforce(may_propose(edition, pool))
    problem = plain(pool.problem)
    Proposal.objects.filter(edition=edition, state__in=OPEN).update(state=ProposalState.CANCELLED)
    proposal = Proposal.objects.create(
        edition=edition,
        wish=dict(wish or {}),
        problem=problem,
        problem_digest=digest_of(problem),
        seed=plan_of(edition).seed,
        of=len(problem["nominees"]),
        asked_at=at,
        asked_by=actor.reference,
    )
    record(actor=actor.reference, action="proposal.asked", subject=proposal.reference, at=at)
    _forget_old(edition)
    enqueue(SOLVE, proposal_id=proposal.pk)
    return proposal


def plain(problem: Problem | None) -> dict[str, Any]:
    """A problem as the engine writes it."""
    found: dict[str, Any] = json.loads(to_json(problem)) if problem else {}
    return found


def _forget_old(edition: Edition) -> None:
    old = Proposal.objects.filter(edition=edition, decisions=None).order_by("-asked_at", "-pk")
    Proposal.objects.filter(pk__in=[one.pk for one in old[KEPT:]]).delete()


@transaction.atomic
def cancel_proposal(*, proposal: Proposal, actor: Person, at: datetime) -> None:
    """Stop working a proposal out; the engine's process ends at its next word."""
    gone = Proposal.objects.filter(pk=proposal.pk, state__in=OPEN).update(state=ProposalState.CANCELLED)
    if gone:
        record(actor=actor.reference, action="proposal.cancelled", subject=proposal.reference, at=at)


def work_out(*, proposal_id: UUID, at: datetime) -> None:
    """Work a proposal out, check it, and keep it; what the checker refuses is not kept.

    One that was cancelled or is done is left; one whose worker was killed is begun anew.
    """
    begun = Proposal.objects.filter(pk=proposal_id, state__in=OPEN)
    if not begun.update(state=ProposalState.WORKING, done=0):
        return
    proposal = Proposal.objects.select_related("edition").get(pk=proposal_id)
    problem = from_json(Problem, json.dumps(proposal.problem))

    def progress(done: int, of: int) -> None:
        if not Proposal.objects.filter(pk=proposal_id, state=ProposalState.WORKING).update(done=done, of=of):
            raise CancelledError

    try:
        answer = ask(Request(deed="solve", problem=problem, seed=proposal.seed), progress=progress)
    except CancelledError:
        return
    except SolverError as error:
        _end(proposal, ProposalState.FAILED, failure=str(error)[:300], answered_at=at)
        return
    refused = faults(problem, answer)
    if refused:
        _end(proposal, ProposalState.REFUSED, failure="; ".join(refused)[:300], answered_at=at)
        return
    _keep(proposal, problem, answer, at=at)


def faults(problem: Problem, answer: Answer) -> list[str]:
    """Everything that the independent checker finds untrue in an answer."""
    found = []
    if answer.selection is not None:
        found += check.breaches(problem, answer.selection)
    if answer.explanation is not None:
        found += check.misexplained(problem, answer.explanation)
    if answer.selection is None:
        found.append(check.Breach("S8", "cohort", "there is no answer"))
    return [f"{one.rule} {one.subject}: {one.detail}" for one in found]


def _keep(proposal: Proposal, problem: Problem, answer: Answer, *, at: datetime) -> None:
    if answer.selection is None:
        return
    selection = answer.selection
    pool = pool_of(proposal.edition, proposal.wish)
    wording = Wording.of(problem, pool)
    _end(
        proposal,
        ProposalState.DONE,
        answered_at=at,
        status=selection.status,
        points=selection.best.points,
        bound=selection.best.bound,
        done=len(problem.nominees),
        told=told_of(problem, answer, wording),
        evidence=to_json(answer),
        engine_version=selection.version,
    )


def _end(proposal: Proposal, state: ProposalState, **values: Any) -> None:
    Proposal.objects.filter(pk=proposal.pk, state=ProposalState.WORKING).update(state=state, **values)


def told_of(problem: Problem, answer: Answer, wording: Wording) -> dict[str, Any]:
    """What pages show of a checked answer, as plain data: no page reads proofs."""
    selection = answer.selection
    if selection is None:
        return {}
    told: dict[str, Any] = {
        "selected": list(selection.best.people),
        "reserves": list(selection.reserves),
        "accounts": {
            one.nominee: {
                "place": PLACES[one.place].value,
                "reserve": one.reserve,
                "lacking": one.lacking,
                "moves_up_for": list(one.moves_up_for),
                "sentence": wording.in_all(one.sentence),
            }
            for one in selection.accounts
        },
        "limits": _counted(problem, selection),
    }
    if answer.explanation is not None:
        told["why_none"] = [wording.in_all(one) for one in answer.explanation.sentences]
        told["closest"] = list(answer.explanation.closest.best.people)
    return told


def _counted(problem: Problem, selection: Selection) -> list[dict[str, Any]]:
    """Each rule with how many there are, and what it costs where that is known."""
    costs = {cost.limit: cost.points for cost in selection.costs}
    pool = limits_of(problem)
    chosen = {index for index, nominee in enumerate(pool.ids) if nominee in selection.best.people}
    return [
        {
            "id": limit.id,
            "least": limit.least,
            "most": limit.most,
            "weight": limit.weight,
            "count": pool.count(limit, chosen),
            "of": len(limit.members),
            "step": limit.step,
            "costs": costs.get("countries" if limit.kind == "country" else limit.id),
        }
        for limit in pool.limits
    ]


def is_current(proposal: Proposal) -> bool:
    """Whether scores, rules, places and locks are still what the proposal was made from."""
    problem = plain(pool_of(proposal.edition, proposal.wish).problem)
    return digest_of(problem) == proposal.problem_digest


@transaction.atomic
def send_to_panel(*, proposal: Proposal, correction: str = "", actor: Person, at: datetime) -> Decision:
    """Lay a proposal before the panel, to be decided as it is or otherwise.

    Raises:
        RuleViolationError: ``proposal.not_there``, ``proposal.no_cohort``, ``proposal.stale`` or
            ``decision.not_now``.
    """
    enforce(may_send_to_panel(proposal, is_current=is_current(proposal)))
    pool = pool_of(proposal.edition, proposal.wish)
    accounts = proposal.told["accounts"]
    rows = [
        Proposed(
            nomination=nomination,
            place=Place(accounts[code]["place"]) if code in accounts else Place.NOT_SELECTED,
            reserve_rank=accounts[code]["reserve"] if code in accounts else None,
            points=pool.scores[code].points,
            sentence=accounts[code]["sentence"] if code in accounts else {},
        )
        for code, nomination in pool.nominations.items()
    ]
    return lay_before_panel(
        edition=proposal.edition,
        rows=rows,
        proposal=proposal,
        is_by_engine=True,
        problem=proposal.problem,
        seed=proposal.seed,
        engine_version=proposal.engine_version,
        correction=correction,
        actor=actor,
        at=at,
    )
