from __future__ import annotations

import pytest

from balai.reporting.enums import Bound
from balai.reporting.queries.few import listed, of_owners, parted, parted_by_owners

EXACTLY, ABOVE, BELOW = Bound.EXACTLY, Bound.ABOVE, Bound.BELOW
HIDDEN = (Bound.HIDDEN, None)


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
        HIDDEN,
    ]


@pytest.mark.parametrize(
    ("owners", "of", "told"),
    [
        ("aaaaa", None, HIDDEN),  # five things of one person
        ("aabcde", None, (EXACTLY, 6)),
        ("ab", None, (BELOW, 5)),
        ("aabcde", "aabcdefffff", HIDDEN),  # what is left is one person's
        ("aabcde", "aabcdef", (ABOVE, 2)),
        ("aabcde", "aabcdevwxyz", (EXACTLY, 6)),
    ],
)
def test_of_things_those_are_counted_whose_they_are(
    owners: str, of: str | None, told: tuple[Bound, int | None]
) -> None:
    assert of_owners(owners, of=of) == told


@pytest.mark.parametrize(
    ("owners", "of", "told"),
    [
        ({"x": "aabcde", "y": "abcdefg"}, None, {"x": (EXACTLY, 6), "y": (EXACTLY, 7)}),
        ({"x": "aabcde", "y": "abcdefg", "z": "hhhhh"}, None, {"x": HIDDEN, "y": (EXACTLY, 7), "z": HIDDEN}),
        ({"x": "abcdef", "y": "gggh", "z": "ijkk"}, None, {"x": (EXACTLY, 6), "y": HIDDEN, "z": HIDDEN}),
        ({"x": "abcdef", "y": "gggh", "z": "hhg"}, None, {}),  # two persons' together
        ({"x": "abcdef"}, "abcdefgggggg", {}),  # of the whole one person's are left
        ({"x": "aaaaaaa"}, None, {}),
    ],
)
def test_no_part_of_things_follows_from_the_others(
    owners: dict[str, str], of: str | None, told: dict[str, tuple[Bound, int | None]]
) -> None:
    assert parted_by_owners(owners, of=of) == told
