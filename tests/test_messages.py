"""The texts of the product: all of them are found, and once the catalogue is complete it stays so."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tools.messages import catalogue_path, compiled, extracted, updated, written

from tests.messages import IS_INDONESIAN_COMPLETE, SAME_IN_INDONESIAN, strays

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

when_complete = pytest.mark.skipif(
    not IS_INDONESIAN_COMPLETE, reason="The Indonesian catalogue is not complete yet (tests/messages.py)."
)


@pytest.fixture(scope="module")
def indonesian() -> Catalog:
    return updated("id")


def translated(message: Message) -> list[str]:
    """The Indonesian of a message; one text, as Indonesian has one number."""
    return [message.string] if isinstance(message.string, str) else list(message.string or [""])


def english(message: Message) -> str:
    """The English of a message; of a plural, the plural."""
    return message.id if isinstance(message.id, str) else message.id[-1]


def test_texts_are_found_in_code_in_templates_with_plural_and_with_context() -> None:
    found = {(message.id, message.context) for message in extracted()}

    assert {
        ("e-mail address", None),  # gettext_lazy in a model
        ("Skip to content", None),  # {% translate %}
        ("International training", None),  # _("…") as an argument of a filter
        (("%(number)s thing waits for you", "%(number)s things wait for you"), None),  # {% blocktranslate %}
        ("H:i", "time format"),  # pgettext
    } <= found


@when_complete
def test_catalogue_has_exactly_the_texts_of_the_product(indonesian: Catalog) -> None:
    assert catalogue_path("id").read_bytes() == written(indonesian), "run `make messages`"


@when_complete
def test_compiled_catalogue_is_that_of_its_source(indonesian: Catalog) -> None:
    assert catalogue_path("id").with_suffix(".mo").read_bytes() == compiled(indonesian), "run `make messages`"


@when_complete
def test_every_text_is_translated_and_none_is_a_guess(indonesian: Catalog) -> None:
    left = [
        message.id for message in indonesian if message.id and (message.fuzzy or not all(translated(message)))
    ]

    assert left == []


@when_complete
def test_placeholders_of_translations_are_those_of_the_english(indonesian: Catalog) -> None:
    faults = [(message.id, str(error)) for message, errors in indonesian.check() for error in errors]

    assert faults == []


@when_complete
def test_translation_differs_from_the_english_but_for_a_short_list(indonesian: Catalog) -> None:
    same = {
        english(message) for message in indonesian if message.id and english(message) in translated(message)
    }

    assert same - SAME_IN_INDONESIAN == set()
    assert len(SAME_IN_INDONESIAN) <= 30


@when_complete
def test_terms_of_the_field_are_those_of_the_glossary(indonesian: Catalog) -> None:
    faults = {english(message): strays(english(message), *translated(message)) for message in indonesian}

    assert {text: terms for text, terms in faults.items() if terms} == {}
