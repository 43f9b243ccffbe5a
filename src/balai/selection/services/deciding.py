"""A decision of the panel: laid before it, decided once, corrected only by a later version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.selection.enums import DecisionState
from balai.selection.models import Decision, Verdict
from balai.selection.queries.decisions import verdicts_of
from balai.selection.rules.decisions import may_decide, may_lay_before_panel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.enums import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What is proposed for one nominee.

    Attributes:
        nomination: of the edition.
        place: selected, reserve or not selected.
        reserve_rank: 1 for the first reserve.
        points: tenths of a point.
        sentence: why, by language.
    """

    nomination: Nomination
    place: Place
    reserve_rank: int | None = None
    points: int | None = None
    sentence: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def lay_before_panel(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    rows: Sequence[Proposed],
    is_by_engine: bool = False,
    problem: Mapping[str, Any] | None = None,
    seed: int = 0,
    engine_version: str = "",
    correction: str = "",
    actor: Person,
    at: datetime,
) -> Decision:
    """Lay a proposal before the panel; one that lay there and was not decided is taken away.

    Args:
        edition: whose places are given.
        rows: what is proposed for every nominee of the pool.
        is_by_engine: whether the engine proposed it, so that the panel says why it decides otherwise.
        problem: what the engine was asked.
        seed: of the lots.
        engine_version: of the engine.
        correction: why a decision that was taken is replaced; needed exactly when there was one.
        actor: who lays it before the panel.
        at: the moment.

    Raises:
        RuleViolationError: ``decision.not_now``.
        IntegrityError: a later version without its reason.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_lay_before_panel(edition))
    stale = Decision.objects.filter(edition=edition, state=DecisionState.PROPOSED)
    Verdict.objects.filter(decision__in=stale).delete()
    stale.delete()
    last = Decision.objects.filter(edition=edition).aggregate(last=Max("version"))["last"] or 0
    decision = Decision.objects.create(
        edition=edition,
        version=last + 1,
        correction=correction,
        proposed_at=at,
        proposed_by=actor.reference,
        problem=dict(problem or {}),
        seed=seed,
        engine_version=engine_version,
    )
    Verdict.objects.bulk_create(
        Verdict(
            decision=decision,
            nomination=row.nomination,
            place=row.place,
            reserve_rank=row.reserve_rank,
            points=row.points,
            proposed_place=row.place if is_by_engine else "",
            proposed_rank=row.reserve_rank if is_by_engine else None,
            sentence=dict(row.sentence),
        )
        for row in rows
    )
    record(
        actor=actor.reference,
        action="decision.laid_before_panel",
        subject=decision.reference,
        at=at,
        detail={"edition": edition.reference, "version": decision.version},
    )
    return decision


@transaction.atomic
def decide(*, decision: Decision, actor: Person, at: datetime) -> Decision:
    """Record that the panel decided what lies before it; the decision in force until now is replaced.

    Raises:
        RuleViolationError: ``decision.taken``, ``decision.nobody``, ``decision.too_many``,
            ``decision.somebody_withdrawn`` or ``decision.not_now``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=decision.edition_id)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    decision.edition = edition
    verdicts = list(verdicts_of(decision))
    enforce(may_decide(decision, verdicts))
    Decision.objects.filter(edition=edition, state=DecisionState.DECIDED).update(
        state=DecisionState.SUPERSEDED, superseded_at=at
    )
    decision.state = DecisionState.DECIDED
    decision.decided_at, decision.decided_by = at, actor.reference
    decision.minutes = minutes_of(decision, verdicts)
    decision.minutes_digest = digest_of(decision.minutes)
    decision.save(update_fields=["state", "decided_at", "decided_by", "minutes", "minutes_digest"])
    record(
        actor=actor.reference,
        action="decision.taken",
        subject=decision.reference,
        at=at,
        detail={
            "edition": edition.reference,
            "version": decision.version,
            "digest": decision.minutes_digest,
        },
    )
    return decision


def minutes_of(decision: Decision, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What the minutes say, as plain data: everything that the documents are made from but the names.

    Nominees stand there by reference, so that a person can be erased and the digest still holds.
    """
    edition = decision.edition
    return {
        "edition": {"code": edition.code, "title": dict(edition.title), "places": edition.places},
        "version": decision.version,
        "correction": decision.correction,
        "decided_at": decision.decided_at.isoformat() if decision.decided_at else "",
        "decided_by": decision.decided_by,
        "seed": decision.seed,
        "engine_version": decision.engine_version,
        "problem_digest": digest_of(decision.problem),
        "verdicts": [
            {
                "code": one.nomination.code,
                "country": one.nomination.country_id,
                "place": one.place,
                "reserve_rank": one.reserve_rank,
                "points": one.points,
                "proposed_place": one.proposed_place,
                "proposed_rank": one.proposed_rank,
                "sentence": dict(one.sentence),
                "deviation": one.deviation,
            }
            for one in verdicts
        ],
    }


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of plain data, written as JSON with sorted keys and without spaces, in hexadecimal."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
