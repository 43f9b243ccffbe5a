from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from balai.engine.documents.letter import letter_pdf, paragraphs_of
from balai.engine.documents.parts import Letterhead
from tests.engine.documents.reading import (
    faults_of_access,
    pages_of,
    tags_of,
    text_of,
    without_blanks,
    words_outside,
)
from tests.engine.documents.samples import AT, letter


def test_a_letter_says_its_parts_in_the_order_of_letters() -> None:
    (page,) = pages_of(letter_pdf(letter(), at=AT))

    text = without_blanks(page)
    parts = [
        "Ministry of Industry",
        "Jalan Gatot Subroto",
        "021/SMI-2018/III/2018",
        "Jakarta, 5 March 2018",
        "The National Focal Point of the Colombo Plan",
        "Call for nominations: Enhancing",
        "Dear Sir or Madam,",
        "has the honour to invite Bhutan",
        "We would be glad",
        "Yours faithfully,",
        "Director General of Small and Medium Industry",
        "Copies to",
        "Ministry of State Secretariat, Bureau",
    ]
    places = [text.index(without_blanks(part), 60 if part.startswith("Director") else 0) for part in parts]
    assert places == sorted(places)
    assert "Page" not in page  # one page needs no number


def test_a_letter_in_indonesian_has_its_own_words() -> None:
    indonesian = replace(letter(), language="id", dated_on=dt.date(2018, 5, 17))

    text = text_of(letter_pdf(indonesian, at=AT))

    for word in ("Nomor021/SMI", "LampiranGeneralInformation", "Jakarta,17Mei2018", "Tembusan"):
        assert word in text


def test_a_letter_is_open_to_screen_readers() -> None:
    pdf = letter_pdf(letter(), at=AT)

    assert faults_of_access(pdf) == []
    assert [tag.kind for tag in tags_of(pdf) if tag.kind.startswith("H")] == ["H1"]


def test_without_logo_enclosures_copies_and_place_nothing_stands_in_their_stead() -> None:
    plain = replace(
        letter(),
        letterhead=Letterhead(names=("Ministry of Industry",)),
        enclosures=(),
        copies=(),
        place="",
        salutation="",
        closing="",
    )

    pdf = letter_pdf(plain, at=AT)

    text = text_of(pdf)
    assert "Enclosures" not in text
    assert "Copiesto" not in text
    assert ",5March2018" not in text
    assert faults_of_access(pdf) == []
    assert [tag for tag in tags_of(pdf) if tag.kind == "Figure"] == []


@pytest.mark.parametrize("count", range(8, 17))
def test_the_signature_never_stands_alone_on_a_page(count: int) -> None:
    paragraph = letter().paragraphs[0]
    long = replace(letter(), paragraphs=(*[paragraph] * count, "This is the last paragraph."))

    pages = pages_of(letter_pdf(long, at=AT))

    (signed,) = [page for page in pages if "Yours faithfully," in page]
    assert "This is the last paragraph." in signed
    assert without_blanks("Director General of Small and Medium Industry\nMinistry of Industry of the") in (
        without_blanks(signed)
    )


def test_further_pages_bear_the_office_the_number_and_the_page() -> None:
    pdf = letter_pdf(replace(letter(), paragraphs=letter().paragraphs * 12), at=AT)

    first, *others = pages_of(pdf)
    assert len(others) > 1
    assert "Page 1" not in first
    for number, page in enumerate(others, 2):
        assert page.startswith("Ministry of Industry 021/SMI-2018/III/2018")
        assert f"Page {number} of {len(others) + 1}" in page
    assert words_outside(pdf, 28) == []


def test_paragraphs_are_parted_by_blank_lines_alone() -> None:
    assert paragraphs_of("One\r\n\r\nTwo\r\nstill two\n\n\n\n Three \n") == ("One", "Two\nstill two", "Three")
    assert paragraphs_of(" \n\n ") == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"language": "ms"}, "documents speak"),
        ({"subject": ""}, "a letter without subject"),
        ({"addressee": ()}, "a letter without addressee"),
        ({"paragraphs": ()}, "a letter without paragraphs"),
        ({"signed_by": ()}, "a letter without signed by"),
    ],
)
def test_letter_refuses_what_cannot_be(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(letter(), **change)
