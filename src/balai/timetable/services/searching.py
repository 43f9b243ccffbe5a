"""Plans: asked on a page, worked out by the worker in the engine's own process, checked, and kept."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.engine.entries import from_json, to_json
from balai.engine.solving import SolverError
from balai.engine.timetabling import check
from balai.engine.timetabling.problem import Pin, Problem
from balai.engine.timetabling.process import Answer, Request, ask
from balai.kernel.jobs import enqueue
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.timetable.enums import Proof, SearchKind, SearchState
from balai.timetable.models import Search, Slot
from balai.timetable.models.asked import OPEN
from balai.timetable.rules.planning import may_plan
from balai.timetable.services.building import build
from balai.timetable.services.drafting import (
    axis_for,
    digest_of,
    keep_draft,
    plain,
    plan_of,
    room_name,
    slots_of,
)
from balai.timetable.services.gathering import terms_of
from balai.timetable.services.hours import axis_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.engine.timetabling.result import Contradiction
    from balai.people.models import Person
    from balai.timetable.models import Timetable

SOLVE = "timetable.search"
KEPT = 20
"""Searches of an edition that are kept."""


class CancelledError(Exception):
    """Somebody called the search off while it was worked out."""


def pins_of(timetable: Timetable | None) -> dict[str, Pin]:
    """The sessions that the office has pinned in a version, where they are."""
    if timetable is None:
        return {}
    axis = axis_of(timetable.edition)
    if axis is None:
        return {}
    rows = Slot.objects.filter(timetable=timetable, is_pinned=True).select_related("session", "site", "room")
    return {slot.session.code: Pin(begins=axis.minute(slot.begins_at), room=room_name(slot)) for slot in rows}


@transaction.atomic
def ask_for_timetable(
    *,
    edition: Edition,
    like: Timetable | None = None,
    work: int | None = None,
    actor: Person | None,
    at: datetime,
) -> Search:
    """Have the edition planned; a search that is at work for it is called off.

    Args:
        edition: with its activities.
        like: a version whose pinned sessions stay where they are.
        work: the limit; None for that of the edition's terms.
        actor: who asks; None for the product itself.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.…`` of :func:`may_plan` and :func:`build`.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_plan(edition))
    built = build(edition, pins=pins_of(like))
    return begin_search(
        edition=edition, problem=built.problem, kind=SearchKind.SOLVE, work=work, actor=actor, at=at
    )


def begin_search(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    problem: Problem,
    kind: SearchKind,
    work: int | None = None,
    before: Timetable | None = None,
    frozen_until: datetime | None = None,
    given_up: Sequence[Mapping[str, str]] = (),
    actor: Person | None,
    at: datetime,
) -> Search:
    """Queue a search in the transaction of its deed; the edition is locked by it."""
    terms = terms_of(edition)
    written = plain(problem)
    Search.objects.filter(edition=edition, state__in=OPEN).update(state=SearchState.CANCELLED, answer=None)
    search = Search.objects.create(
        edition=edition,
        kind=kind,
        problem=written,
        problem_digest=digest_of(written),
        seed=terms.seed,
        work=work or terms.work,
        before=before,
        frozen_until=frozen_until,
        given_up=[dict(one) for one in given_up],
        asked_at=at,
        asked_by=actor.reference if actor else "system",
    )
    record(
        actor=search.asked_by,
        action="timetable.asked",
        subject=search.reference,
        at=at,
        detail={"edition": edition.reference, "kind": kind.value},
    )
    old = Search.objects.filter(edition=edition).order_by("-asked_at", "-pk").values_list("pk", flat=True)
    Search.objects.filter(pk__in=list(old[KEPT:])).delete()
    enqueue(SOLVE, search_id=search.pk)
    return search


@transaction.atomic
def cancel_search(*, search: Search, actor: Person, at: datetime) -> None:
    """Call a search off; the engine's process ends at its next word."""
    still = Search.objects.filter(pk=search.pk, state__in=OPEN)
    if still.update(state=SearchState.CANCELLED, answer=None):
        record(actor=actor.reference, action="timetable.called_off", subject=search.reference, at=at)


def work_out(*, search_id: UUID, at: datetime) -> None:
    """Work a search out, check the answer, and keep it; what the checker refuses is not kept.

    One that was called off or is done is left; one whose worker was killed is begun anew.
    """
    begun = Search.objects.filter(pk=search_id, state__in=OPEN)
    if not begun.update(state=SearchState.WORKING, points=None, bound=None, answer=None):
        return
    search = Search.objects.select_related("edition", "before").get(pk=search_id)
    problem = from_json(Problem, json.dumps(search.problem))

    working = Search.objects.filter(pk=search_id, state=SearchState.WORKING)

    def progress(points: int | None, bound: int | None) -> None:
        if not working.update(points=points, bound=bound):
            raise CancelledError

    def so_far(found: Answer) -> None:
        # What the checker refuses here it refuses at the end too, with its reason.
        if not faults(search, problem, found) and not working.update(answer=json.loads(to_json(found))):
            raise CancelledError

    try:
        answer = ask(_request(search, problem), progress=progress, so_far=so_far)
    except CancelledError:
        return
    except SolverError as error:
        _end(search, SearchState.FAILED, failure=str(error)[:300], answered_at=at)
        return
    refused = faults(search, problem, answer)
    if refused:
        _end(search, SearchState.REFUSED, failure="; ".join(refused)[:300], answered_at=at)
        return
    _keep(search, problem, answer, at=at)


def _request(search: Search, problem: Problem) -> Request:
    deed: Any = search.kind
    asked = Request(deed=deed, problem=problem, seed=search.seed, work=search.work)
    if search.before is None or search.frozen_until is None:
        return asked
    axis = axis_for(problem, search.edition)
    frozen_until = max(axis.minute(search.frozen_until), 0)
    return replace(asked, before=plan_of(slots_of(search.before), axis), frozen_until=frozen_until)


def faults(search: Search, problem: Problem, answer: Answer) -> list[str]:
    """Everything that the independent checker finds untrue in an answer."""
    found = []
    if answer.outcome is not None:
        found += check.misclaimed(problem, answer.outcome)
    request = _request(search, problem)
    if answer.explanation is not None:
        found += check.misexplained(
            problem, answer.explanation, before=request.before, frozen_until=request.frozen_until
        )
    if answer.repairs is not None:
        for one in answer.repairs.alternatives:
            if request.before is not None:
                found += check.misrepaired(problem, request.before, one, frozen_until=request.frozen_until)
    return [f"{one.rule} {', '.join(one.sessions)}: {one.detail}" for one in found]


@transaction.atomic
def _keep(search: Search, problem: Problem, answer: Answer, *, at: datetime) -> None:
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=search.edition_id)
    written: dict[str, Any] = json.loads(to_json(answer))
    values: dict[str, Any] = {"answer": written, "answered_at": at}
    if answer.outcome is not None:
        outcome = answer.outcome
        values |= {"status": outcome.status, "points": outcome.objective, "bound": outcome.bound}
        if outcome.timetable is not None:
            pinned = {one.id for one in problem.sessions if one.pin} & _pinned(edition)
            values["timetable"] = keep_draft(
                edition=edition,
                problem=problem,
                plan=outcome.timetable,
                outcome=outcome,
                pinned=pinned,
                actor=search.asked_by,
                at=at,
            )
    elif answer.explanation is not None:
        values["status"] = answer.explanation.status
    elif answer.repairs is not None:
        values["status"] = answer.repairs.status
    if not _end(search, SearchState.DONE, **values):
        transaction.set_rollback(True)  # called off in the last moment: its draft goes too
    elif search.kind != SearchKind.EXPLAIN and values["status"] == Proof.INFEASIBLE:
        begin_search(
            edition=edition,
            problem=problem,
            kind=SearchKind.EXPLAIN,
            before=search.before,
            frozen_until=search.frozen_until,
            given_up=search.given_up,
            actor=None,
            at=at,
        )


def _pinned(edition: Edition) -> set[str]:
    rows = Slot.objects.filter(timetable__edition=edition, is_pinned=True)
    return set(rows.values_list("session__code", flat=True))


def _end(search: Search, state: SearchState, **values: Any) -> int:
    working = Search.objects.filter(pk=search.pk, state=SearchState.WORKING)
    return working.update(state=state, **({"answer": None} | values))


def why_none(search: Search) -> tuple[Sequence[Contradiction], Sequence[str]]:
    """Why there is no timetable: contradictions that the engine proved, and ids of limits that clash."""
    if search.state != SearchState.DONE or search.kind == SearchKind.REPAIR:
        return (), ()
    answer = from_json(Answer, json.dumps(search.answer))
    if answer.explanation is not None:
        clash = answer.explanation.clash
        return answer.explanation.contradictions, clash.limits if clash else ()
    return answer.outcome.contradictions if answer.outcome else (), ()
