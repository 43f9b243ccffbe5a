"""The map of who comes from where: pure geometry, from places to lines and words that a template prints.

Land without borders, so that no boundary is claimed; a dot for each capital; a line from each to the host.
The part of the world shown follows from the places: any region, and any side of the 180th meridian. Degrees
east and north go in; units of the drawing, right and down, come out.

The projection keeps distances along meridians and along the middle parallel of the view. It treats north and
south alike, has no scale that swells towards the poles as Mercator's, and its meridians are straight, so that
the world may be cut open wherever no place lies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import asin, cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from balai.ui.lettering import width_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from balai.ui.parts import Place

LAND = Path(__file__).parent / "land.svg"
"""Made by tools/land.py."""

WIDTH = 620
HEIGHTS = (340, 500)
"""Units of the drawing; the height follows from the region, within these."""
MARGIN = (64, 44)
"""Room between the outermost places and the edge, for dots and words: across, down."""
NEAREST = 12
"""Most units per degree: land at 1:110 million has nothing to show any closer."""
LATITUDES = (-60, 84)
"""What lies beyond is not shown: nobody is sent from there, and it would take a third of the page."""
STEEPEST = 55
"""The middle parallel that scales the view is at most this far north or south."""
BEYOND = 4
"""How far outside the drawing land is cut, so that the edge of the cut is not seen."""
BEND = 0.16
"""How far a line leaves the straight one, as a share of its length; lines bend north and so fan out."""
DOT, HOME = 6, 9
EARTH = 6371.0
"""Kilometres from its middle to its surface, on average."""
SIZES = {"wide": 13, "phone": 21}
"""Size of the letters, in units. On a telephone the drawing is shown at about half its size."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A capital on the drawing."""

    x: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A name beside its dot, or what is said of it below.

    Attributes:
        anchor: which side of the text is at ``x``: empty for its start, ``mid`` or ``end``.
        is_note: whether it is what is said of a place rather than its name.
    """

    x: int
    y: int
    text: str
    anchor: Literal["", "mid", "end"] = ""
    is_note: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDrawing:
    """Everything a template needs to print the map.

    Attributes:
        land, arcs: data of SVG paths.
        words: for wide pages; ``words_on_phone`` for narrow ones, larger. A name that would cover another,
            or a dot, is left out; the list that stands beside the map has every name.
    """

    width: int
    height: int
    land: str
    arcs: tuple[str, ...]
    dots: tuple[Dot, ...]
    home: Dot | None
    words: tuple[Word, ...]
    words_on_phone: tuple[Word, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A window on the world.

    Attributes:
        west, north: degrees at its upper corner; ``west`` may be less than -180.
        across, down: units per degree.
        width, height: units.
    """

    west: float
    north: float
    across: float
    down: float
    width: float
    height: float

    def at(self, longitude: float, latitude: float) -> Point:
        """Where a point is drawn, with its longitude counted from the window's own edge."""
        east = (longitude - self.west) % 360 + self.west
        return (east - self.west) * self.across, (self.north - latitude) * self.down


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that a word or a dot takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, point: Point) -> bool:
        return self.left < point[0] < self.right and self.top < point[1] < self.bottom


def narrowest_span(longitudes: Iterable[float]) -> tuple[float, float]:
    """The shortest way along a parallel that passes every longitude: where it begins, and how long it is.

    It leaves out the widest gap between neighbours, wherever that lies: the Pacific is as whole as Asia.
    """
    around = sorted({longitude % 360 for longitude in longitudes})
    gaps = [(after - before, after) for before, after in pairwise([*around, around[0] + 360])]
    gap, begin = max(gaps)
    return begin % 360, 360 - gap


def view_of(points: Sequence[Point]) -> View:
    """The window in which every point (longitude, latitude) has room, among land that is known again."""
    west, span = narrowest_span(longitude for longitude, _ in points)
    latitudes = [latitude for _, latitude in points]
    south, north = min(latitudes), max(latitudes)
    middle = (south + north) / 2
    shrink = cos(radians(min(abs(middle), STEEPEST)))
    lowest, highest = LATITUDES
    down = min(
        NEAREST,
        (WIDTH - 2 * MARGIN[0]) / max(span * shrink, 1e-9),
        (HEIGHTS[1] - 2 * MARGIN[1]) / max(north - south, 1e-9),
    )
    down = max(down, WIDTH / (360 * shrink))  # never more than the whole way round
    height = max(HEIGHTS[0], (north - south) * down + 2 * MARGIN[1])
    height = round(min(height, HEIGHTS[1], (highest - lowest) * down))
    across = down * shrink
    top = middle + height / down / 2
    top = min(max(top, lowest + height / down), highest)
    left = west + span / 2 - WIDTH / across / 2
    return View(west=left, north=top, across=across, down=down, width=WIDTH, height=height)


@lru_cache(maxsize=1)
def rings_of_land() -> tuple[tuple[Point, ...], ...]:
    """The land, as closed rings of (longitude, latitude); longitudes may go beyond ±180°."""
    found = re.search(r' d="([^"]+)"', LAND.read_text(encoding="utf-8"))
    if found is None:
        raise ValueError(f"{LAND.name} has no path")
    rings = []
    for written in found[1].removesuffix("z").split("z"):
        numbers = [int(number) for number in re.findall(r"-?\d+", written)]
        east = south = 0
        ring = []
        for step_east, step_south in zip(numbers[::2], numbers[1::2], strict=True):
            east, south = east + step_east, south + step_south
            ring.append((east / 10, -south / 10))
        rings.append(tuple(ring))
    return tuple(rings)


def cut(ring: Sequence[Point], low: Point, high: Point) -> list[Point]:
    """The part of a ring inside a rectangle, as one ring (Sutherland and Hodgman, 1974)."""
    points = list(ring)
    for axis in (0, 1):
        for bound, sign in ((low[axis], 1), (high[axis], -1)):
            kept: list[Point] = []
            for before, after in pairwise([points[-1], *points] if points else []):
                inside_before = (before[axis] - bound) * sign >= 0
                inside_after = (after[axis] - bound) * sign >= 0
                if inside_before != inside_after:
                    share = (bound - before[axis]) / (after[axis] - before[axis])
                    other = before[1 - axis] + share * (after[1 - axis] - before[1 - axis])
                    kept.append((bound, other) if axis == 0 else (other, bound))
                if inside_after:
                    kept.append(after)
            points = kept
    return points


def land_in(view: View) -> str:
    """The land that the window shows, as the data of one SVG path in whole units."""
    low, high = (-BEYOND, -BEYOND), (view.width + BEYOND, view.height + BEYOND)
    rings = []
    for ring in rings_of_land():
        for turn in (-360, 0, 360, 720):
            placed = [
                ((east + turn - view.west) * view.across, (view.north - north) * view.down)
                for east, north in ring
            ]
            rights = [right for right, _ in placed]
            if max(rights) < low[0] or min(rights) > high[0]:
                continue
            rings.append(path_of(cut(placed, low, high)))
    return "".join(rings)


def path_of(ring: Sequence[Point]) -> str:
    """A ring as SVG: an absolute beginning, then relative steps; empty when nothing is left of it."""
    points: list[tuple[int, int]] = []
    for x, y in ring:
        point = (round(x), round(y))
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 3:
        return ""
    steps = " ".join(f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{steps}z".replace(" -", "-")


def bend(begin: Point, end: Point) -> Point:
    """The point that pulls a line from ``begin`` to ``end`` out of the straight, to the north."""
    (x0, y0), (x1, y1) = begin, end
    across, down = x1 - x0, y1 - y0
    length = hypot(across, down) or 1
    right, below = down / length, -across / length
    if below > 0 or (below == 0 and right < 0):
        right, below = -right, -below
    return (x0 + x1) / 2 + right * length * BEND, (y0 + y1) / 2 + below * length * BEND


def points_along(begin: Point, pull: Point, end: Point) -> list[Point]:
    """Points of a quadratic curve, close enough to tell which words it passes."""
    return [
        (
            (1 - t) ** 2 * begin[0] + 2 * t * (1 - t) * pull[0] + t**2 * end[0],
            (1 - t) ** 2 * begin[1] + 2 * t * (1 - t) * pull[1] + t**2 * end[1],
        )
        for t in (step / 24 for step in range(25))
    ]


def words_beside(
    names: Sequence[tuple[Point, float, str, str]], lines: Sequence[Point], view: View, size: int
) -> tuple[Word, ...]:
    """Names beside their dots, none on another nor on a dot; the first is placed first.

    Args:
        names: for each place its point, the radius of its dot, its name and what is said of it.
        lines: points that are better not covered.
        view: the window that words stay in.
        size: of the letters, in units.

    Returns:
        The words that found room. Of the places round a dot the one that covers least of the lines is taken.
    """
    dots = [Box(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for (x, y), r, _, _ in names]
    offers: dict[int, list[tuple[float, Box, list[Word]]]] = {}
    for place, name in enumerate(names):
        others = [*dots[:place], *dots[place + 1 :]]
        offers[place] = [
            (sum(box.holds(point) for point in lines) + rank / 2, box, shown)
            for rank, (box, shown) in enumerate(_around(*name, size))
            if box.left >= 3 and box.right <= view.width - 3
            if box.top >= 3 and box.bottom <= view.height - 3
            if not any(box.meets(other) for other in others)
        ]
    words: list[Word] = []
    while offers:
        # after the first, the one with the least choice: lest others take its last place
        place = min(offers, key=lambda each: (each != 0, len(offers[each]), each))
        chances = offers.pop(place)
        if chances:
            _, box, shown = min(chances, key=lambda chance: chance[0])
            words += shown
            offers = {
                other: [chance for chance in left if not chance[1].meets(box)]
                for other, left in offers.items()
            }
    return tuple(words)


def _around(point: Point, radius: float, name: str, note: str, size: int) -> list[tuple[Box, list[Word]]]:
    """The places for a name round its dot, the best first, with the words that would stand there."""
    (x, y), wide, gap = point, width_of(name, size), radius + 5
    note_size = size - 1
    wide = max(wide, width_of(note, note_size))
    tall = note_size + 3 if note else 0
    places: list[tuple[float, float, Literal["", "mid", "end"]]] = [
        (x + gap, y + size * 0.35, ""),
        (x - gap, y + size * 0.35, "end"),
        (x, y - gap - tall, "mid"),
        (x, y + gap + size * 0.8, "mid"),
        (x + radius, y - radius - 2 - tall, ""),
        (x - radius, y - radius - 2 - tall, "end"),
        (x + radius, y + radius + size * 0.8, ""),
        (x - radius, y + radius + size * 0.8, "end"),
    ]
    found = []
    for right, down, anchor in places:
        left = right - {"": 0.0, "mid": wide / 2, "end": wide}[anchor]
        box = Box(left - 2, down - size * 0.85, left + wide + 2, down + size * 0.25 + tall)
        words = [Word(x=round(right), y=round(down), text=name, anchor=anchor)]
        if note:
            words.append(Word(x=round(right), y=round(down + tall), text=note, anchor=anchor, is_note=True))
        found.append((box, words))
    return found


def drawing_of(places: Sequence[Place], host: Place | None) -> MapDrawing:
    """The map of places that send people to a host, or of the places alone; at least one place is given."""
    everyone = [*([host] if host else []), *places]
    if not everyone:
        raise ValueError("a map needs a place")
    view = view_of([(place.longitude, place.latitude) for place in everyone])
    points = [view.at(place.longitude, place.latitude) for place in places]
    home = view.at(host.longitude, host.latitude) if host else None
    curves = [(point, bend(point, home), home) for point in points] if home else []
    names = [(home, HOME, str(host.name), str(host.note))] if host and home else []
    names += [
        (point, DOT, str(place.name), str(place.note)) for point, place in zip(points, places, strict=True)
    ]
    passed = [point for curve in curves for point in points_along(*curve)]
    words = {kind: words_beside(names, passed, view, size) for kind, size in SIZES.items()}
    return MapDrawing(
        width=WIDTH,
        height=round(view.height),
        land=land_in(view),
        arcs=tuple(
            f"M{begin[0]:.0f} {begin[1]:.0f}Q{pull[0]:.0f} {pull[1]:.0f} {end[0]:.0f} {end[1]:.0f}"
            for begin, pull, end in curves
        ),
        dots=tuple(Dot(x=round(x), y=round(y)) for x, y in points),
        home=Dot(x=round(home[0]), y=round(home[1])) if home else None,
        words=words["wide"],
        words_on_phone=words["phone"],
    )


def kilometres(north_one: float, east_one: float, north_two: float, east_two: float) -> float:
    """How far two points are apart, along the surface of the earth."""
    one, two = radians(north_one), radians(north_two)
    halves = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(radians(east_two - east_one) / 2) ** 2
    return 2 * EARTH * asin(sqrt(min(1.0, halves)))
