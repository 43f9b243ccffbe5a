"""What the days of one group cost at least, whatever the others do: a bound that the solver does not see.

A timetable holds each group's days. Forget everybody else, and what is left are that group's sessions with
their times, orders and ways: a problem so small that all its days can be counted. Which sets of sessions make
a day, and what such a day costs at least, is found by going through the sets from small to large; which days
make a programme, by going through the days. No timetable costs a group less, so the sum over the groups is a
bound of the whole. It counts T21 to T24, and nothing of what groups take from each other.

Groups with the same sessions have the same bound, which is counted once. The arrays hold, for sets of
sessions, the earliest end of a day by the moment at which the day begins and by how many heavy sessions begin
late in it: a later beginning of anything never helps what follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from balai.engine.timetabling.problem import DAY, NOON

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from balai.engine.timetabling.frame import Frame
    from balai.engine.timetabling.problem import Limits, Weights

    Numbers = NDArray[np.int64]

_MOVABLE = 16  # sessions of more than one day, up to which all sets of them are gone through
_STATES = 60_000  # sets and last sessions of one size, up to which a day is counted
_NEVER = 1 << 40


@dataclass(frozen=True, slots=True)
class _Item:
    """A session of the group: ``starts`` are real moments, ``begins`` and ``ends`` counted ones."""

    minutes: int
    starts: tuple[int, ...]
    begins: tuple[int, ...]
    ends: tuple[int, ...]
    site: str | None
    is_heavy: bool
    is_contact: bool
    after: tuple[int, ...]


class DayBounds:
    """Bounds of groups in one problem, each kind of group counted once."""

    def __init__(self, frame: Frame, starts: Mapping[str, Sequence[int]]) -> None:
        self.frame, self.starts = frame, starts
        self._known: dict[Hashable, int] = {}

    def least(self, part: Sequence[str]) -> int:
        """Points that the sessions of a part cost at least; 0 where the groups have too many of them."""
        total = 0
        for group in sorted(self.frame.groups):
            own = [one for one in part if group in self.frame.session[one].groups]
            items = self._items(own) if own else None
            if items:
                key = tuple(items)
                if key not in self._known:
                    self._known[key] = _Programme(self.frame, items).least()
                total += self._known[key]
        return total

    def _items(self, own: Sequence[str]) -> list[_Item] | None:
        """The sessions, told so that those of two groups alike are equal; none where it is not counted."""
        sessions = sorted((self.frame.session[one] for one in own), key=lambda one: (one.activity, one.id))
        place = {one.id: number for number, one in enumerate(sessions)}
        first = min(self.starts[one][0] for one in own) // DAY * DAY
        counted = self.frame.counted
        zero = counted(first)
        items = []
        for session in sessions:
            sites = {self.frame.rooms[room].site for room in session.rooms}
            if session.leaves or len(sites) > 1:
                return None
            starts = self.starts[session.id]
            items.append(
                _Item(
                    minutes=session.minutes,
                    starts=tuple(one - first for one in starts),
                    begins=tuple(counted(one) - zero for one in starts),
                    ends=tuple(counted(one + session.minutes) - zero for one in starts),
                    site=next(iter(sites), None),
                    is_heavy=session.is_heavy,
                    is_contact=session.is_contact,
                    after=tuple(sorted(place[one] for one in session.after if one in place)),
                )
            )
        return items


class _Programme:
    """All days of one group."""

    def __init__(self, frame: Frame, items: Sequence[_Item]) -> None:
        self.frame, self.items = frame, items
        self.days = sorted({start // DAY for one in items for start in one.starts})
        self.movable = [
            number for number, one in enumerate(items) if one.starts[0] // DAY != one.starts[-1] // DAY
        ]

    def least(self) -> int:
        """Points of the best days that hold every session once; 0 where there are too many to count."""
        if len(self.movable) > _MOVABLE:
            return 0
        bit = {number: 1 << place for place, number in enumerate(self.movable)}
        done = np.full(1 << len(self.movable), _NEVER, np.int64)
        done[0] = 0
        sets = np.arange(len(done), dtype=np.int64)
        for day in self.days:
            own = [number for number, one in enumerate(self.items) if _on(one, day)]
            fixed = [number for number in own if number not in bit]
            patterns = _Day(self.frame, self.items, own, fixed, day).patterns()
            if patterns is None:
                return 0
            after = np.full(len(done), _NEVER, np.int64)
            for members, points in patterns:
                flexible = sum(bit[number] for number in members if number in bit)
                needed = {one for number in members for one in self.items[number].after} - set(members)
                before = sum(bit[one] for one in needed if one in bit)
                fits = ((sets & flexible) == 0) & ((before & ~sets) == 0) & (done < _NEVER)
                there = sets[fits]
                after[there | flexible] = np.minimum(after[there | flexible], done[there] + points)
            done = after
        return int(done[-1]) if done[-1] < _NEVER else 0


class _Day:
    """One day of one group: which sets of sessions it can hold, and what each costs at least."""

    def __init__(
        self, frame: Frame, items: Sequence[_Item], own: Sequence[int], fixed: Sequence[int], day: int
    ) -> None:
        self.frame, self.items, self.own, self.fixed = frame, items, own, fixed
        self.limits: Limits = frame.problem.limits
        self.weights: Weights = frame.problem.weights
        self.begins, self.ends, self.late = [], [], []
        for number in own:
            one = items[number]
            on_it = [place for place, start in enumerate(one.starts) if start // DAY == day]
            self.begins.append(np.array([one.begins[place] for place in on_it], np.int64))
            self.ends.append(np.array([one.ends[place] for place in on_it] + [_NEVER], np.int64))
            late = [one.is_heavy and one.starts[place] % DAY >= NOON for place in on_it]
            self.late.append(np.array([*late, False], np.bool_))
        self.firsts = np.unique(np.concatenate(self.begins))
        self.most_late = sum(bool(late.any()) for late in self.late)
        self.after = [
            sum(1 << place for place, other in enumerate(own) if number in items[other].after)
            for number in own
        ]  # what may not have been before each
        self.way = [[self._way(one, other) for other in own] for one in own]
        self.must = sum(1 << place for place, number in enumerate(own) if number in fixed)

    def patterns(self) -> Iterator[tuple[list[int], int]] | None:
        """Each set that has every session of this day alone, with its least points; none if too many."""
        found: list[tuple[list[int], int]] = [] if self.must else [([], 0)]
        masks, lasts, ends = self._alone()
        while len(masks):
            if len(masks) > _STATES:
                return None
            groups = np.flatnonzero(np.diff(masks, prepend=-1))
            best = np.minimum.reduceat(ends, groups, axis=0)
            found += self._priced(masks[groups], best)
            masks, lasts, ends = self._longer(masks, lasts, ends)
        return iter(found)

    def _alone(self) -> tuple[Numbers, Numbers, Numbers]:
        """Days of one session: its own end for each moment it begins at."""
        ends = np.full((len(self.own), len(self.firsts), self.most_late + 1), _NEVER, np.int64)
        for place in range(len(self.own)):
            where = np.searchsorted(self.firsts, self.begins[place])
            ends[place, where, self.late[place][:-1].astype(np.int64)] = self.ends[place][:-1]
        places = [place for place in range(len(self.own)) if self._bearable(1 << place)]
        own = np.array(places, np.int64)
        return np.left_shift(1, own), own, np.minimum.accumulate(ends[own], axis=2)

    def _longer(self, masks: Numbers, lasts: Numbers, ends: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Each day with one session more at its end, in the order of the sets."""
        more: list[tuple[Numbers, Numbers, Numbers]] = []
        for place in range(len(self.own)):
            able = np.flatnonzero(((masks & (1 << place)) == 0) & ((masks & self.after[place]) == 0))
            if not len(able):
                continue
            way = np.array([self.way[last][place] for last in range(len(self.own))], np.int64)
            groups = np.flatnonzero(np.diff(masks[able], prepend=-1))
            sets = masks[able][groups] | (1 << place)
            bearable = np.array([self._bearable(int(one)) for one in sets], np.bool_)
            ready = ends[able] + way[lasts[able]][:, None, None]
            ready = np.minimum.reduceat(ready, groups, axis=0)[bearable]
            index = np.searchsorted(self.begins[place], ready)
            reached, late = self.ends[place][index], self.late[place][index]
            longer = np.where(late, _NEVER, reached)
            longer[:, :, 1:] = np.minimum(longer[:, :, 1:], np.where(late, reached, _NEVER)[:, :, :-1])
            if self.limits.day_minutes is not None:
                longer[longer - self.firsts[None, :, None] > self.limits.day_minutes] = _NEVER
            longer = np.minimum.accumulate(longer, axis=2)
            alive = longer.min(axis=(1, 2)) < _NEVER if len(longer) else np.zeros(0, np.bool_)
            sets = sets[bearable][alive]
            more.append((sets, np.full(len(sets), place, np.int64), longer[alive]))
        if not more:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0, 0), np.int64)
        masks = np.concatenate([one[0] for one in more])
        order = np.argsort(masks, kind="stable")
        lasts = np.concatenate([one[1] for one in more])[order]
        return masks[order], lasts, np.concatenate([one[2] for one in more])[order]

    def _priced(self, masks: Numbers, ends: Numbers) -> Iterator[tuple[list[int], int]]:
        """Points of the sets that are whole days."""
        lengths = ends - self.firsts[None, :, None]
        late = self.weights.heavy_late * np.arange(self.most_late + 1)
        points = (self.weights.waiting_minute * lengths + late).min(axis=(1, 2))
        alive = ends.min(axis=(1, 2)) < _NEVER
        for mask, least in zip(masks[alive].tolist(), points[alive].tolist(), strict=True):
            if mask & self.must != self.must:
                continue
            places = [place for place in range(len(self.own)) if mask >> place & 1]
            busy = sum(int((self.ends[place][:-1] - self.begins[place]).max()) for place in places)
            teaching = self._teaching(mask) - self.weights.contact_good
            yield (
                [self.own[place] for place in places],
                max(0, least - self.weights.waiting_minute * busy)
                + self.weights.contact_minute * max(0, teaching)
                + self.weights.site_day * len(self._sites(mask)),
            )

    def _bearable(self, mask: int) -> bool:
        """Whether a day may hold a set, and what must be on it besides."""
        whole = mask | self.must
        limits = self.limits
        return (limits.contact_minutes is None or self._teaching(whole) <= limits.contact_minutes) and (
            limits.sites is None or len(self._sites(whole)) <= limits.sites
        )

    def _teaching(self, mask: int) -> int:
        items = (self.items[number] for place, number in enumerate(self.own) if mask >> place & 1)
        return sum(one.minutes for one in items if one.is_contact)

    def _sites(self, mask: int) -> set[str]:
        sites = {self.items[number].site for place, number in enumerate(self.own) if mask >> place & 1}
        return {one for one in sites if one is not None}

    def _way(self, one: int, other: int) -> int:
        """Minutes between two sessions; between cities, and beside what has no site, none are counted on."""
        origin, destination = self.items[one].site, self.items[other].site
        if origin is None or destination is None:
            return 0
        cities = {self.frame.sites[origin].city, self.frame.sites[destination].city}
        if len(cities) > 1 and None not in cities:
            return 0
        leg = self.frame.leg(origin, destination)
        return _NEVER if leg is None else leg


def _on(one: _Item, day: int) -> bool:
    return any(start // DAY == day for start in one.starts)
