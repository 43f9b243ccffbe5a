"""A group's day in the model: when it is from and to, and where it goes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from balai.engine.timetabling.problem import DAY

if TYPE_CHECKING:
    from ortools.sat.python import cp_model
    from ortools.sat.python.cp_model_helper import Literal

    from balai.engine.timetabling.draft import Draft
    from balai.engine.timetabling.problem import Session

Visits = dict[str, "Literal"]


class Days:
    """Lengths and sites of the days of one draft, made when a rule asks."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self._spans: dict[tuple[str, int], cp_model.IntVar] = {}
        self._visits: dict[tuple[str, int], Visits] = {}

    def on(self, who: str, day: int) -> list[Session]:
        """Sessions that a group or person may have on a day."""
        return [one for one in self.draft.attending(who) if day in self.draft.day[one.id]]

    def judged(self, who: str, day: int) -> list[Literal | None]:
        """When a day's limits hold: always, or where some of it has begun, with each that has not."""
        have_begun, sessions = self.draft.have_begun, self.on(who, day)
        if not any(have_begun(one) for one in sessions):
            return [None]
        return [self.draft.day[one.id][day] for one in sessions if not have_begun(one)]

    def load(self, who: str, day: int, *, contact: bool = False) -> cp_model.LinearExpr | int:
        """Minutes of sessions on a day, pauses included."""
        minutes: cp_model.LinearExpr | int = sum(
            one.minutes * self.draft.day[one.id][day]
            for one in self.on(who, day)
            if one.is_contact or not contact
        )
        return minutes

    def span(self, who: str, day: int) -> cp_model.IntVar:
        """Counted minutes from the first beginning to the last end, or more; 0 on a day without sessions."""
        key = (who, day)
        if key in self._spans:
            return self._spans[key]
        draft, model, sessions = self.draft, self.draft.model, self.on(who, day)
        counted = draft.frame.counted
        least, most = counted(day * DAY), counted((day + 1) * DAY)
        first, last = model.new_int_var(least, most, ""), model.new_int_var(least, most, "")
        span = model.new_int_var(0, most - least, f"span of {who} on {day}")
        model.add(span == last - first)
        for one in sessions:
            on_it = draft.day[one.id][day]
            draft.enforce(model.add(first <= draft.begin[one.id]), on_it)
            draft.enforce(model.add(last >= draft.end[one.id]), on_it)
        self._shorten(who, day, span, sessions)
        self._spans[key] = span
        return span

    def visits(self, who: str, day: int) -> Visits:
        """For each site, a literal that it is gone to on a day (and may be true otherwise at a cost only)."""
        key = (who, day)
        if key not in self._visits:
            draft = self.draft
            by_site: dict[str, list[Literal]] = defaultdict(list)
            for one in self.on(who, day):
                for leaving in (False, True):
                    for site, at in draft.sites(one, leaving=leaving).items():
                        by_site[site].append(draft.both(at, draft.day[one.id][day]))
            found: Visits = {}
            for site, literals in sorted(by_site.items()):
                if any(literal is draft.yes for literal in literals):
                    found[site] = draft.yes
                    continue
                found[site] = draft.model.new_bool_var(f"{who} at {site} on {day}")
                for literal in dict.fromkeys(literals):
                    draft.model.add_implication(literal, found[site])
            self._visits[key] = found
        return self._visits[key]

    def _shorten(self, who: str, day: int, span: cp_model.IntVar, sessions: list[Session]) -> None:
        """Redundant: a day is no shorter than its sessions and the least ways between its sites.

        With n sites there are n - 1 ways, each no shorter than the shortest to one of its ends. What is held
        at no site may be held on the way, and does not lengthen it. Of what has begun, two may be at once.
        """
        draft = self.draft
        if sum(draft.have_begun(one) for one in sessions) > 1:
            return
        load, placed = self._minutes(day, sessions), [one for one in sessions if draft.sites(one)]
        visits = self.visits(who, day)
        cities = {draft.frame.sites[site].city for site in visits}
        if len(cities) != 1 or len(visits) < 2 or any(one.leaves for one in sessions):
            draft.model.add(span >= load)
            return
        shortest = {
            site: min(
                (
                    leg
                    for other in visits
                    if other != site and (leg := draft.frame.leg(site, other)) is not None
                ),
                default=0,
            )
            for site in visits
        }
        longest = max(shortest.values())
        ways = sum(shortest[site] * literal for site, literal in visits.items())
        draft.model.add(span >= load)
        draft.model.add(span >= self._minutes(day, placed) + ways - longest)

    def _minutes(self, day: int, sessions: list[Session]) -> cp_model.LinearExpr | int:
        """Counted minutes of sessions on a day, of those whose length is known."""
        draft = self.draft
        minutes: cp_model.LinearExpr | int = sum(
            size * draft.day[one.id][day] for one in sessions if isinstance(size := draft.size[one.id], int)
        )
        return minutes
