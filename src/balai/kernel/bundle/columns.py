"""What a bundle can hold of a column, as its model says it: kind, bounds, words and meaning."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from balai.engine.bundle.fields import ListOf, Translated
from balai.engine.bundle.kinds import EMAIL, URL, Boolean, Choice, ClockTime, Code, Date, Number, Text, Whole
from balai.kernel.translated import TranslatedTextField

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from balai.engine.bundle.kinds import Kind

LONGEST_TEXT = 5_000
"""Characters of a text for which the model names no bound."""


def kind_of(column: Any) -> Kind:
    """What a column can be.

    Raises:
        TypeError: the model does not say enough; whoever describes the part has to name a kind.
    """
    if column.choices and not isinstance(column, models.IntegerField):
        return Choice({str(value): str(label) for value, label in column.choices})
    for model, kind in KINDS:
        if isinstance(column, model):
            return kind(column)
    raise TypeError(f"{column} does not say what a bundle can hold: name a kind")


def meaning_of(column: Any) -> str:
    """What a column means, as its form says it."""
    name = str(column.verbose_name)
    return f"{name[:1].upper()}{name[1:]}. {column.help_text}".strip()


def _text(column: Any) -> Kind:
    # Codes that may have capitals are no slugs.
    return Code(column.max_length) if column.name == "code" else Text(most=column.max_length)


def _whole(column: Any) -> Kind:
    least, most = _bounds(column)
    if column.choices:
        values = [value for value, _label in column.choices]
        least, most = min(values), max(values)
    return Whole(least=int(least or 0), most=int(most or 32_767))


def _number(column: Any) -> Kind:
    limit = Decimal(10) ** (column.max_digits - column.decimal_places)
    least, most = _bounds(column)
    return Number(
        places=column.decimal_places,
        least=-limit if least is None else least,
        most=limit if most is None else most,
    )


def _bounds(column: Any) -> tuple[Decimal | None, Decimal | None]:
    """The narrowest of what the model and the database name."""
    least = [Decimal(one.limit_value) for one in column.validators if isinstance(one, MinValueValidator)]
    most = [Decimal(one.limit_value) for one in column.validators if isinstance(one, MaxValueValidator)]
    return max(least, default=None), min(most, default=None)


def _list(column: Any) -> Kind:
    return ListOf(kind=kind_of(column.base_field), is_set=bool(column.base_field.choices))


KINDS: Sequence[tuple[type[Any], Callable[[Any], Kind]]] = (
    (TranslatedTextField, lambda column: Translated(most=column.most, has_lines=column.lines > 1)),
    (models.EmailField, lambda _column: EMAIL),
    (models.URLField, lambda _column: URL),
    (models.SlugField, lambda column: Code(column.max_length)),
    (models.CharField, _text),
    (models.TextField, lambda column: Text(most=column.max_length or LONGEST_TEXT, has_lines=True)),
    (models.BooleanField, lambda _column: Boolean()),
    (models.IntegerField, _whole),
    (models.DecimalField, _number),
    (models.DateField, lambda _column: Date()),
    (models.TimeField, lambda _column: ClockTime()),
    (ArrayField, _list),
)
"""The narrower before the wider: an address is a text too."""
