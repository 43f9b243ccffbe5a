from __future__ import annotations

import pytest

from balai.reporting.enums import Bound
from balai.reporting.queries.few import listed, parted

EXACTLY, ABOVE, BELOW = Bound.EXACTLY, Bound.ABOVE, Bound.BELOW


@pytest.mark.parametrize(
    ("counts", "of", "told"),
    [
        ({"f": 12, "m": 8}, 20, {"f": (EXACTLY, 12), "m": (EXACTLY, 8)}),
        ({"f": 17, "m": 3}, 20, {"f": (ABOVE, 15), "m": (BELOW, 5)}),
        ({"f": 10, "m": 7}, 20, {"f": (EXACTLY, 10), "m": (ABOVE, 5)}),  # of three it is not recorded
        ({"a": 4, "b": 4, "c": 12}, None, {"a": (BELOW, 5), "b": (BELOW, 5), "c": (ABOVE, 7)}),
        ({"f": 4, "m": 4}, 8, {}),  # each would have to be four
        ({"f": 2, "m": 2}, 4, {}),
    ],
)
def test_no_part_of_fewer_than_five_follows_from_the_others(
    counts: dict[str, int], of: int | None, told: dict[str, tuple[Bound, int]]
) -> None:
    assert parted(counts, of=of) == told


def test_papers_that_are_listed_are_counted() -> None:
    assert [listed(18, of=20), listed(4, of=4), listed(3, of=20), listed(3, of=4)] == [
        (EXACTLY, 18),
        (EXACTLY, 4),
        (BELOW, 5),
        (Bound.HIDDEN, None),
    ]
