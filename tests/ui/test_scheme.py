"""The scheme is sound for 1 to 15 sites in 1 to 4 cities, whatever is known of the ways between them."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.ui.geography import Box
from balai.ui.lettering import width_of
from balai.ui.scheme import CODE, NAME, NARROW, WIDE, begins_of, drawing_of
from tests.ui.world import STATIONS, WAYS, station, way

if TYPE_CHECKING:
    from balai.ui.parts import Station, Way
    from balai.ui.scheme import Label, SchemeDrawing

CITIES = ("Jakarta", "Bandung", "Yogyakarta", "Thiruvananthapuram")
NAMES = (
    "Hotel",
    "Ministry of Industry",
    "Centre for Materials and Technical Products",
    "Regional Office of the Directorate General for Small and Medium Industry",
)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[list[Station], list[Way]]:
    number = draw(st.integers(1, 15))
    cities = CITIES[: draw(st.integers(1, 4))]
    stations = [
        station(
            f"S{place}",
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(cities)),
            place % 9 + 1,
            draw(st.none() | st.floats(-60, 60)),
            is_base=draw(st.booleans()),
        )
        for place in range(number)
    ]
    pairs = list(combinations([each.code for each in stations], 2))
    known = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    ways = []
    for one, two in known:
        minutes = draw(st.none() | st.integers(1, 300))
        label = draw(st.sampled_from(["45 min", "half a day by road or rail", "walk 5 min"]))
        ways.append(way(one, two, label, minutes, is_walk=draw(st.booleans())))
    return stations, ways


def box_of(label: Label) -> Box:
    size = CODE if label.kind == "nm" else NAME
    wide = width_of(label.text, size)
    left = label.x - {"": 0.0, "mid": wide / 2, "end": wide}[label.anchor]
    return Box(left, label.y - size * 0.75, left + wide, label.y + 1)


def faults_of(drawing: SchemeDrawing) -> list[str]:
    """What lies on something else, or outside its room."""
    rooms = [Box(room.x, room.y, room.x + room.width, room.y + room.height) for room in drawing.rooms]
    stops = [Box(stop.x - 10, stop.y - 10, stop.x + 10, stop.y + 10) for stop in drawing.stops]
    labels = [box_of(label) for label in drawing.labels]
    pills = [Box(pill.x, pill.y, pill.x + pill.width, pill.y + 24) for pill in drawing.pills]
    names = [
        Box(room.x + 24, room.y + 24, room.x + 24 + width_of(room.name, 18), room.y + 42)
        for room in drawing.rooms
    ]
    faults = [f"rooms {a} {b}" for a, b in combinations(rooms, 2) if a.meets(b)]
    things = [("stop", stops), ("label", labels), ("pill", pills), ("city", names)]
    every = [(kind, box) for kind, boxes in things for box in boxes]
    faults += [f"{one} {a} on {two} {b}" for (one, a), (two, b) in combinations(every, 2) if a.meets(b)]
    faults += [
        f"{kind} {box} outside"
        for kind, box in every
        if box.left < 0 or box.top < 0 or box.right > drawing.width or box.bottom > drawing.height
    ]
    faults += [
        f"{kind} {box} in no room"
        for kind, box in every
        if kind in {"stop", "label"}
        and not any(
            room.left <= box.left
            and box.right <= room.right
            and room.top <= box.top
            and box.bottom <= room.bottom
            for room in rooms
        )
    ]
    return faults


@pytest.mark.parametrize("width", [WIDE, NARROW])
@settings(max_examples=150, deadline=None)
@given(programme=programmes())
def test_nothing_lies_on_anything_else(width: int, programme: tuple[list[Station], list[Way]]) -> None:
    stations, ways = programme
    drawing = drawing_of(stations, ways, width=width)

    assert faults_of(drawing) == []
    assert sorted(stop.colour for stop in drawing.stops) == sorted(each.colour for each in stations)
    assert sorted(label.text for label in drawing.labels if label.kind == "nm") == sorted(
        each.code for each in stations
    )
    assert [room.name for room in drawing.rooms] == list(dict.fromkeys(each.city for each in stations))


def test_reference_programme_is_drawn_with_its_minutes() -> None:
    drawing = drawing_of(STATIONS, WAYS)

    assert (drawing.width, [room.name for room in drawing.rooms]) == (WIDE, ["Jakarta", "Bandung"])
    assert sorted(pill.text for pill in drawing.pills) == [
        "30 min",
        "30 min",
        "30 to 40 min",
        "40 min",
        "45 min",
        "45 min",
        "half a day by road or rail",
        "walk 3 min",
        "walk 5 min",
    ]
    assert sum(line.is_walk for line in drawing.lines) == 2
    assert faults_of(drawing) == []


def test_what_is_reached_on_foot_stands_behind_and_what_lies_north_above() -> None:
    drawing = drawing_of(STATIONS, WAYS)
    at = {
        label.text: (label.x, label.y)
        for label in drawing.labels
        if label.kind == "nm" and label.text != "HTB"
    }

    assert at["B4T"][0] > at["BBLM"][0]
    assert at["BBK"][0] > at["BBT"][0]
    assert at["BBLM"][1] < at["PTDI"][1] < at["BBT"][1] < at["BBPK"][1] < at["SME"][1]


def test_narrow_drawing_puts_cities_below_each_other() -> None:
    wide, narrow = (drawing_of(STATIONS, WAYS, width=width) for width in (WIDE, NARROW))

    assert wide.rooms[0].y == wide.rooms[1].y
    assert narrow.rooms[0].y < narrow.rooms[1].y
    assert narrow.width == NARROW


def test_shortest_of_several_ways_is_shown() -> None:
    stations = [station("A", "Hotel", "Nairobi", 9, is_base=True), station("B", "Ministry", "Nairobi", 1)]
    ways = [way("A", "B", "far", 50), way("B", "A", "near", 20), way("A", "B", "unknown")]

    assert [pill.text for pill in drawing_of(stations, ways).pills] == ["near"]


def test_way_unknown_is_drawn_without_words() -> None:
    stations = [station("A", "Hotel", "Nairobi", 9, is_base=True), station("B", "Ministry", "Nairobi", 1)]
    drawing = drawing_of(stations, [])

    assert (len(drawing.lines), drawing.pills) == (1, ())


def test_room_uses_both_sides_of_its_base_only_where_that_pushes_no_other_below() -> None:
    many = [
        station("H", "Hotel", "Bandung", 9, is_base=True),
        *(station(f"S{number}", "Leading enterprise", "Bandung", 1) for number in range(8)),
    ]
    alone, beside = drawing_of(many, []), drawing_of([*STATIONS[:2], *many], [])

    assert min(stop.x for stop in alone.stops) < alone.stops[-1].x < max(stop.x for stop in alone.stops)
    assert [room.y for room in beside.rooms] == [0, 0]
    assert faults_of(beside) == []


def test_ways_begin_where_people_stay_or_where_one_walks_from() -> None:
    begins = begins_of(STATIONS, WAYS)

    assert begins == {
        "MOI": "HTJ",
        "BBLM": "HTB",
        "B4T": "BBLM",
        "BBT": "HTB",
        "BBK": "BBT",
        "BBPK": "HTB",
        "PTDI": "HTB",
        "SME": "HTB",
    }
