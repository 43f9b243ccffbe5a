"""The scheme of the sites: cities as rooms, sites as stations, ways between them with their minutes.

Pure geometry, from ``ui.parts.Station`` and ``Way`` to what a template prints. It is a scheme, not a map: in
a room the ways begin where people stay, sites lie from north to south, and a site that is reached on foot
from another one stands behind it. Rooms stand side by side as long as the drawing's width allows, then
below. The way from one city to the next runs along the bottom of the rooms, where nothing else is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Literal

from balai.ui.lettering import lines_of, width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from balai.ui.parts import Station, Way

WIDE, NARROW = 1136, 704
"""Widths of the drawing in units: of the public page, and of a tablet held upright."""
MOST_ON_ONE_SIDE = 6
"""Stations below each other before a wide room uses both sides of its base."""
CODE, NAME, CITY, PILL = 14.0, 12.5, 18.0, 12.5
"""Sizes of letters."""
LEADING = 15
LABEL, BASE_LABEL = 176, 120
"""Width of a label before it goes on in the next line; of a base with stations on both sides."""
HEAD, FOOT = 64, 52
"""Room for a city's name above the stations, and for the way to the next city below them."""
LANE = 26
"""How far above the bottom of its room the way to the next city runs."""
PAD = 24
ROW, ROW_OF_MANY = 70, 56
"""Least distance between stations below each other, so that pills half-way have room; of many stations."""
GAP = 22
"""Between what belongs to one station and to the next."""
FROM_BASE, ON_FOOT = 164, 200
"""Least distance from the base to its stations, and from a station to the one behind it."""
BETWEEN = 96
"""Least distance between rooms."""
ROWS_APART = 64

Point = tuple[float, float]
Anchor = Literal["", "mid", "end"]
"""Which side of a text is at its point: empty for its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A city."""

    x: int
    y: int
    width: int
    height: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A site."""

    x: int
    y: int
    colour: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A way, as data of an SVG path."""

    d: str
    is_walk: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pill:
    """What is said of a way, around its middle."""

    x: int
    y: int
    width: int
    middle: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A line of text: a code (``nm``) or a line of a name (``sub``)."""

    x: int
    y: int
    kind: Literal["nm", "sub"]
    text: str
    anchor: Anchor = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeDrawing:
    """Everything a template needs to print the scheme."""

    width: int
    height: int
    rooms: tuple[Room, ...]
    lines: tuple[Line, ...]
    pills: tuple[Pill, ...]
    stops: tuple[Stop, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class _Branch:
    """A station reached from the base, and the one behind it if there is one."""

    station: Station
    behind: Station | None


class _Ways:
    """The shortest known way between each two stations."""

    def __init__(self, ways: Iterable[Way]) -> None:
        self._known: dict[frozenset[str], Way] = {}
        for way in ways:
            ends = frozenset(way.ends)
            if len(ends) == 2 and (ends not in self._known or _minutes(way) < _minutes(self._known[ends])):
                self._known[ends] = way

    def between(self, one: Station, two: Station) -> Way | None:
        return self._known.get(frozenset((one.code, two.code)))

    def label_between(self, some: Sequence[Station], others: Sequence[Station]) -> str:
        """What is said of the way between the bases of two cities, else of the shortest between any two."""
        if way := self.between(base_of(some, self), base_of(others, self)):
            return way.label
        found = [way for one in some for two in others if (way := self.between(one, two)) is not None]
        return min(found, key=_minutes).label if found else ""


@dataclass(frozen=True, slots=True)
class _Track:
    """A way as it is laid: from point to point, or as one curve of four points."""

    points: tuple[Point, ...]
    is_walk: bool
    is_curve: bool = False

    def moved(self, right: float, down: float) -> Line:
        begin, *others = (f"{x + right:.0f} {y + down:.0f}" for x, y in self.points)
        return Line(d=f"M{begin}{'C' if self.is_curve else 'L'}{' '.join(others)}", is_walk=self.is_walk)


@dataclass(slots=True)
class _Plan:
    """The inside of one room, measured from its upper corner."""

    name: str
    base: Station
    ways: _Ways
    at: Point = (0, 0)
    width: float = 0
    height: float = 0
    tracks: list[_Track] = field(default_factory=list)
    pills: list[tuple[Point, str]] = field(default_factory=list)
    stops: list[tuple[Point, int]] = field(default_factory=list)
    labels: list[tuple[Point, Literal["nm", "sub"], str, Anchor]] = field(default_factory=list)


def begins_of(stations: Sequence[Station], ways: Sequence[Way]) -> dict[str, str]:
    """For each station, by its code, where the way to it begins: at the city's base, or where one walks from.

    The bases themselves are left out.
    """
    known = _Ways(ways)
    found = {}
    for city in dict.fromkeys(station.city for station in stations):
        inside = [station for station in stations if station.city == city]
        base = base_of(inside, known)
        for branch in branches_of(inside, base, known):
            found[branch.station.code] = base.code
            if branch.behind:
                found[branch.behind.code] = branch.station.code
    return found


def drawing_of(stations: Sequence[Station], ways: Sequence[Way], *, width: int = WIDE) -> SchemeDrawing:
    """The scheme for a width; a room that is wider by itself widens the drawing.

    Args:
        stations: in the order of the programme; codes are unique.
        ways: those known; unknown ones are drawn without words.
        width: units; ``WIDE`` or ``NARROW``.
    """
    known = _Ways(ways)
    cities = [
        (city, [station for station in stations if station.city == city])
        for city in dict.fromkeys(station.city for station in stations)
    ]
    plans = [_planned(city, inside, known) for city, inside in cities]
    if width >= WIDE:
        plans = _widened(plans, cities, known, width)
    links = [known.label_between(before, after) for (_, before), (_, after) in pairwise(cities)]
    return _placed(plans, links, width)


def _minutes(way: Way | None) -> float:
    return inf if way is None or way.minutes is None else way.minutes


def base_of(stations: Sequence[Station], ways: _Ways) -> Station:
    """Where ways in a city begin: where people stay, or else the station with most known ways."""

    def ways_from(station: Station) -> int:
        return sum(ways.between(station, other) is not None for other in stations)

    return max(stations, key=lambda station: (station.is_base, ways_from(station)))


def branches_of(stations: Sequence[Station], base: Station, ways: _Ways) -> list[_Branch]:
    """The other stations from north to south; two within a walk of each other are one branch."""
    others = [station for station in stations if station != base]
    pairs = sorted(
        (
            (_minutes(way), one, two)
            for place, one in enumerate(others)
            for two in others[place + 1 :]
            if (way := ways.between(one, two)) is not None and way.is_walk
        ),
        key=lambda pair: (pair[0], pair[1].code, pair[2].code),
    )
    behind: dict[Station, Station] = {}
    paired: set[Station] = set()
    for _, one, two in pairs:
        if one in paired or two in paired:
            continue
        paired |= {one, two}
        to_one, to_two = (_minutes(ways.between(base, each)) for each in (one, two))
        near, far = (one, two) if to_one <= to_two else (two, one)
        behind[near] = far
    hidden = set(behind.values())
    branches = [_Branch(station, behind.get(station)) for station in others if station not in hidden]
    return sorted(branches, key=lambda branch: _southward(branch.station))


def _southward(station: Station) -> float:
    """What sorts stations from north to south, those whose place is not known last."""
    return inf if station.latitude is None else -station.latitude


def _widened(
    plans: Sequence[_Plan], cities: Sequence[tuple[str, Sequence[Station]]], ways: _Ways, width: int
) -> list[_Plan]:
    """Rooms that use both sides of their bases; only where they do not push each other below for it."""
    wide = [_planned(city, inside, ways, is_two_sided=True) for city, inside in cities]
    needed = sum(plan.width for plan in wide) + BETWEEN * (len(wide) - 1)
    return wide if len(wide) == 1 or needed <= width else list(plans)


def _planned(city: str, inside: Sequence[Station], ways: _Ways, *, is_two_sided: bool = False) -> _Plan:
    base = base_of(inside, ways)
    branches = branches_of(inside, base, ways)
    plan = _Plan(name=city, base=base, ways=ways)
    if not branches:
        _stand_alone(plan)
    elif len(branches) == 1 and branches[0].behind is None:
        _stand_above(plan, branches[0].station)
    else:
        half = -(-len(branches) // 2) if is_two_sided and len(branches) > MOST_ON_ONE_SIDE else len(branches)
        _stand_around(plan, branches[:half], branches[half:])
    plan.width = max(plan.width, 2 * PAD + width_of(city, CITY))
    return plan


def _stand_alone(plan: _Plan) -> None:
    x, y = plan.at = (PAD + 16, HEAD + 28)
    plan.stops.append((plan.at, plan.base.colour))
    plan.width = x + _beside(plan, plan.base, plan.at) + PAD
    plan.height = y + _depth(plan.base) + FOOT


def _stand_above(plan: _Plan, station: Station) -> None:
    """Two stations: the base below, so that its way to the next city crosses nothing."""
    way = plan.ways.between(plan.base, station)
    x, y = PAD + 34.0, HEAD + 20.0
    if way:
        x = max(x, PAD + _pill_width(way.label) / 2)
    below = y + max(_depth(station), 16) + 72
    plan.at = (x, below)
    plan.tracks.append(_Track(((x, y), (x, below)), _is_walk(way)))
    if way:
        plan.pills.append(((x, y + _depth(station) + (below - 20 - y - _depth(station)) / 2 + 4), way.label))
    plan.stops += [((x, y), station.colour), (plan.at, plan.base.colour)]
    wide = max(_beside(plan, station, (x, y)), _beside(plan, plan.base, plan.at))
    plan.width, plan.height = x + wide + PAD, below + _depth(plan.base) + FOOT


def _stand_around(plan: _Plan, right: Sequence[_Branch], left: Sequence[_Branch]) -> None:
    """The base with its branches to the right, and those of a large city to the left as well."""
    away, foot = FROM_BASE, ON_FOOT
    for branch in (*right, *left):
        if way := plan.ways.between(plan.base, branch.station):
            away = max(away, _pill_width(way.label) + 70)
        if branch.behind and (way := plan.ways.between(branch.station, branch.behind)):
            foot = max(foot, _pill_width(way.label) + 58)
    tall = [_heights(side) for side in (right, left)]
    middle = max(sum(heights) for heights in tall) / 2
    if left:
        away += BASE_LABEL // 2
        x = PAD + max(_reach(branch, foot) for branch in left) + away
    else:
        x = PAD + 22.0 + _wide(plan.base)
    y = HEAD + max(middle, _rise(plan.base, BASE_LABEL) if left else 14)
    plan.at = (x, y)
    plan.width = x + away + max(_reach(branch, foot) for branch in right) + PAD
    plan.height = y + max(middle, _depth(plan.base)) + FOOT
    for side, heights, turn in ((right, tall[0], 1), (left, tall[1], -1)):
        row = y - sum(heights) / 2
        for branch, height in zip(side, heights, strict=True):
            _lay(plan, branch, (x + turn * away, row + _share(branch, height)), turn * foot)
            row += height
    plan.stops.append((plan.at, plan.base.colour))
    if left:
        lines = lines_of(plan.base.name, NAME, BASE_LABEL)
        _label(plan, plan.base.code, lines, (x, y - 20 - LEADING * len(lines)), "mid")
    else:
        _beside(plan, plan.base, plan.at, is_left=True)


def _heights(side: Sequence[_Branch]) -> list[float]:
    least = ROW if len(side) <= MOST_ON_ONE_SIDE else ROW_OF_MANY
    return [max(least, _top(branch) + _bottom(branch) + GAP) for branch in side]


def _top(branch: _Branch) -> float:
    """How far a branch's words rise above its stations."""
    return _rise(branch.station) if branch.behind else 14


def _bottom(branch: _Branch) -> float:
    return _depth(branch.behind or branch.station)


def _share(branch: _Branch, height: float) -> float:
    """Where in its row the stations of a branch lie, from the top of the row."""
    return _top(branch) + (height - _top(branch) - _bottom(branch)) / 2


def _rise(station: Station, most: float = LABEL) -> float:
    """The height of a label that stands above its station."""
    return 34 + LEADING * len(lines_of(station.name, NAME, most))


def _depth(station: Station) -> float:
    """How far a label beside a station reaches below its middle."""
    return LEADING * len(lines_of(station.name, NAME, LABEL))


def _reach(branch: _Branch, foot: float) -> float:
    """How far a branch goes on behind its first station."""
    wide = 22 + _wide(branch.behind or branch.station)
    return wide + foot if branch.behind else wide


def _wide(station: Station) -> float:
    texts = [(station.code, CODE), *((line, NAME) for line in lines_of(station.name, NAME, LABEL))]
    return max(width_of(text, size) for text, size in texts)


def _lay(plan: _Plan, branch: _Branch, at: Point, foot: float) -> None:
    """Draw one branch: a curve from the base, its station, and the walk to the one behind."""
    (x0, y0), (x, y), is_left = plan.at, at, foot < 0
    half = (x0 + x) / 2
    way = plan.ways.between(plan.base, branch.station)
    plan.tracks.append(_Track(((x0, y0), (half, y0), (half, y), (x, y)), _is_walk(way), is_curve=True))
    if way:
        plan.pills.append(((half, (y0 + y) / 2), way.label))
    plan.stops.append((at, branch.station.colour))
    if branch.behind is None:
        _beside(plan, branch.station, at, is_left=is_left)
        return
    far = (x + foot, y)
    edge = -12 if is_left else 12
    plan.tracks.append(_Track(((x + edge, y), (far[0] - edge, y)), is_walk=True))
    if way := plan.ways.between(branch.station, branch.behind):
        plan.pills.append(((x + foot / 2, y), way.label))
    plan.stops.append((far, branch.behind.colour))
    _beside(plan, branch.behind, far, is_left=is_left)
    lines = lines_of(branch.station.name, NAME, LABEL)
    above = (x + 8 if is_left else x - 8, y - 20 - LEADING * len(lines))
    _label(plan, branch.station.code, lines, above, "end" if is_left else "")


def _beside(plan: _Plan, station: Station, at: Point, *, is_left: bool = False) -> float:
    """Put a station's label beside it; returns how far it reaches from the station's middle."""
    x, y = at
    lines = lines_of(station.name, NAME, LABEL)
    _label(plan, station.code, lines, (x - 22 if is_left else x + 22, y - 2), "end" if is_left else "")
    return 22 + _wide(station)


def _label(plan: _Plan, code: str, lines: Sequence[str], at: Point, anchor: Anchor) -> None:
    x, y = at
    plan.labels.append((at, "nm", code, anchor))
    for number, line in enumerate(lines, start=1):
        plan.labels.append(((x, y + 2 + LEADING * number), "sub", line, anchor))


def _is_walk(way: Way | None) -> bool:
    return way is not None and way.is_walk


def _placed(plans: Sequence[_Plan], links: Sequence[str], width: int) -> SchemeDrawing:
    """Put rooms side by side, and below when they are full; then draw what is in them and between them."""
    rooms = _rooms(plans, links, width)
    tracks, pills, stops, labels, bases = [], [], [], [], []
    for plan, room in zip(plans, rooms, strict=True):
        # in a room that is larger than it must be, what is in it keeps a little left of its middle
        right, down = room.x + (room.width - plan.width) / 3, room.y + (room.height - plan.height) / 2
        bases.append((plan.at[0] + right, plan.at[1] + down))
        tracks += [track.moved(right, down) for track in plan.tracks]
        pills += [_pill((x + right, y + down), text) for (x, y), text in plan.pills]
        stops += [Stop(x=round(x + right), y=round(y + down), colour=colour) for (x, y), colour in plan.stops]
        labels += [
            Label(x=round(x + right), y=round(y + down), kind=kind, text=text, anchor=anchor)
            for (x, y), kind, text, anchor in plan.labels
        ]
    for place, link in enumerate(links):
        points, at = _link((bases[place], bases[place + 1]), (rooms[place], rooms[place + 1]), link)
        tracks.insert(0, _Track(points, is_walk=False).moved(0, 0))
        if link:
            pills.append(_pill(at, link))
    return SchemeDrawing(
        width=max(room.x + room.width for room in rooms),
        height=max(room.y + room.height for room in rooms),
        rooms=tuple(rooms),
        lines=tuple(tracks),
        pills=tuple(pills),
        stops=tuple(stops),
        labels=tuple(labels),
    )


def _rooms(plans: Sequence[_Plan], links: Sequence[str], width: int) -> list[Room]:
    """A room for each plan: in rows that fill the width, those of a row of one height."""
    gaps = [0, *(max(BETWEEN, _pill_width(link)) for link in links)]
    rows: list[list[int]] = [[]]
    taken = 0.0
    for place, plan in enumerate(plans):
        if rows[-1] and taken + gaps[place] + plan.width > width:
            rows.append([])
            taken = 0
        taken += plan.width + (gaps[place] if rows[-1] else 0)
        rows[-1].append(place)
    total = max(width, *(plan.width for plan in plans))
    rooms, y = [], 0.0
    for row in rows:
        height = max(plans[place].height for place in row)
        free = total - sum(plans[place].width for place in row) - sum(gaps[place] for place in row[1:])
        x = 0.0
        for place in row:
            x += gaps[place] if place != row[0] else 0
            wide = plans[place].width + free / len(row)
            rooms.append(
                Room(x=round(x), y=round(y), width=round(wide), height=round(height), name=plans[place].name)
            )
            x += wide
        y += height + ROWS_APART
    return rooms


def _link(bases: tuple[Point, Point], rooms: tuple[Room, Room], text: str) -> tuple[tuple[Point, ...], Point]:
    """The way between the bases of two cities, along the bottom of their rooms; the middle of its pill."""
    (one, two), (before, after) = bases, rooms
    lane_one, lane_two = (room.y + room.height - LANE for room in rooms)
    if before.y == after.y:
        middle = (before.x + before.width + after.x) / 2
        return (one, (one[0], lane_one), (two[0], lane_one), two), (middle, lane_one)
    side = after.x + PAD / 2
    at = (max(side, _pill_width(text) / 2 + 1), before.y + before.height + ROWS_APART / 2)
    return (one, (one[0], lane_one), (side, lane_one), (side, lane_two), (two[0], lane_two), two), at


def _pill_width(text: str) -> int:
    return round(width_of(text, PILL)) + 26 if text else 0


def _pill(at: Point, text: str) -> Pill:
    wide = _pill_width(text)
    return Pill(x=round(at[0] - wide / 2), y=round(at[1] - 12), width=wide, middle=round(at[0]), text=text)
