"""Conditions of eligibility: a small form of data that is checked, never run.

A condition is one of::

    {"field": "experience_years", "operator": "at_least", "value": 3}
    {"all": [condition, …]}    {"any": [condition, …]}    {"not": condition}

People write it as a line: ``experience_years at_least 3 and not is_military``. What is not known of a nominee
makes a condition unknown rather than failed, unless the rest decides it (Kleene's logic of three values).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

Condition: TypeAlias = "dict[str, Any]"
Value: TypeAlias = "int | bool | str"

DEEPEST = 5
MOST_PARTS = 40


class Answer(StrEnum):
    """Whether a nominee meets a condition."""

    MET = "pass"
    NOT_MET = "fail"
    UNKNOWN = "unknown"


class Shape(StrEnum):
    """What the value of a field is."""

    NUMBER = "number"
    YES_OR_NO = "yes_or_no"
    WORD = "word"
    STEP = "step"
    """A word of a ladder: B1 is less than B2."""


OPERATORS: Mapping[Shape, tuple[str, ...]] = {
    Shape.NUMBER: ("at_least", "at_most", "between"),
    Shape.YES_OR_NO: ("is",),
    Shape.WORD: ("is", "is_one_of", "is_none_of"),
    Shape.STEP: ("at_least", "at_most", "is"),
}
LISTS = frozenset({"between", "is_one_of", "is_none_of"})
"""Operators whose value is a list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that is known of a nominee and that a rule may ask about.

    Attributes:
        label: for the officer who writes rules.
        words: of a word or a step, those there are; of a step from the lowest up. Empty: any word.
    """

    label: StrOrPromise
    shape: Shape
    words: tuple[str, ...] = ()


FACTS: Mapping[str, Fact] = {
    "is_of_a_member": Fact(label=_("is of a member country on the day of the call"), shape=Shape.YES_OR_NO),
    "is_within_quota": Fact(label=_("is within the places of the country"), shape=Shape.YES_OR_NO),
    "is_in_time": Fact(label=_("was nominated in time"), shape=Shape.YES_OR_NO),
    "age": Fact(label=_("age in years on the first day"), shape=Shape.NUMBER),
    "experience_years": Fact(label=_("years of experience in the field"), shape=Shape.NUMBER),
    "education": Fact(
        label=_("highest education"),
        shape=Shape.STEP,
        words=("none", "school", "diploma", "bachelor", "master", "doctor"),
    ),
    "language_level": Fact(
        label=_("level in the working language (CEFR)"),
        shape=Shape.STEP,
        words=("A1", "A2", "B1", "B2", "C1", "C2"),
    ),
    "is_military": Fact(label=_("serves in the military"), shape=Shape.YES_OR_NO),
    "years_since_this_series": Fact(label=_("years since taking part in this series"), shape=Shape.NUMBER),
    "took_part_before": Fact(label=_("took part in this series before"), shape=Shape.YES_OR_NO),
    "passport_months_after_return": Fact(
        label=_("months that the passport is valid after the return"), shape=Shape.NUMBER
    ),
    "has_all_documents": Fact(label=_("every required document is there"), shape=Shape.YES_OR_NO),
    "is_endorsed": Fact(label=_("is endorsed by the employer or the chamber"), shape=Shape.YES_OR_NO),
    "track": Fact(
        label=_("kind of nominee"),
        shape=Shape.WORD,
        words=("official", "entrepreneur", "academia", "other"),
    ),
    "sector": Fact(label=_("sector of work"), shape=Shape.WORD),
    "has_conflict_of_interest": Fact(label=_("has a conflict of interest"), shape=Shape.YES_OR_NO),
    "is_nominated_twice": Fact(label=_("is nominated twice"), shape=Shape.YES_OR_NO),
}
"""None is about health, pregnancy, disability, faith or marriage: activities tell their demands instead."""

EXCLUDING = re.compile(
    r"pregnan|disab|handicap|religio|faith|marital|married|hamil|disabilitas|cacat|agama|kawin|menikah",
    re.IGNORECASE,
)
"""Words of rules that leave people out for what they are."""


def may_use_condition(condition: object) -> Refusal | None:
    """Refuse what is not of the form, names no known fact, or compares it with what it cannot be."""
    return _judge(condition, depth=1, left=[MOST_PARTS])


def must_be_worded_otherwise(text: str) -> Refusal | None:
    """Warn of a rule that would leave people out for a pregnancy, a disability or their faith."""
    if EXCLUDING.search(text):
        return Refusal(
            "eligibility.excludes",
            _(
                "This rule may leave people out for what they are. Describe the demands on the activity’s "
                "sheet instead, so that everybody can judge and be accommodated."
            ),
        )
    return None


def _judge(condition: object, *, depth: int, left: list[int]) -> Refusal | None:
    left[0] -= 1
    if depth > DEEPEST or left[0] < 0:
        return Refusal("eligibility.too_much", _("The condition has too many parts. Make two rules of it."))
    if not isinstance(condition, dict):
        return _shapeless()
    if set(condition) == {"field", "operator", "value"}:
        return _judge_comparison(condition["field"], condition["operator"], condition["value"])
    parts = condition.get("all") or condition.get("any") or [condition.get("not")]
    if len(condition) != 1 or not set(condition) <= {"all", "any", "not"} or not isinstance(parts, list):
        return _shapeless()
    refusals = (_judge(part, depth=depth + 1, left=left) for part in parts)
    return next((refusal for refusal in refusals if refusal), None)


def _shapeless() -> Refusal:
    return Refusal(
        "eligibility.not_a_condition",
        _("This is not a condition. Write it as “experience_years at_least 3”, joined by and, or, not."),
    )


def _judge_comparison(name: object, operator: object, value: object) -> Refusal | None:
    fact = FACTS.get(name) if isinstance(name, str) else None
    if fact is None:
        return Refusal(
            "eligibility.unknown_fact",
            _("Nothing called “%(name)s” is known of a nominee. These are: %(known)s.")
            % {"name": name, "known": ", ".join(FACTS)},
        )
    if operator not in OPERATORS[fact.shape]:
        return Refusal(
            "eligibility.unknown_operator",
            _("“%(name)s” is compared by one of these: %(known)s.")
            % {"name": name, "known": ", ".join(OPERATORS[fact.shape])},
        )
    values: list[Any] = value if isinstance(value, list) else [value]
    is_fit = (
        bool(values)
        and isinstance(value, list) == (operator in LISTS)
        and all(_fits(fact, one) for one in values)
        and (operator != "between" or (len(values) == 2 and values[0] <= values[1]))
    )
    if is_fit:
        return None
    return Refusal(
        "eligibility.unfit_value",
        _("“%(name)s” cannot be compared with “%(value)s”. It can be %(wanted)s.")
        % {"name": name, "value": value, "wanted": _wanted(fact)},
    )


def _fits(fact: Fact, value: object) -> bool:
    if fact.shape is Shape.NUMBER:
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1000
    if fact.shape is Shape.YES_OR_NO:
        return isinstance(value, bool)
    return isinstance(value, str) and 0 < len(value) <= 40 and (not fact.words or value in fact.words)


def _wanted(fact: Fact) -> str:
    if fact.words:
        return ", ".join(fact.words)
    return str(
        {
            Shape.NUMBER: _("a whole number from 0 to 1000"),
            Shape.YES_OR_NO: pgettext_lazy("value of a condition", "yes or no"),
        }.get(fact.shape, _("a word"))
    )


# --- asking ----------------------------------------------------------------------------------------------


def answer(condition: Condition, facts: Mapping[str, Value]) -> Answer:
    """Whether a nominee of whom these facts are known meets a condition that was judged before."""
    if "not" in condition:
        return _NOT[answer(condition["not"], facts)]
    if "all" in condition:
        answers = [answer(part, facts) for part in condition["all"]]
        return _first(answers, Answer.NOT_MET, Answer.UNKNOWN, otherwise=Answer.MET)
    if "any" in condition:
        answers = [answer(part, facts) for part in condition["any"]]
        return _first(answers, Answer.MET, Answer.UNKNOWN, otherwise=Answer.NOT_MET)
    name = condition["field"]
    if name not in facts:
        return Answer.UNKNOWN
    holds = _COMPARISONS[condition["operator"]](
        _rank(FACTS[name], facts[name]), _ranks(FACTS[name], condition["value"])
    )
    return Answer.MET if holds else Answer.NOT_MET


def facts_asked(condition: Condition) -> set[str]:
    """The names of the facts that decide a condition."""
    if "field" in condition:
        return {condition["field"]}
    parts = [condition["not"]] if "not" in condition else condition.get("all") or condition["any"]
    return set().union(*(facts_asked(part) for part in parts))


_NOT = {Answer.MET: Answer.NOT_MET, Answer.NOT_MET: Answer.MET, Answer.UNKNOWN: Answer.UNKNOWN}
_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "at_least": lambda known, asked: known >= asked,
    "at_most": lambda known, asked: known <= asked,
    "between": lambda known, asked: asked[0] <= known <= asked[1],
    "is": lambda known, asked: known == asked,
    "is_one_of": lambda known, asked: known in asked,
    "is_none_of": lambda known, asked: known not in asked,
}


def _first(answers: Sequence[Answer], *wanted: Answer, otherwise: Answer) -> Answer:
    return next((one for one in wanted if one in answers), otherwise)


def _rank(fact: Fact, value: Any) -> Any:
    if fact.shape is Shape.STEP:
        return fact.words.index(value) if value in fact.words else -1
    return value


def _ranks(fact: Fact, value: Any) -> Any:
    return [_rank(fact, one) for one in value] if isinstance(value, list) else _rank(fact, value)


# --- as a line -------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\s*(\(|\)|,|[^\s(),]+)")


class LineError(ValueError):
    """A line is not a condition."""


def read_line(line: str) -> Condition:
    """Read a condition as people write it: ``age between 25, 50 and (track is official or is_endorsed)``.

    ``and`` binds more closely than ``or``; a fact of yes or no alone means yes.

    Raises:
        LineError: it cannot be read; whether it makes sense is for :func:`may_use_condition`.
    """
    tokens = [match[1] for match in _TOKEN.finditer(line)]
    condition, rest = _read_any(tokens)
    if rest:
        raise LineError(rest[0])
    return condition


def _read_any(tokens: list[str]) -> tuple[Condition, list[str]]:
    return _read_joined(tokens, "or", "any", _read_all)


def _read_all(tokens: list[str]) -> tuple[Condition, list[str]]:
    return _read_joined(tokens, "and", "all", _read_one)


def _read_joined(
    tokens: list[str], word: str, key: str, read: Callable[[list[str]], tuple[Condition, list[str]]]
) -> tuple[Condition, list[str]]:
    condition, rest = read(tokens)
    parts = [condition]
    while rest[:1] == [word]:
        condition, rest = read(rest[1:])
        parts.append(condition)
    return (parts[0] if len(parts) == 1 else {key: parts}), rest


def _read_one(tokens: list[str]) -> tuple[Condition, list[str]]:
    if not tokens:
        raise LineError("")
    first, rest = tokens[0], tokens[1:]
    if first == "not":
        condition, rest = _read_one(rest)
        return {"not": condition}, rest
    if first == "(":
        condition, rest = _read_any(rest)
        if rest[:1] != [")"]:
            raise LineError("(")
        return condition, rest[1:]
    known = {operator for operators in OPERATORS.values() for operator in operators}
    if not rest or rest[0] not in known:
        return {"field": first, "operator": "is", "value": True}, rest
    operator, rest = rest[0], rest[1:]
    values, rest = _read_values(rest)
    return {"field": first, "operator": operator, "value": values if operator in LISTS else values[0]}, rest


def _read_values(tokens: list[str]) -> tuple[list[Value], list[str]]:
    values: list[Value] = []
    while tokens and tokens[0] not in {"(", ")", ","}:
        values.append(_value(tokens[0]))
        tokens = tokens[1:]
        if tokens[:1] != [","]:
            break
        tokens = tokens[1:]
    if not values:
        raise LineError(tokens[0] if tokens else "")
    return values, tokens


def _value(word: str) -> Value:
    if word in {"yes", "no"}:
        return word == "yes"
    return int(word) if re.fullmatch(r"[0-9]{1,4}", word) else word


def write_line(condition: Condition, *, within: str = "") -> str:
    """A condition as :func:`read_line` reads it again."""
    if "field" in condition:
        return _write_comparison(condition)
    if "not" in condition:
        inner = write_line(condition["not"])
        return f"not {inner}" if "field" in condition["not"] else f"not ({inner})"
    key = "all" if "all" in condition else "any"
    word = " and " if key == "all" else " or "
    line = word.join(write_line(part, within=key) for part in condition[key])
    return f"({line})" if within else line


def _write_comparison(condition: Condition) -> str:
    name, operator, value = condition["field"], condition["operator"], condition["value"]
    if value is True:
        return str(name)
    values = value if isinstance(value, list) else [value]
    written = ", ".join(
        {True: "yes", False: "no"}.get(one, str(one)) if isinstance(one, bool) else str(one) for one in values
    )
    return f"{name} {operator} {written}"
