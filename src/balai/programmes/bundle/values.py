"""Kinds of values that only programmes write: conditions of eligibility, countries that took part."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from balai.directory.bundle.values import country_kind
from balai.engine.bundle.fields import Field, Record, Translated
from balai.engine.bundle.kinds import Choice, ScalarKind, UnfitError, Whole
from balai.programmes.enums import Task
from balai.programmes.models.admission import HIGHEST_SCORE
from balai.programmes.rules.eligibility import LineError, read_line, write_line

if TYPE_CHECKING:
    from collections.abc import Mapping


class Condition(ScalarKind):
    """A condition of eligibility as people write it: ``age between 25, 50 and is_endorsed``."""

    def read(self, text: str) -> dict[str, Any]:
        try:
            return read_line(text)
        except LineError as error:
            raise UnfitError("value.condition") from error

    def plain(self, value: Mapping[str, Any]) -> str:
        return write_line(dict(value))

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "minLength": 1}

    def words(self) -> str:
        return "condition, such as `age between 25, 50 and is_endorsed`"


class Took(NamedTuple):
    """A country that took part, with how many people where that is known."""

    country: str
    participants: int


class TookPart(ScalarKind):
    """A country that took part: ``BT``, or with its number of people ``BT 2``."""

    def read(self, text: str) -> Took:
        match = re.fullmatch(r"([A-Z]{2})(?: ([1-9][0-9]{0,3}))?", text)
        if match is None or match[1] not in country_kind().codes:
            raise UnfitError("value.country")
        return Took(match[1], int(match[2] or 0))

    def plain(self, value: Took) -> str:
        return f"{value.country} {value.participants}" if value.participants else value.country

    def schema(self) -> dict[str, Any]:
        return {"type": "string", "pattern": "^[A-Z]{2}( [1-9][0-9]{0,3})?$"}

    def words(self) -> str:
        return "country, behind a space its number of people: `BT`, `BT 2`"


ANCHOR = Record(
    (
        Field(
            name="score", kind=Whole(least=0, most=HIGHEST_SCORE), doc="Score, from 0 to 5.", is_required=True
        ),
        Field(
            name="text",
            kind=Translated(most=300),
            doc="What a nominee is like who gets it.",
            is_required=True,
        ),
    )
)
TASKS = Choice({str(value): str(label) for value, label in Task.choices})
