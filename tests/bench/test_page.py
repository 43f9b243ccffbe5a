from __future__ import annotations

import importlib

import pytest
from bench.__main__ import PAGE, SECTIONS, kept_of


def test_a_section_that_is_not_measured_again_stays_with_its_own_program() -> None:
    page = "# Benchmarks\n\n| | |\n\n## Pages\n\nquick\n\n## Timetables\n\nslow\n"

    assert kept_of(page) == {"web": "## Pages\n\nquick\n\n", "timetable": "## Timetables\n\nslow\n"}


def test_every_section_of_the_page_has_a_program() -> None:
    titles = [line[3:] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]

    assert [title for title in titles if title not in SECTIONS.values()] == []


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_is_a_program_of_its_own(name: str) -> None:
    assert callable(importlib.import_module(f"bench.{name}").section)
