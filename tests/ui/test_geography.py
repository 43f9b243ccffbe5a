"""The map is sound wherever the host and its guests are."""

from __future__ import annotations

import re
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.ui.geography import (
    BEYOND,
    HEIGHTS,
    LATITUDES,
    SIZES,
    WIDTH,
    Box,
    bend,
    cut,
    drawing_of,
    land_in,
    narrowest_span,
    rings_of_land,
    view_of,
)
from balai.ui.lettering import width_of
from tests.ui.world import ASIA, FIJI, INDONESIA, KENYA, PACIFIC, REGIONS, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.ui.geography import (
        Dot,
        MapDrawing,
        View,
        Word,
    )
    from balai.ui.parts import Place

everywhere = st.tuples(st.floats(-180, 180), st.floats(*LATITUDES))


def view_on(places: Sequence[Place]) -> View:
    return view_of([(each.longitude, each.latitude) for each in places])


def rings_drawn(land: str) -> list[list[tuple[int, int]]]:
    """The rings of a path as a browser follows them."""
    rings = []
    for written in land.split("z")[:-1]:
        begin, steps = written.removeprefix("M").split("l")
        x, y = map(int, begin.split() if " " in begin else re.findall(r"-?\d+", begin))
        ring = [(x, y)]
        numbers = [int(number) for number in re.findall(r"-?\d+", steps)]
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            ring.append((x, y))
        rings.append(ring)
    return rings


def is_on_land(view: View, longitude: float, latitude: float) -> bool:
    """By the rule of even and odd, as the sheet asks for."""
    x, y = view.at(longitude, latitude)
    crossings = 0
    for ring in rings_drawn(land_in(view)):
        for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
            if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
                crossings += 1
    return crossings % 2 == 1


def box_of(word: Word, size: int) -> Box:
    wide = width_of(word.text, size - word.is_note)
    left = word.x - {"": 0.0, "mid": wide / 2, "end": wide}[word.anchor]
    return Box(left, word.y - size * 0.8, left + wide, word.y + size * 0.15)


@pytest.mark.parametrize(
    ("longitudes", "span"),
    [
        ([106.8], (106.8, 0)),
        ([69.2, 106.8, 77.2], (69.2, 37.6)),
        ([178.4, -171.8], (178.4, 9.8)),
        ([-9.1, 139.7, -77], (139.7, 211.2)),
        ([10, 10, 10], (10, 0)),
    ],
)
def test_narrowest_span_leaves_out_the_widest_gap(longitudes: list[float], span: tuple[float, float]) -> None:
    assert narrowest_span(longitudes) == pytest.approx(span)


@given(st.lists(everywhere, min_size=1, max_size=30))
def test_view_shows_every_place_and_no_longitude_twice(points: list[tuple[float, float]]) -> None:
    view = view_of(points)

    assert view.width == WIDTH
    assert view.height <= HEIGHTS[1]
    assert view.width / view.across <= 360 + 1e-6
    assert view.north <= LATITUDES[1] + 1e-9
    assert view.north - view.height / view.down >= LATITUDES[0] - 1
    for longitude, latitude in points:
        x, y = view.at(longitude, latitude)
        assert -0.5 <= x <= view.width + 0.5
        assert -0.5 <= y <= view.height + 0.5


def test_places_on_both_sides_of_the_180th_meridian_are_neighbours() -> None:
    view = view_on([*PACIFIC, FIJI])
    fiji, samoa = view.at(178.4, -18.1), view.at(-171.8, -13.8)

    assert 0 < samoa[0] - fiji[0] < WIDTH / 4


@pytest.mark.parametrize(
    ("region", "land", "sea"),
    [
        ("asia", [(77.2, 28.6), (101.0, 15.0), (113.0, 0.0)], [(85.0, 5.0), (90.0, 15.0)]),
        ("africa", [(36.8, -1.3), (20.0, 0.0), (30.0, 26.0)], [(0.0, -10.0), (42.0, -10.0)]),
        ("pacific", [(145.0, -25.0), (175.5, -39.0)], [(-175.0, -10.0), (179.0, -30.0), (160.0, -35.0)]),
        ("americas", [(-60.0, -15.0), (-101.0, 22.0)], [(-100.0, 0.0), (-80.0, 16.0)]),
        ("north", [(15.0, 62.0), (-19.0, 65.0)], [(-10.0, 62.0), (2.0, 58.0)]),
        (
            "everywhere",
            [(20.0, 0.0), (100.0, 60.0), (-100.0, 45.0)],
            [(-30.0, 0.0), (50.0, 41.5), (80.0, -30.0)],
        ),
    ],
)
def test_land_is_where_land_is(
    region: str, land: list[tuple[float, float]], sea: list[tuple[float, float]]
) -> None:
    places, host = REGIONS[region]
    view = view_on([*places, host])

    assert [point for point in land if not is_on_land(view, *point)] == []
    assert [point for point in sea if is_on_land(view, *point)] == []


def test_land_has_no_seam_at_the_180th_meridian() -> None:
    """Chukotka goes on beyond it: no edge runs along the meridian on land."""
    view = view_of([(170.0, 66.0), (-165.0, 64.0)])
    meridian = view.at(180.0, 67.0)[0]

    assert is_on_land(view, 178.0, 67.5)
    assert is_on_land(view, -178.0, 67.0)
    edges = [
        (y0, y1)
        for ring in rings_drawn(land_in(view))
        for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]])
        if abs(x0 - meridian) < 2 and abs(x1 - meridian) < 2 and abs(y1 - y0) > 12
    ]
    assert edges == []


def test_land_stays_within_the_drawing_but_for_the_edge_that_hides_the_cut() -> None:
    for places, host in REGIONS.values():
        view = view_on([*places, host])
        points = [point for ring in rings_drawn(land_in(view)) for point in ring]

        assert points
        assert min(x for x, _ in points) >= -BEYOND
        assert max(x for x, _ in points) <= WIDTH + BEYOND
        assert min(y for _, y in points) >= -BEYOND
        assert max(y for _, y in points) <= view.height + BEYOND


def test_land_has_rings_around_the_globe_and_holes() -> None:
    rings = rings_of_land()
    longitudes = [east for ring in rings for east, _ in ring]

    assert len(rings) > 100
    assert min(longitudes) >= -200
    assert max(longitudes) <= 200
    assert all(-90 <= north <= 90 for ring in rings for _, north in ring)


def test_cut_keeps_what_is_inside() -> None:
    square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)]

    assert set(cut(square, (5, 5), (20, 20))) == {(10.0, 5), (10.0, 10.0), (5, 10.0), (5, 5)}
    assert cut(square, (20, 20), (30, 30)) == []
    assert set(cut(square, (-1, -1), (11, 11))) == set(square)


def test_lines_bend_north_whichever_way_they_go() -> None:
    assert bend((0, 0), (100, 0))[1] < 0
    assert bend((100, 0), (0, 0))[1] < 0
    assert bend((0, 0), (0, 100)) == pytest.approx((16, 50))
    assert bend((5, 5), (5, 5)) == (5, 5)


@pytest.mark.parametrize("region", REGIONS)
def test_drawing_has_a_dot_and_a_line_for_each_place(region: str) -> None:
    places, host = REGIONS[region]
    drawing = drawing_of(places, host)

    assert (len(drawing.dots), len(drawing.arcs)) == (len(places), len(places))
    assert drawing.home is not None
    assert all(arc.endswith(f" {drawing.home.x} {drawing.home.y}") for arc in drawing.arcs)


def test_drawing_of_the_reference_programme_names_everybody() -> None:
    drawing = drawing_of(ASIA, INDONESIA)
    names = {each.name for each in ASIA} | {"Indonesia", "host"}

    assert {word.text for word in drawing.words} == names
    assert {word.text for word in drawing.words_on_phone} == names


def words_and_dots(drawing: MapDrawing, size: int, words: tuple[Word, ...]) -> tuple[list[Box], list[Dot]]:
    return [box_of(word, size) for word in words], [*drawing.dots, *([drawing.home] if drawing.home else [])]


def faults_of(drawing: MapDrawing) -> list[str]:
    """Words that cover another word or somebody's dot, or leave the drawing."""
    faults = []
    for kind, words in (("wide", drawing.words), ("phone", drawing.words_on_phone)):
        boxes, dots = words_and_dots(drawing, SIZES[kind], words)
        faults += [f"{kind} {a} {b}" for a, b in combinations(boxes, 2) if a.meets(b)]
        faults += [
            f"{kind} {box} {dot}"
            for box in boxes
            for dot in dots
            if box.meets(Box(dot.x - 5, dot.y - 5, dot.x + 5, dot.y + 5))
        ]
        faults += [
            f"{kind} {box}"
            for box in boxes
            if box.left < 0 or box.right > drawing.width or box.top < 0 or box.bottom > drawing.height
        ]
    return faults


@pytest.mark.parametrize("region", REGIONS)
def test_no_word_covers_another_or_a_dot(region: str) -> None:
    assert faults_of(drawing_of(*REGIONS[region])) == []


@settings(max_examples=25, deadline=None)
@given(st.lists(everywhere, min_size=1, max_size=40, unique=True))
def test_words_are_apart_for_any_places(points: list[tuple[float, float]]) -> None:
    places = [place(f"Country {number}", y, x) for number, (x, y) in enumerate(points)]

    assert faults_of(drawing_of(places, KENYA)) == []


def test_map_without_a_place_is_refused() -> None:
    with pytest.raises(ValueError, match="a map needs a place"):
        drawing_of([], None)


def test_places_without_a_host_have_no_lines() -> None:
    drawing = drawing_of(ASIA, None)

    assert (drawing.home, drawing.arcs, len(drawing.dots)) == (None, (), len(ASIA))
