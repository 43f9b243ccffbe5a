"""How good a version is, and how far a search is, in the words of an officer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.timetable.enums import Proof, SearchKind, SearchState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.timetable.models import Search, Timetable

WISHES: Mapping[str, StrOrPromise] = {
    "T21": _("Changes of site"),
    "T22": _("Teaching above what is good for a day"),
    "T23": _("Heavy sessions after noon"),
    "T24": _("Waiting and travel"),
    "T25": _("Long days of resource persons"),
    "T26": _("Heavy sessions in quiet times"),
    "T27": _("Promises not kept"),
    "T28": _("Sessions on days that participants keep free"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """What an officer reads of a version.

    Attributes:
        proof: what is proven about it, in one sentence.
        costs: wish, its rule, its points; the dearest first.
    """

    points: int
    bound: int
    proof: str
    costs: Sequence[tuple[str, str, int]]


def quality_of(timetable: Timetable) -> Quality:
    """Points, what is proven, and what costs most."""
    if timetable.status == Proof.OPTIMAL:
        proof = gettext("Proven best: no timetable that keeps every rule costs less.")
    elif timetable.bound:
        proof = gettext(
            "No timetable that keeps every rule costs less than %(bound)s. At most %(gap)s%% is left to gain."
        ) % {"bound": timetable.bound, "gap": timetable.gap_percent}
    else:
        proof = gettext("Nothing is proven about the least cost. Plan again to know.")
    costs = [
        (str(WISHES.get(rule, rule)), rule, points)
        for rule, points in sorted(timetable.costs.items(), key=lambda one: -one[1])
    ]
    return Quality(points=timetable.objective, bound=timetable.bound, proof=proof, costs=costs)


def search_words(search: Search) -> str:
    """How far a search is, or what became of it."""
    if search.state == SearchState.WORKING and search.kind == SearchKind.REPAIR:
        if search.answer is None:
            return gettext("The least disturbance is looked for.")
        return gettext("There are ways to repair it. Others are looked for.")
    if search.state == SearchState.WORKING and search.points is not None:
        return gettext("The best so far costs %(points)s; none can cost less than %(bound)s.") % {
            "points": search.points,
            "bound": search.bound or 0,
        }
    if search.state != SearchState.DONE:
        return str(UNDER_WAY.get(search.state, SearchState(search.state).label))
    if search.timetable is not None and search.kind in BECAME:
        return str(BECAME[search.kind]) % {"number": search.timetable.version}
    return str(DONE.get(search.status, search.status))


UNDER_WAY: Mapping[str, StrOrPromise] = {
    SearchState.WAITING: _("It waits for a worker."),
    SearchState.WORKING: _("No timetable found yet that keeps every rule."),
}
BECAME: Mapping[str, StrOrPromise] = {
    SearchKind.REPAIR: _("Version %(number)s repairs it."),
    SearchKind.EXPLAIN: _("Version %(number)s gives up what stood in the way."),
}
DONE: Mapping[str, StrOrPromise] = {
    Proof.OPTIMAL: _("Planned, and proven best."),
    Proof.FEASIBLE: _("Planned. Whether it is the best is not proven."),
    Proof.INFEASIBLE: _("No timetable keeps every rule."),
    Proof.UNKNOWN: _("The limit of work came before an answer. Give it more work."),
    Proof.REPAIRED: _("There are ways to repair it."),
}
