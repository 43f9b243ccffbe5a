from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.documents.booklet import Module, booklet_pdf
from balai.engine.documents.errors import Unprintable, UnprintableTextError
from balai.engine.documents.glyphs import COVERAGE
from balai.engine.documents.letter import letter_pdf
from tests.engine.documents.reading import text_of
from tests.engine.documents.samples import AT, english, letter

if TYPE_CHECKING:
    from pathlib import Path

FONTS = sorted(COVERAGE.parent.glob("*tf"))
COVERED = [
    chr(number)
    for line in COVERAGE.read_text(encoding="ascii").split()
    for first, last in (line.split("-"),)
    for number in range(int(first, 16), int(last, 16) + 1)
]


def family_of(file: Path) -> str:
    return file.stem.rpartition("-")[0]


def test_the_list_of_characters_is_that_of_the_fonts() -> None:
    maps = {file: set(TTFont(file).getBestCmap()) for file in FONTS if "Serif4" not in file.name}
    families = {family_of(file) for file in maps}

    in_every_weight = {
        chr(number)
        for family in families
        for number in set.intersection(*(known for file, known in maps.items() if family_of(file) == family))
    }

    invisible = {"Cc", "Cf", "Cn", "Co"}
    assert set(COVERED) == {one for one in in_every_weight if unicodedata.category(one) not in invisible}
    assert all(
        len([file for file in maps if family_of(file) == family]) == 2 for family in families
    )  # text and strong text


def test_every_font_has_its_licence_and_none_is_for_nothing() -> None:
    template = (COVERAGE.parents[1] / "templates" / "house.typ").read_text(encoding="utf-8")
    names = {str(TTFont(file)["name"].getBestFamilyName()) for file in FONTS}

    assert [name for name in names if f'"{name}"' not in template] == []
    licences = [file.read_text(encoding="utf-8") for file in (COVERAGE.parent / "licences").iterdir()]
    assert len(licences) == len({family_of(file) for file in FONTS})
    assert all("SIL OPEN FONT LICENSE Version 1.1" in text for text in licences)


def test_every_character_of_the_list_can_be_set() -> None:
    for start in range(0, len(COVERED), 500):
        letter_pdf(replace(letter(), paragraphs=(" ".join(COVERED[start : start + 500]),)), at=AT)


def test_a_character_without_shape_is_named_with_its_place() -> None:
    booklet = replace(
        english(),
        title="Small 😀 industry 漢字😀",
        modules=(Module(title="First"), Module(title="Second", text="a\x00b")),
    )

    with pytest.raises(UnprintableTextError) as caught:
        booklet_pdf(booklet, at=AT)

    assert caught.value.places == (
        Unprintable(where="title", characters="😀漢字", text="Small 😀 industry 漢字😀"),
        Unprintable(where="modules[1].text", characters="\x00", text="a\x00b"),
    )
    assert str(caught.value) == (
        "These characters cannot be shown: title: ‘😀’ (U+1F600 GRINNING FACE), "
        "‘漢’ (U+6F22 CJK UNIFIED IDEOGRAPH-6F22), ‘字’ (U+5B57 CJK UNIFIED IDEOGRAPH-5B57); "
        "modules[1].text: (U+0000). Replace them or leave them out."
    )


def test_a_long_list_of_places_is_cut_short_in_the_message_alone() -> None:
    with pytest.raises(UnprintableTextError, match=r"; and 2 more\. Replace") as caught:
        letter_pdf(replace(letter(), paragraphs=("漢",) * 10), at=AT)

    assert len(caught.value.places) == 10


@pytest.mark.parametrize("text", ["\ud800", "\x07", "\ufffe", "\U0010ffff", "\ue000"])
def test_what_no_text_should_hold_is_refused_alike(text: str) -> None:
    with pytest.raises(UnprintableTextError):
        letter_pdf(replace(letter(), subject=f"a{text}b"), at=AT)


@settings(max_examples=60, deadline=None)
@given(st.text(st.one_of(st.sampled_from(COVERED), st.characters()), min_size=1, max_size=30))
def test_any_text_is_set_or_refused_with_its_characters(text: str) -> None:
    document = replace(letter(), subject=f"x{text}", paragraphs=(f"begin {text} end",))

    try:
        read = text_of(letter_pdf(document, at=AT))
    except UnprintableTextError as error:
        refused = "".join(place.characters for place in error.places)
    else:
        refused = ""
        assert "begin" in read
        assert "end" in read

    assert set(refused) <= set(text)
    assert set(refused) >= {
        one for one in text if one not in COVERED and unicodedata.category(one) != "Cf"
    } - {"\t", "\n"}
