"""Badges, name tents and lists show every name in its script, and are ten, one and many to a sheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from balai.engine.documents.cards import Card, Cards, badges_pdf, tents_pdf
from balai.engine.documents.errors import UnprintableTextError
from balai.engine.documents.parts import Letterhead
from balai.engine.documents.roster import Roster, RosterLine, RosterPart, roster_pdf
from tests.engine.documents.reading import faults_of_access, pages_of, tags_of, text_of, without_blanks
from tests.engine.documents.test_scripts import TEXTS

AT = dt.datetime(2018, 7, 17, 9, tzinfo=dt.UTC)
NAMES = [text for texts in TEXTS.values() for text in texts]
CARDS = Cards(
    language="en",
    letterhead=Letterhead(names=("Ministry of Industry",)),
    heading="Badges",
    programme="Enhancing the Development of Small and Medium Industry",
    when="18 to 30 July 2018",
    proof="QR code: it is read at the door of each session.",
    cards=tuple(
        Card(
            name=f"Karma {number}",
            native_name=name,
            country="Bhutan",
            group=f"Group {number % 3}",
            colour=number % 10,
            code="BALAI:1:" + "A" * 26,
            digits=f"{number:03} 420",
        )
        for number, name in enumerate(NAMES)
    ),
)
LINES = tuple(
    RosterLine(
        number=str(number), name=f"Karma {number}", native_name=name, cells=("Bhutan",), code="BALAI:P:A"
    )
    for number, name in enumerate(NAMES)
)
ROSTER = Roster(
    language="id",
    letterhead=CARDS.letterhead,
    heading="Lembar hadir",
    subject=CARDS.programme,
    reference="SMI-2018",
    note="Tanda tangani baris Anda.",
    number_head="No.",
    name_head="Nama",
    heads=("Negara",),
    empty_head="Tanda tangan",
    code_head="Kode",
    proof="Kode QR dari baris",
    parts=(
        RosterPart(heading="Teori", lead="Selasa", lines=LINES[:7]),
        RosterPart(heading="Praktik", lines=LINES),
    ),
    is_parted=True,
)


def test_ten_badges_stand_on_a_sheet_with_every_name_in_its_script() -> None:
    pdf = badges_pdf(CARDS, at=AT)

    text = text_of(pdf)
    assert [name for name in NAMES if without_blanks(name) not in text] == []
    assert [page.count("Bhutan") for page in pages_of(pdf)][:2] == [10, 10]
    assert sum(tag.kind == "Figure" for tag in tags_of(pdf)) == len(NAMES)
    assert all(part in text for part in ("Karma7", "Group1", "007420", "18to30July2018"))
    assert faults_of_access(pdf) == []


def test_a_tent_says_the_same_on_both_sides_and_is_read_aloud_once() -> None:
    cards = replace(CARDS, heading="Name tents", cards=CARDS.cards[:3])

    pdf = tents_pdf(cards, at=AT)

    assert [page.count("Bhutan") for page in pages_of(pdf)] == [2, 2, 2]
    assert sum(tag.kind == "H1" for tag in tags_of(pdf)) == 3
    assert faults_of_access(pdf) == []


def test_a_sheet_begins_each_session_on_a_page_of_its_own_with_a_code_for_each_row() -> None:
    pdf = roster_pdf(ROSTER, at=AT)

    first, second, *_rest = pages_of(pdf)
    assert ("Teori" in first, "Praktik" in first, "Praktik" in second) == (True, False, True)
    codes = [tag.description for tag in tags_of(pdf) if tag.kind == "Figure"]
    assert codes[:2] == ["Kode QR dari baris Karma 0", "Kode QR dari baris Karma 1"]
    assert len(codes) == 7 + len(NAMES)
    text = text_of(pdf)
    assert [name for name in NAMES if without_blanks(name) not in text] == []
    assert faults_of_access(pdf) == []


@pytest.mark.parametrize("long", ["Prof. Dr. Hj. Siti Nurhaliza binti Tarudin Wijayakusuma Sample", "Karma"])
def test_long_names_stay_on_their_card_and_tent(long: str) -> None:
    cards = replace(
        CARDS, cards=(replace(CARDS.cards[0], name=long, country="Lao People’s Democratic Republic"),) * 10
    )

    assert [len(pages_of(pdf)) for pdf in (badges_pdf(cards, at=AT), tents_pdf(cards, at=AT))] == [1, 10]


def test_a_character_without_shape_is_named_with_its_text() -> None:
    wrong = replace(CARDS.cards[0], native_name="\U00010980")

    with pytest.raises(UnprintableTextError) as found:
        badges_pdf(replace(CARDS, cards=(wrong, wrong)), at=AT)

    assert [place.text for place in found.value.places] == ["\U00010980"] * 2
