"""T14: groups change between cities by transfers alone."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from balai.engine.timetabling.rules.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ortools.sat.python import cp_model
    from ortools.sat.python.cp_model_helper import Literal

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.problem import Session


def enter(draft: Draft) -> None:
    done: set[tuple[str, tuple[str, ...]]] = set()
    for who in draft.present:
        if not who.startswith("group:"):
            continue
        sessions = draft.attending(who)
        order = draft.frame.order
        transfers = [one for one in draft.frame.attendance[who] if one.leaves]
        transfers.sort(key=lambda one: order[one.id])  # the problem says of each two which is first
        names = tuple(one.id for one in transfers)
        for session in sessions:
            if not session.leaves and (session.id, names) not in done:
                done.add((session.id, names))
                _stage(draft, session, transfers)
        _chain(draft, transfers)
        if not transfers:
            _one_city(draft, sessions)


def _cities(draft: Draft, sites: Iterable[str]) -> set[str]:
    found = (draft.frame.sites[site].city for site in sites)
    return {city for city in found if city is not None}


def _arrives(draft: Draft, transfer: Session) -> list[str]:
    return [draft.frame.rooms[room].site for room in transfer.rooms]


def _stage(draft: Draft, session: Session, transfers: list[Session]) -> None:
    """A session at a site lies between the transfer into its city and the one out of it.

    If it has begun, it is not compared with transfers that have (T42).
    """
    for site, at in draft.sites(session).items():
        city = draft.frame.sites[site].city
        if city is None or not transfers:
            continue
        stages: list[Literal] = []
        for stage in range(len(transfers) + 1):
            earlier, later = (
                one if one and not draft.have_begun(session, one) else None
                for one in (
                    transfers[stage - 1] if stage else None,
                    transfers[stage] if stage < len(transfers) else None,
                )
            )
            into = _cities(draft, _arrives(draft, earlier)) if earlier else None
            out = _cities(draft, [later.leaves or ""]) if later else None
            if city not in (into or {city}) or city not in (out or {city}):
                continue
            here = draft.model.new_bool_var(f"{session.id} in stage {stage}")
            stages.append(here)
            if earlier:
                draft.enforce(draft.model.add(draft.begin[session.id] >= _end(draft, earlier)), here)
            if later:
                draft.enforce(draft.model.add(draft.end[session.id] <= _begin(draft, later)), here)
        draft.enforce(draft.model.add_bool_or(*stages) if stages else draft.model.add_bool_or(), at)


def _begin(draft: Draft, transfer: Session) -> cp_model.LinearExpr | int:
    """When a transfer begins; of one in another part any possible time, for all are on the same side."""
    if transfer.id in draft.begin:
        return draft.begin[transfer.id]
    return draft.frame.counted(draft.outer[transfer.id][-1])


def _end(draft: Draft, transfer: Session) -> cp_model.LinearExpr | int:
    if transfer.id in draft.end:
        return draft.end[transfer.id]
    return draft.frame.counted(draft.outer[transfer.id][0] + transfer.minutes)


def _chain(draft: Draft, transfers: list[Session]) -> None:
    for one, other in pairwise(transfers):
        if draft.have_begun(one, other):
            continue
        if _cities(draft, _arrives(draft, one)) != _cities(draft, [other.leaves or ""]):
            draft.model.add_bool_or()  # a transfer that leaves a city the group is not in


def _one_city(draft: Draft, sessions: list[Session]) -> None:
    """Without transfers, everything is in one city: after what has begun, that of the last of it."""
    begun = [one for one in sessions if draft.have_begun(one) and _cities(draft, draft.sites(one))]
    last = max(begun, key=lambda one: draft.frozen[one.id].begins, default=None)
    sessions = [one for one in sessions if one is last or not draft.have_begun(one)]
    cities = sorted({city for one in sessions for city in _cities(draft, draft.sites(one))})
    if len(cities) < 2:
        return
    here = {city: draft.model.new_bool_var(f"in {city}") for city in cities}
    draft.model.add_exactly_one(here.values())
    for session in sessions:
        for site, at in draft.sites(session).items():
            city = draft.frame.sites[site].city
            if city is not None:
                draft.enforce(draft.model.add_bool_or(here[city]), at)


RULE = Rule(code="T14", sentence="A group changes between cities by a transfer.", enter=enter)
