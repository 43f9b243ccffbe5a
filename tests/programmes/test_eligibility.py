from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.programmes.rules.eligibility import (
    FACTS,
    LISTS,
    OPERATORS,
    Answer,
    LineError,
    Shape,
    answer,
    facts_asked,
    may_use_condition,
    must_be_worded_otherwise,
    read_line,
    write_line,
)

EXPERIENCE = {"field": "experience_years", "operator": "at_least", "value": 3}
SOLDIER = {"field": "is_military", "operator": "is", "value": True}


def code_of(condition: object) -> str | None:
    refusal = may_use_condition(condition)
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (EXPERIENCE, None),
        ({"all": [EXPERIENCE, {"not": SOLDIER}]}, None),
        ({"field": "age", "operator": "between", "value": [25, 25]}, None),
        ({"field": "language_level", "operator": "at_least", "value": "B2"}, None),
        ({"field": "sector", "operator": "is_none_of", "value": ["tobacco"]}, None),
        ("experience_years >= 3", "eligibility.not_a_condition"),
        ({}, "eligibility.not_a_condition"),
        ({"all": []}, "eligibility.not_a_condition"),
        ({"all": EXPERIENCE}, "eligibility.not_a_condition"),
        ({"all": [EXPERIENCE], "any": [EXPERIENCE]}, "eligibility.not_a_condition"),
        (EXPERIENCE | {"then": "run"}, "eligibility.not_a_condition"),
        ({"any": [EXPERIENCE, {"not": "x"}]}, "eligibility.not_a_condition"),
        ({"not": {"not": {"not": {"not": {"not": EXPERIENCE}}}}}, "eligibility.too_much"),
        ({"any": [EXPERIENCE] * 40}, "eligibility.too_much"),
        (EXPERIENCE | {"field": "pregnant"}, "eligibility.unknown_fact"),
        (EXPERIENCE | {"field": ["age"]}, "eligibility.unknown_fact"),
        (EXPERIENCE | {"operator": "is"}, "eligibility.unknown_operator"),
        (SOLDIER | {"operator": "at_least"}, "eligibility.unknown_operator"),
        (EXPERIENCE | {"value": "3"}, "eligibility.unfit_value"),
        (EXPERIENCE | {"value": True}, "eligibility.unfit_value"),
        (EXPERIENCE | {"value": -1}, "eligibility.unfit_value"),
        (EXPERIENCE | {"value": [3]}, "eligibility.unfit_value"),
        (SOLDIER | {"value": 1}, "eligibility.unfit_value"),
        ({"field": "age", "operator": "between", "value": [50, 25]}, "eligibility.unfit_value"),
        ({"field": "age", "operator": "between", "value": [25]}, "eligibility.unfit_value"),
        ({"field": "track", "operator": "is", "value": "spy"}, "eligibility.unfit_value"),
        ({"field": "track", "operator": "is_one_of", "value": []}, "eligibility.unfit_value"),
        ({"field": "sector", "operator": "is", "value": ""}, "eligibility.unfit_value"),
    ],
)
def test_only_conditions_of_the_small_form_are_taken(condition: object, code: str | None) -> None:
    assert code_of(condition) == code


@pytest.mark.parametrize(
    ("condition", "facts", "expected"),
    [
        (EXPERIENCE, {"experience_years": 3}, Answer.MET),
        (EXPERIENCE, {"experience_years": 2}, Answer.NOT_MET),
        (EXPERIENCE, {}, Answer.UNKNOWN),
        ({"not": SOLDIER}, {"is_military": False}, Answer.MET),
        ({"not": SOLDIER}, {}, Answer.UNKNOWN),
        ({"all": [EXPERIENCE, SOLDIER]}, {"experience_years": 2}, Answer.NOT_MET),
        ({"all": [EXPERIENCE, SOLDIER]}, {"experience_years": 3}, Answer.UNKNOWN),
        ({"all": [EXPERIENCE, SOLDIER]}, {"experience_years": 3, "is_military": True}, Answer.MET),
        ({"any": [EXPERIENCE, SOLDIER]}, {"experience_years": 3}, Answer.MET),
        ({"any": [EXPERIENCE, SOLDIER]}, {"experience_years": 2}, Answer.UNKNOWN),
        ({"any": [EXPERIENCE, SOLDIER]}, {"experience_years": 2, "is_military": False}, Answer.NOT_MET),
        ({"field": "age", "operator": "between", "value": [25, 45]}, {"age": 45}, Answer.MET),
        ({"field": "age", "operator": "between", "value": [25, 45]}, {"age": 46}, Answer.NOT_MET),
        ({"field": "age", "operator": "at_most", "value": 45}, {"age": 46}, Answer.NOT_MET),
        (
            {"field": "language_level", "operator": "at_least", "value": "B1"},
            {"language_level": "C1"},
            Answer.MET,
        ),
        (
            {"field": "language_level", "operator": "at_least", "value": "B1"},
            {"language_level": "A2"},
            Answer.NOT_MET,
        ),
        (
            {"field": "track", "operator": "is_one_of", "value": ["official"]},
            {"track": "other"},
            Answer.NOT_MET,
        ),
        (
            {"field": "track", "operator": "is_none_of", "value": ["official"]},
            {"track": "other"},
            Answer.MET,
        ),
    ],
)
def test_what_is_not_known_is_not_failed(
    condition: dict[str, Any], facts: dict[str, Any], expected: Answer
) -> None:
    assert answer(condition, facts) == expected


@pytest.mark.parametrize(
    ("line", "condition"),
    [
        ("experience_years at_least 3", EXPERIENCE),
        ("not is_military", {"not": SOLDIER}),
        ("is_military is no", SOLDIER | {"value": False}),
        (
            "age between 25, 50 and (track is official or is_endorsed)",
            {
                "all": [
                    {"field": "age", "operator": "between", "value": [25, 50]},
                    {
                        "any": [
                            {"field": "track", "operator": "is", "value": "official"},
                            {"field": "is_endorsed", "operator": "is", "value": True},
                        ]
                    },
                ]
            },
        ),
    ],
)
def test_people_write_a_condition_as_a_line(line: str, condition: dict[str, Any]) -> None:
    assert read_line(line) == condition
    assert write_line(condition) == line


@pytest.mark.parametrize("line", ["", "not", "(age at_least 3", "age at_least", "age at_least 3 4", "and"])
def test_a_line_that_is_none_is_refused(line: str) -> None:
    with pytest.raises(LineError):
        condition = read_line(line)
        refusal = may_use_condition(condition)
        if refusal:
            raise LineError(refusal.code)


def comparisons() -> st.SearchStrategy[dict[str, Any]]:
    @st.composite
    def make(draw: st.DrawFn) -> dict[str, Any]:
        name = draw(st.sampled_from(sorted(FACTS)))
        fact = FACTS[name]
        operator = draw(st.sampled_from(OPERATORS[fact.shape]))
        one = {
            Shape.NUMBER: st.integers(0, 1000),
            Shape.YES_OR_NO: st.booleans(),
            Shape.WORD: st.sampled_from(fact.words or ("textile", "paper")),
            Shape.STEP: st.sampled_from(fact.words or ("A1",)),
        }[fact.shape]
        if operator == "between":
            value: Any = sorted(draw(st.lists(one, min_size=2, max_size=2)))
        elif operator in LISTS:
            value = draw(st.lists(one, min_size=1, max_size=3))
        else:
            value = draw(one)
        return {"field": name, "operator": operator, "value": value}

    return make()


def conditions() -> st.SearchStrategy[dict[str, Any]]:
    return st.recursive(
        comparisons(),
        lambda inner: st.one_of(
            st.builds(lambda parts: {"all": parts}, st.lists(inner, min_size=2, max_size=3)),
            st.builds(lambda parts: {"any": parts}, st.lists(inner, min_size=2, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=6,
    )


@given(conditions())
def test_a_line_says_the_same_as_its_condition(condition: dict[str, Any]) -> None:
    assert read_line(write_line(condition)) == condition
    assert facts_asked(condition) <= set(FACTS)


@pytest.mark.parametrize(
    ("text", "is_warned"),
    [("Must not be pregnant", True), ("Tidak sedang hamil", True), ("Three years of experience", False)],
)
def test_a_rule_that_leaves_people_out_for_what_they_are_is_warned_of(text: str, *, is_warned: bool) -> None:
    assert (must_be_worded_otherwise(text) is not None) == is_warned
