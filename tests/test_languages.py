"""What Balai writes outside its pages, in letters, mails and documents, is as Indonesian as the pages are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from balai.correspondence.registries import letter_kinds
from balai.correspondence.services.rendering import Sheet, render
from balai.engine.documents.booklet import booklet_pdf
from balai.engine.documents.words import words_of
from balai.programmes.documents import texts as booklet_texts
from tests.engine.documents.reading import pages_of
from tests.engine.documents.samples import AT
from tests.engine.documents.samples_id import indonesian
from tests.messages import ENGLISH, SAME_IN_INDONESIAN, strays

if TYPE_CHECKING:
    from collections.abc import Iterator

LETTERS = dict(letter_kinds.items())


def pairs() -> Iterator[tuple[str, str, str]]:
    """Every text that is shipped in both languages outside the catalogue: where, English, Indonesian."""
    for code, kind in LETTERS.items():
        yield f"{code}, subject", kind.texts["en"].subject, kind.texts["id"].subject
        yield f"{code}, text", kind.texts["en"].body, kind.texts["id"].body
    for part in ("forms", "words"):
        english: Mapping[str, str] = words_of("en")[part]
        for name, text in english.items():
            yield f"documents, {name}", text, words_of("id")[part][name]
    for name, value in vars(booklet_texts).items():
        if name.isupper():
            yield from _in_both(f"booklet, {name}", value)


def _in_both(where: str, value: Any) -> Iterator[tuple[str, str, str]]:
    """The texts somewhere within a value."""
    if isinstance(value, Mapping) and value.keys() == {"en", "id"}:
        english, indonesian = list(_strings(value["en"])), list(_strings(value["id"]))
        assert len(english) == len(indonesian), where
        yield from ((where, *both) for both in zip(english, indonesian, strict=True))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _in_both(f"{where} {key}", inner)
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _in_both(f"{where} {number}", inner)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


PAIRS = list(pairs())


GAP = re.compile(r"\{\w*\}")


def english_in(text: str) -> list[str]:
    return [found.group() for found in ENGLISH.finditer(GAP.sub(" ", text))]


def test_texts_are_found_wherever_they_are_shipped() -> None:
    places = {where.partition(",")[0] for where, _english, _indonesian in PAIRS}

    assert places >= {"account.login_code", "documents", "booklet"}
    assert len(PAIRS) > 120


def test_every_letter_is_written_in_both_languages() -> None:
    assert {code for code, kind in LETTERS.items() if kind.texts.keys() != {"en", "id"}} == set()


def test_no_shipped_text_is_english_where_it_should_be_indonesian() -> None:
    assert [(where, english_in(text)) for where, _english, text in PAIRS if english_in(text)] == []


def test_every_shipped_text_differs_from_its_english() -> None:
    same = {english for _where, english, text in PAIRS if english == text and re.search("[A-Za-z]{3}", text)}

    assert same - SAME_IN_INDONESIAN == set()


def test_shipped_texts_use_the_terms_of_the_glossary() -> None:
    faults = {where: strays(GAP.sub(" ", english), text) for where, english, text in PAIRS}

    assert {where: terms for where, terms in faults.items() if terms} == {
        "documents, programme": ["programme"]  # here the programme of the days, which are activities
    }


@pytest.mark.parametrize("code", LETTERS)
def test_a_mail_in_indonesian_has_no_english_word_on_its_whole_sheet(code: str) -> None:
    kind = LETTERS[code]
    filled = dict.fromkeys(kind.placeholders, "…")  # what stands there is somebody's own, or tested elsewhere
    sheet = Sheet(
        organisation="Kementerian Perindustrian", foot=("Jakarta 12950", "B-2018/0042"), language="id"
    )

    mail = render(kind, kind.texts["id"], filled, sheet)

    visible = re.sub("<[^>]+>", " ", mail.html)
    assert [english_in(text) for text in (mail.subject, mail.text, visible)] == [[], [], []]


def test_a_booklet_in_indonesian_has_no_english_word_on_any_page() -> None:
    pages = pages_of(booklet_pdf(indonesian(), at=AT))

    assert {number: english_in(text) for number, text in enumerate(pages, 1) if english_in(text)} == {}
