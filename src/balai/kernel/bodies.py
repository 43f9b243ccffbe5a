"""What a request's body may hold: exactly what the contract names, and nothing that could be read as it.

JSON Schema tells a number from a truth and a text from both, where Python reads 1 as true, "7" as seven and 0
as the first second of 1970. Every value of those kinds in a body has one of these types.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Strict, StringConstraints, create_model


def _written(pattern: str) -> BeforeValidator:
    """Let no number pass for a day or a time of day."""

    def check(value: object) -> object:
        if isinstance(value, date | time) or (isinstance(value, str) and re.fullmatch(pattern, value)):
            return value
        raise ValueError("write it as 2018-07-18, or 08:30")

    return BeforeValidator(check)


Day = Annotated[date, _written(r"\d{4}-\d{2}-\d{2}")]
TimeOfDay = Annotated[time, _written(r"\d{2}:\d{2}(:\d{2}(\.\d+)?)?")]
Number = Annotated[int, Strict()]
Truth = Annotated[bool, Strict()]
Word = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""A text without the one character that the database cannot hold."""
Tongue = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=12)]
Words = dict[Tongue, Word]
"""A text by language, as ``{"en": "Programme", "id": "Program"}``."""


def partly(given: type[Schema], name: str) -> type[Schema]:
    """The same shape, its limits included, with every value left out at will, for changing."""
    columns: dict[str, Any] = {
        one: (Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation, None)
        for one, field in given.model_fields.items()
    }
    about = (given.__doc__ or "").replace("A new", "What changes of a", 1)
    return create_model(name, __base__=Schema, __doc__=about, **columns)
