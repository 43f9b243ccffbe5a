"""What pages of the directory print: texts in several languages, words of enumerations, dates half known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

from balai.directory.enums import Certainty, Language, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

    from balai.kernel.translated import TranslatedText

register = template.Library()
FORMATS = {Precision.DAY: "j M Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}
LANGUAGE_NAMES = dict(Language.choices)


@register.simple_tag
def said(text: TranslatedText) -> str:
    """A text as the reader's language has it, or marked with the language it is in."""
    words = text.now
    if not words.text or words.language == get_language():
        return words.text
    return format_html('<span lang="{}">{}</span>', words.language, words.text)


@register.filter
def day_known(day: date | None, precision: str) -> str:
    """A date as exactly as it is known: 1963, May 1963, 4 May 1963."""
    return date_format(day, FORMATS[Precision(precision)]) if day else ""


@register.filter
def words_for(record: Model, column: str) -> str:
    """The words of a column that holds several: “Halal, Vegetarian”."""
    field: Any = record._meta.get_field(column)
    labels: dict[str, StrOrPromise] = dict(field.base_field.choices or LANGUAGE_NAMES)
    return ", ".join(str(labels.get(word, word)) for word in getattr(record, column))


@register.filter
def topics_said(names: Iterable[TranslatedText]) -> str:
    """The names of topics in the reader's language."""
    return ", ".join(str(name) for name in names)


@register.filter
def is_doubtful(certainty: str) -> bool:
    """Whether a fact is worth checking."""
    return certainty != Certainty.KNOWN
