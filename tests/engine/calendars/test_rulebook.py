from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_every_rule_of_the_book_is_known_to_the_judge_and_no_other() -> None:
    book = set(re.findall(r"^\| (D\d+) \|", (ROOT / "docs/explain/rulebook.md").read_text(), re.MULTILINE))
    judge = set(re.findall(r'"(D\d+)"', (ROOT / "src/balai/engine/calendars/check.py").read_text()))

    assert book == judge
