from __future__ import annotations

import pytest

from balai.ui.lettering import lines_of, width_of


def test_width_is_that_of_the_letters() -> None:
    assert width_of("Laos", 10) == pytest.approx(5.02 + 5.16 + 5.49 + 4.31)
    assert width_of("iii", 13) < width_of("WWW", 13)
    assert width_of("", 13) == 0


def test_accents_take_no_room_and_ideographs_take_all_theirs() -> None:
    assert width_of("Côte", 13) == pytest.approx(width_of("Cote", 13))
    assert width_of("日本", 10) == 20


def test_long_name_is_broken_between_words_and_never_cut() -> None:
    lines = lines_of("Centre for Materials and Technical Products", 12.5, 176)

    assert lines == ["Centre for Materials and", "Technical Products"]
    assert lines_of("Thiruvananthapuram district", 12.5, 40) == ["Thiruvananthapuram", "district"]
    assert lines_of("", 12.5, 40) == []
