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
from balai.selection.enums import DecisionState, Place
from balai.selection.models import Decision, Signature, Verdict
from balai.selection.queries.decisions import verdicts_of
from balai.selection.queries.scores import members_of
from balai.selection.rules.decisions import (
    may_decide,
    may_lay_before_panel,
    may_sign,
    must_be_open,
    must_be_signed,
    must_be_what_was_read,
    must_say_why,
    must_say_why_corrected,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.models import Proposal


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
    proposal: Proposal | None = None,
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
        proposal: what the engine proposed; None for a list made by hand.
        is_by_engine: whether the engine proposed it, so that the panel says why it decides otherwise.
        problem: what the engine was asked.
        seed: of the lots.
        engine_version: of the engine.
        correction: why a decision that was taken is replaced; needed exactly when there was one.
        actor: who lays it before the panel.
        at: the moment.

    Raises:
        RuleViolationError: ``decision.not_now``, ``decision.no_correction`` or
            ``decision.nothing_to_correct``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_lay_before_panel(edition))
    stale = Decision.objects.filter(edition=edition, state=DecisionState.PROPOSED)
    Verdict.objects.filter(decision__in=stale).delete()
    stale.delete()
    last = Decision.objects.filter(edition=edition).aggregate(last=Max("version"))["last"] or 0
    enforce(must_say_why_corrected(correction, is_first=not last))
    decision = Decision.objects.create(
        edition=edition,
        version=last + 1,
        correction=correction,
        proposed_at=at,
        proposed_by=actor.reference,
        proposal=proposal,
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
def place_otherwise(
    *, decision: Decision, changes: Mapping[UUID, Place], reason: str, actor: Person, at: datetime
) -> Decision:
    """The panel decides otherwise than proposed of one nominee or of several at once, as in a swap.

    Reserves keep their order: who leaves the list closes the gap, who comes to it comes last. What was signed
    is no longer what lies there, so signatures go. Back to what was proposed needs no reason.

    Args:
        decision: before the panel.
        changes: the new place of each nominee, by the id of the verdict.
        reason: why; it stands in the minutes.
        actor: who notes it for the panel.
        at: the moment.

    Raises:
        RuleViolationError: ``decision.taken`` or ``decision.no_reason``.
    """
    decision = _open(decision)
    verdicts = {one.pk: one for one in verdicts_of(decision).select_for_update(of=("self",))}
    reserves = [one for one in verdicts.values() if one.place == Place.RESERVE]
    for key, place in changes.items():
        verdict = verdicts[key]
        verdict.place = place
        enforce(must_say_why(verdict, reason))
        verdict.deviation = reason if verdict.deviates else ""
    reserves = [one for one in reserves if one.place == Place.RESERVE]
    reserves += [one for one in verdicts.values() if one.place == Place.RESERVE and one not in reserves]
    _number(verdicts.values(), reserves)
    _changed(decision, actor=actor, at=at, detail={"changes": len(changes)})
    return decision


@transaction.atomic
def move_reserve(*, verdict: Verdict, up: bool, actor: Person, at: datetime) -> Decision:
    """Let a reserve change places with the one before or after.

    Raises:
        RuleViolationError: ``decision.taken``.
    """
    decision = _open(verdict.decision)
    reserves = list(verdicts_of(decision).filter(place=Place.RESERVE).select_for_update(of=("self",)))
    here = [one.pk for one in reserves].index(verdict.pk)
    there = here - 1 if up else here + 1
    if 0 <= there < len(reserves):
        reserves[here], reserves[there] = reserves[there], reserves[here]
        _number(reserves, reserves)
        _changed(decision, actor=actor, at=at, detail={"reserve": there + 1})
    return decision


def _open(decision: Decision) -> Decision:
    decision = Decision.objects.select_for_update(of=("self",)).select_related("edition").get(pk=decision.pk)
    enforce(must_be_open(decision))
    return decision


def _number(verdicts: Iterable[Verdict], reserves: Sequence[Verdict]) -> None:
    ranks = {one.pk: number for number, one in enumerate(reserves, start=1)}
    rows = list(verdicts)
    for one in rows:
        one.reserve_rank = ranks.get(one.pk)
    Verdict.objects.bulk_update(rows, ["place", "reserve_rank", "deviation"])


def _changed(decision: Decision, *, actor: Person, at: datetime, detail: Mapping[str, str | int]) -> None:
    decision.signatures.all().delete()
    record(
        actor=actor.reference,
        action="decision.changed",
        subject=decision.reference,
        at=at,
        detail=detail,
    )


@transaction.atomic
def sign(*, decision: Decision, member: Person, digest: str = "", at: datetime) -> Signature:
    """A panel member signs what lies before the panel; once.

    Args:
        decision: what lies there.
        member: who signs.
        digest: of what the member has read (:func:`digest_to_sign`); empty: as it is now.
        at: the moment.

    Raises:
        RuleViolationError: ``decision.taken``, ``decision.scores_missing`` or
            ``decision.changed_meanwhile``.
    """
    decision = _open(decision)
    enforce(may_sign(decision, member))
    now = digest_to_sign(decision)
    enforce(must_be_what_was_read(digest or now, now))
    signature, made = Signature.objects.get_or_create(
        decision=decision, member=member, defaults={"at": at, "digest": now}
    )
    if made:
        record(
            actor=member.reference,
            action="decision.signed",
            subject=decision.reference,
            at=at,
            detail={"digest": signature.digest},
        )
    return signature


@transaction.atomic
def decide(
    *, decision: Decision, meeting: Mapping[str, str] | None = None, actor: Person, at: datetime
) -> Decision:
    """Record that the panel decided what lies before it; the decision in force until now is replaced.

    Args:
        decision: before the panel, signed by more than half of it.
        meeting: what the minutes say of the meeting: ``held_on``, ``place``, ``chair`` (an office, no name)
            and ``remarks``.
        actor: who records it.
        at: the moment.

    Raises:
        RuleViolationError: ``decision.taken``, ``decision.nobody``, ``decision.too_many``,
            ``decision.somebody_withdrawn``, ``decision.not_signed`` or ``decision.not_now``.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=decision.edition_id)
    decision = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    decision.edition = edition
    verdicts = list(verdicts_of(decision))
    signatures = list(decision.signatures.order_by("at", "pk"))
    enforce(may_decide(decision, verdicts))
    enforce(must_be_signed(signatures, members_of(edition, at=at)))
    Decision.objects.filter(edition=edition, state=DecisionState.DECIDED).update(
        state=DecisionState.SUPERSEDED, superseded_at=at
    )
    decision.state = DecisionState.DECIDED
    decision.decided_at, decision.decided_by = at, actor.reference
    decision.minutes = {
        **content_of(decision, verdicts),
        "decided_at": at.isoformat(),
        "decided_by": actor.reference,
        "meeting": dict(meeting or {}),
        "signatures": [
            {"member": f"person:{one.member_id}", "at": one.at.isoformat(), "digest": one.digest}
            for one in signatures
        ],
    }
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


def content_of(decision: Decision, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """What is decided, as plain data: what members sign, and what the minutes freeze.

    Nominees stand there by reference, so that a person can be erased and the digest still holds.
    """
    edition = decision.edition
    return {
        "edition": {"code": edition.code, "title": dict(edition.title), "places": edition.places},
        "version": decision.version,
        "correction": decision.correction,
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


def digest_to_sign(decision: Decision) -> str:
    """The digest of what a member signs now."""
    return digest_of(content_of(decision, list(verdicts_of(decision))))


def digest_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of plain data, written as JSON with sorted keys and without spaces, in hexadecimal."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()
