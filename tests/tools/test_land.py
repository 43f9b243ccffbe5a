"""The land of the map is the one that the tool makes, whole across the 180th meridian and at the poles."""

from __future__ import annotations

from typing import Any

import pytest
from tools.land import converted, path_of, steps_of, unrolled

from balai.ui.geography import LAND


def topology(*rings: list[list[int]]) -> dict[str, Any]:
    """One polygon per ring, each of one arc; stored as steps, a unit is a degree."""
    return {
        "transform": {"scale": [1, 1], "translate": [-180, -90]},
        "arcs": list(rings),
        "objects": {
            "land": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "MultiPolygon", "arcs": [[[number]] for number in range(len(rings))]}
                ],
            }
        },
    }


def path(topology: dict[str, Any]) -> str:
    return converted(topology).split(' d="')[1].split('"')[0]


def test_ring_becomes_a_path_in_tenths_of_a_degree_south_counted_positive() -> None:
    square = [[190, 100], [10, 0], [0, 10], [-10, 0], [0, -10]]

    assert path(topology(square)) == "M100-100l100 0 0-100-100 0z"


def test_point_between_two_others_is_left_out() -> None:
    assert steps_of([(0, 0), (1, 0), (2, 0), (2, 2), (0, 0)]) == [(0, 0), (20, 0), (20, -20)]
    assert steps_of([(0, 0), (0.01, 0), (0.02, 0.01), (0, 0)]) == []


def test_ring_across_the_180th_meridian_goes_on_beyond_it() -> None:
    line = unrolled([(170, 60), (-170, 60), (-170, 70), (170, 70), (170, 60)])

    assert line == [(170, 60), (190, 60), (190, 70), (170, 70), (170, 60)]


def test_ring_whose_middle_is_west_of_the_meridian_lies_there() -> None:
    line = unrolled([(175, 60), (-160, 60), (-160, 70), (175, 60)])

    assert line == [(-185, 60), (-160, 60), (-160, 70), (-185, 60)]


@pytest.mark.parametrize(("latitude", "pole"), [(-70, -90), (75, 90)])
def test_ring_around_a_pole_is_closed_along_it(latitude: float, pole: float) -> None:
    line = unrolled([(-180, latitude), (-60, latitude), (60, latitude), (179, latitude), (-180, latitude)])

    assert line[-2:] == [(180, pole), (-180, pole)]


def test_backward_arc_is_walked_backwards() -> None:
    shape = topology([[180, 90], [10, 0], [0, 10], [-10, -10]])
    shape["objects"]["land"]["geometries"][0]["arcs"] = [[[~0]]]

    assert path(shape) == "M0 0l100-100 0 100z"


def test_committed_land_is_what_the_tool_writes() -> None:
    """Read back and written again it is the same: nobody edited it by hand."""
    written = LAND.read_text(encoding="utf-8")
    data = written.split(' d="')[1].split('"')[0]
    rings = []
    for ring in data.removesuffix("z").split("z"):
        begin, steps = ring.removeprefix("M").split("l")
        numbers = [int(n) for n in f"{begin} {steps}".replace("-", " -").split()]
        points = [(numbers[0], numbers[1])]
        for east, south in zip(numbers[2::2], numbers[3::2], strict=True):
            points.append((points[-1][0] + east, points[-1][1] + south))
        rings.append(points)

    assert path_of(rings) == data
    assert rings == sorted(rings)
    assert len(written) < 25_000
