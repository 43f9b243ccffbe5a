from __future__ import annotations

import re
from pathlib import Path

import pytest

from balai.engine.bundle import rules
from balai.engine.bundle.problem import Place, Problem, Report
from balai.engine.bundle.rules import RULES

SOURCE = Path(rules.__file__).parents[2]
WORDS = re.compile(r'"([a-z]+\.[a-z_]+)"')


def test_every_rule_is_used_and_every_used_one_is_there() -> None:
    texts = [path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py") if path.name != "rules.py"]
    named = {word for text in texts for word in WORDS.findall(text)}

    assert set(RULES) - named == set()
    engine = [path.read_text(encoding="utf-8") for path in (SOURCE / "engine/bundle").glob("*.py")]
    added = {
        word for text in engine for word in re.findall(r'(?:add|_refuse)\(\s*[^"]*?"([a-z]+\.[a-z_]+)"', text)
    }
    assert added - set(RULES) == set()


def test_a_report_is_ordered_and_cut_with_a_word() -> None:
    report = Report(most=3)
    for line in (7, 5, 6, 8):
        report.add(Place("a.csv", line, 1), "value.whole", "x" * 200)

    told = list(report)

    assert [(str(one.place), one.rule) for one in told] == [
        ("a.csv:5:1", "value.whole"),
        ("a.csv:6:1", "value.whole"),
        ("a.csv:7:1", "value.whole"),
        ("", "report.cut"),
    ]
    assert told[0].value == "x" * 119 + "…"
    assert told[3].sentence() == "There are more than 3 problems; the others are left out."
    assert (bool(report), len(report)) == (True, 3)


def test_a_rule_without_its_filling_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Report().add(Place("a.csv"), "no.such_rule")
    with pytest.raises(KeyError):
        Report().add(Place("a.csv"), "value.most", "7")


def test_a_problem_travels_as_json_and_is_told_in_another_language() -> None:
    problem = Problem(
        place=Place("a.csv", 3, 2, "places"), rule="value.least", value="0", details={"least": "1"}
    )
    translations = {RULES["value.least"].sentence: "%(value)s kurang dari %(least)s."}

    table = problem.to_json(lambda text: translations.get(text, text))

    assert table == {
        "file": "a.csv",
        "line": 3,
        "column": 2,
        "field": "places",
        "value": "0",
        "rule": "value.least",
        "message": "0 kurang dari 1.",
        "remedy": "Write 1 or more.",
        "details": {"least": "1"},
    }
    assert Problem.from_json(table) == problem
