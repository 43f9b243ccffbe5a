from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.engine.aid.errors import AidError
from balai.engine.aid.shares import shares_of, split

WEIGHTS = st.dictionaries(st.text("ABCDEFG", min_size=1, max_size=2), st.integers(0, 10**9), min_size=1)


def test_nine_equal_countries_get_one_hundredth_more_in_one() -> None:
    shares = shares_of(dict.fromkeys(("BT", "AF", "NP", "BD", "IN", "LA", "LK", "MM", "PK"), 26))

    assert shares["AF"] == Decimal("11.12")
    assert {share for country, share in shares.items() if country != "AF"} == {Decimal("11.11")}
    assert sum(shares.values()) == 100


@given(st.integers(0, 10**12), WEIGHTS.filter(lambda weights: sum(weights.values()) > 0))
def test_parts_add_up_and_are_within_one_of_the_exact_part(whole: int, weights: dict[str, int]) -> None:
    parts = split(whole, weights)

    total = sum(weights.values())
    assert sum(parts.values()) == whole
    assert list(parts) == [key for key, weight in weights.items() if weight]
    for key, part in parts.items():
        assert abs(part - Fraction(whole * weights[key], total)) < 1
    ordered = sorted(parts, key=lambda key: weights[key])
    assert [parts[key] for key in ordered] == sorted(parts.values())
    assert split(whole, dict(reversed(weights.items()))) == parts


@pytest.mark.parametrize("weights", [{}, {"BT": 0}, {"BT": 3, "NP": -1}])
def test_what_cannot_be_split_is_refused_with_a_remedy(weights: dict[str, int]) -> None:
    with pytest.raises(AidError) as refusal:
        shares_of(weights)

    assert refusal.value.remedy
