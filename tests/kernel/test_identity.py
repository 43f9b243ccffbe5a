"""Identifiers are UUIDs of version 7 that sort by the moment they were made, however near the next one is."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING

from balai.kernel.identity import uuid7

if TYPE_CHECKING:
    import pytest


def test_identifiers_are_of_version_7_and_carry_the_millisecond() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= after


def test_identifiers_of_one_millisecond_sort_by_age(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter(1_543_622_400_000_000_000 + 1_000 * number for number in range(1_000))
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))

    made = [uuid7() for _ in range(1_000)]

    assert made == sorted(made)
    assert len({each.int >> 80 for each in made}) == 1


def test_identifiers_sort_by_age_though_the_clock_stands_still_or_goes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noon = 1_543_622_400_000_000_000
    moments = iter([noon] * 1_000 + [noon - 900_000_000] * 1_000 + [noon - 3_600_000_000_000])
    monkeypatch.setattr(time, "time_ns", lambda: next(moments))

    made = [uuid7() for _ in range(2_001)]

    assert made[:-1] == sorted({*made[:-1]})
    assert made[-1].int >> 80 == noon // 1_000_000 - 3_600_000
