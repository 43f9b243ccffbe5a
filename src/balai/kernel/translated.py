"""Texts that people write in several languages: one column, one form field, a marked fallback.

Stored as a JSON object from language (BCP 47) to text, such as ``{"en": "Fisheries", "id": "Perikanan"}``.
A page that has to fall back says in which language the words are, so that ``lang`` can be set::

    {% with words=series.title.now %}<h1 lang="{{ words.language }}">{{ words.text }}</h1>{% endwith %}
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, Func, JSONField, TextField, Value
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Sequence

LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
"""BCP 47, as far as texts of an office need it."""


class Words(NamedTuple):
    """A text and the language that it is really in; both empty when there is none."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


class TranslatedText(dict[str, str]):
    """A text by language. As text, it is what the reader's language gives, or the nearest there is."""

    def __str__(self) -> str:
        return self.now.text

    @property
    def now(self) -> Words:
        """The words for the language of the page."""
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def in_language(self, language: str) -> Words:
        """The words in a language, else in its parent, else in the product's, else in any."""
        if text := self.get(language):  # as nearly always; a feed asks this a thousand times
            return Words(text, language)
        offered = [language.partition("-")[0], settings.LANGUAGE_CODE, *_languages(), *sorted(self)]
        for candidate in offered:
            if text := self.get(candidate):
                return Words(text, candidate)
        return Words("", "")

    @property
    def says_something(self) -> bool:
        """Whether there are words in any language."""
        return any(text.strip() for text in self.values())

    def missing_languages(self, languages: Sequence[str] | None = None) -> list[str]:
        """Which of these languages, by default the product's, still need a translation."""
        return [language for language in languages or _languages() if not self.get(language)]


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class TranslatedTextField(JSONField):
    """A column of texts by language; an empty text is left out.

    Args:
        lines: rows of the input for each language; one is a single line.
        max_length: characters in any one language.
    """

    def __init__(self, *args: Any, lines: int = 1, max_length: int = 200, **options: Any) -> None:
        self.lines = lines
        self.most = max_length
        super().__init__(*args, **{"default": TranslatedText, **options})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, options | {"lines": self.lines, "max_length": self.most}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        found = super().from_db_value(value, expression, connection)
        # A transform such as title__en asks for a part, which is a text.
        return TranslatedText(found) if isinstance(found, dict) else found

    def to_python(self, value: Any) -> Any:
        return TranslatedText(value) if isinstance(value, dict) else value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            value = {language: text.strip() for language, text in value.items() if text.strip()}
        return super().get_prep_value(value)

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        for language, text in value.items():
            if not re.fullmatch(LANGUAGE, language) or not isinstance(text, str):
                raise ValidationError(_("“%(language)s” is not a language."), params={"language": language})
            if len(text) > self.most:
                raise ValidationError(
                    _("The text in %(language)s has %(length)s characters; %(most)s are allowed."),
                    params={"language": language, "length": len(text), "most": self.most},
                )

    def formfield(self, **options: Any) -> Any:
        return TranslatedFormField(
            lines=self.lines,
            max_length=self.most,
            **{
                "required": not self.blank,
                "label": capfirst(self.verbose_name),
                "help_text": self.help_text,
                **options,
            },
        )


class TranslatedWidget(forms.MultiWidget):
    """One labelled input for each language, marked with it."""

    template_name = "kernel/translated.html"
    use_fieldset = True

    def __init__(self, languages: Sequence[str], *, lines: int, max_length: int) -> None:
        self.languages = languages
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {}
        for language in languages:
            about = get_language_info(language)
            attributes = {
                "lang": language,
                "dir": "rtl" if about["bidi"] else "ltr",
                "title": about["name_local"][:1].upper() + about["name_local"][1:],
                "maxlength": str(max_length),
            }
            inputs[language] = (
                forms.TextInput(attributes)
                if lines == 1
                else forms.Textarea(attributes | {"rows": str(lines)})
            )
        super().__init__(inputs)

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(language, "") for language in self.languages]


class TranslatedFormField(forms.MultiValueField):
    """Asks for a text in each of the product's languages; one of them is enough."""

    def __init__(self, *, lines: int = 1, max_length: int = 200, **options: Any) -> None:
        self.languages = _languages()
        for unused in ("encoder", "decoder", "widget"):
            options.pop(unused, None)
        super().__init__(
            [forms.CharField(required=False, max_length=max_length) for _ in self.languages],
            require_all_fields=False,
            widget=TranslatedWidget(self.languages, lines=lines, max_length=max_length),
            **options,
        )

    def compress(self, values: list[str]) -> TranslatedText:
        pairs = zip(self.languages, values, strict=False)  # no values at all when nothing was sent
        return TranslatedText({language: text for language, text in pairs if text})


# --- asking the database ----------------------------------------------------------------------------


def text_in(field: str, language: str) -> Func:
    """The text of one language as an expression: for ordering and comparing."""
    return Func(F(field), Value(language), function="jsonb_extract_path_text", output_field=TextField())
