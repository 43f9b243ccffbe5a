"""Turn the land of Natural Earth into the one small file that our maps are drawn from: part of `make assets`.

Reads the topology of the npm package ``world-atlas`` (land at 1:110 million, public domain, no borders) and
writes ``src/balai/ui/land.svg``: one path of closed rings in tenths of a degree, east and south counted
positive, relative steps. That is an SVG which any browser shows, and data that ``balai.ui.geography`` reads.

A ring that crosses the 180th meridian is not cut there: it goes on beyond it, so that no seam is drawn
through Chukotka. A ring around a pole is closed along that pole.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "node_modules" / "world-atlas" / "land-110m.json"
TARGET = ROOT / "src" / "balai" / "ui" / "land.svg"
TENTHS = 10

Point = tuple[float, float]
"""Longitude and latitude in degrees."""
Step = tuple[int, int]
"""East and south, in tenths of a degree."""


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines of a quantised topology in degrees: each stored as steps from the point before."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for stored in topology["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in stored:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(arc)
    return arcs


def polygons_of(geometry: dict[str, Any]) -> Iterator[list[list[int]]]:
    """Every polygon in a geometry, as lists of the numbers of its arcs."""
    kind = geometry["type"]
    if kind == "GeometryCollection":
        for each in geometry["geometries"]:
            yield from polygons_of(each)
    elif kind == "MultiPolygon":
        yield from geometry["arcs"]
    elif kind == "Polygon":
        yield geometry["arcs"]


def rings_of(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The rings of the land; an arc numbered ``~n`` is arc ``n`` walked backwards."""
    arcs = arcs_of(topology)
    for polygon in polygons_of(topology["objects"]["land"]):
        for numbers in polygon:
            ring: list[Point] = []
            for number in numbers:
                arc = arcs[number] if number >= 0 else arcs[~number][::-1]
                ring += arc[1:] if ring else arc
            yield ring


def unrolled(ring: Sequence[Point]) -> list[Point]:
    """The ring with longitudes that go on beyond ±180° instead of jumping to the other side.

    A ring that has gone once around the globe when it is back at its first point encloses a pole; it is
    closed by a walk to that pole and along it. Of rings that differ by whole turns only, it is the one whose
    middle lies within ±180°.
    """
    east, north = ring[0]
    line = [(east, north)]
    for (before, _), (after, latitude) in pairwise(ring):
        east += (after - before + 180) % 360 - 180
        line.append((east, latitude))
    if abs(line[-1][0] - line[0][0]) > 180:
        pole = 90.0 if sum(latitude for _, latitude in line) > 0 else -90.0
        line += [(line[-1][0], pole), (line[0][0], pole)]
    middle = (min(line)[0] + max(line)[0]) / 2
    turns = 360 * round(middle / 360)
    return [(east - turns, latitude) for east, latitude in line]


def steps_of(line: Sequence[Point]) -> list[Step]:
    """The ring in tenths of a degree, without points that say nothing new; empty when it has no area left."""
    rounded = [(round(east * TENTHS), -round(north * TENTHS)) for east, north in line]
    points: list[Step] = []
    for point in rounded:
        if points and points[-1] == point:
            continue
        while len(points) > 1 and is_between(points[-2], points[-1], point):
            points.pop()
        points.append(point)
    if points[0] == points[-1]:
        points.pop()
    return points if len(points) > 2 else []


def is_between(first: Step, middle: Step, last: Step) -> bool:
    """Whether ``middle`` lies on the straight line from ``first`` to ``last``."""
    (x0, y0), (x1, y1), (x2, y2) = first, middle, last
    ahead = (x1 - x0) * (x2 - x1) + (y1 - y0) * (y2 - y1) >= 0
    return ahead and (x1 - x0) * (y2 - y0) == (y1 - y0) * (x2 - x0)


def path_of(rings: Sequence[Sequence[Step]]) -> str:
    """One SVG path: each ring begins at an absolute point and goes on by relative steps."""
    return "".join(
        f"M{ring[0][0]} {ring[0][1]}l"
        + " ".join(f"{x1 - x0} {y1 - y0}" for (x0, y0), (x1, y1) in pairwise(ring))
        + "z"
        for ring in rings
    ).replace(" -", "-")


def converted(topology: dict[str, Any]) -> str:
    """The file for a topology; rings in order of their first points, so that it depends on nothing else."""
    rings = sorted(filter(None, (steps_of(unrolled(ring)) for ring in rings_of(topology))))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -900 3600 1800">'
        "<!-- Land without borders, in tenths of a degree. Made by tools/land.py from Natural Earth 1:110m"
        f' (public domain). --><path d="{path_of(rings)}"/></svg>\n'
    )


def main() -> int:
    """Read the package, write the file."""
    topology = json.loads(SOURCE.read_text(encoding="utf-8"))
    TARGET.write_text(converted(topology), encoding="utf-8")
    print(f"{TARGET.relative_to(ROOT)}: {TARGET.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
