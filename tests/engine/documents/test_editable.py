from __future__ import annotations

import zipfile
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree as ET

import docx
import pytest

from balai.engine.documents.editable import letter_docx, minutes_docx
from balai.engine.documents.errors import PictureError, Unprintable, UnprintableTextError
from balai.engine.documents.minutes import Column, Minutes, Named, Section
from balai.engine.documents.parts import Letterhead, Picture
from tests.engine.documents.samples import AT, letter

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def lines_of(file: bytes) -> list[tuple[str, str]]:
    """Style and text of every paragraph that says something."""
    return [
        (paragraph.style.name or "" if paragraph.style else "", paragraph.text)
        for paragraph in docx.Document(BytesIO(file)).paragraphs
        if paragraph.text
    ]


def part(file: bytes, name: str) -> str:
    return zipfile.ZipFile(BytesIO(file)).read(name).decode()


def test_an_editable_letter_has_the_parts_of_a_letter_in_order_and_style() -> None:
    sample = letter()

    assert lines_of(letter_docx(sample, at=AT)) == [
        ("Normal", "\n".join(sample.letterhead.names)),
        ("Normal", " · ".join(sample.letterhead.lines)),
        ("Normal", "Reference\t021/SMI-2018/III/2018\tJakarta, 5 March 2018"),
        ("Normal", "Enclosures\tGeneral Information, version 1"),
        ("Normal", "\n".join(sample.addressee)),
        ("Heading 1", sample.subject),
        ("Normal", "Dear Sir or Madam,"),
        *(("Normal", text) for text in sample.paragraphs),
        ("Normal", "Yours faithfully,"),
        ("Normal", "\n".join(sample.signed_by)),
        ("Normal", "Copies to"),
        *(("List Number", text) for text in sample.copies),
    ]


def test_without_its_optional_parts_nothing_stands_in_their_stead() -> None:
    head = Letterhead(names=("Ministry of Industry",))
    sample = replace(
        letter(),
        letterhead=head,
        language="id",
        salutation="",
        closing="",
        enclosures=(),
        copies=(),
        place="",
    )

    assert lines_of(letter_docx(sample, at=AT)) == [
        ("Normal", "Ministry of Industry"),
        ("Normal", "Nomor\t021/SMI-2018/III/2018\t5 Maret 2018"),
        ("Normal", "\n".join(sample.addressee)),
        ("Heading 1", sample.subject),
        *(("Normal", text) for text in sample.paragraphs),
        ("Normal", "\n".join(sample.signed_by)),
    ]


def test_the_file_says_its_language_title_and_what_the_logo_shows() -> None:
    file = letter_docx(replace(letter(), language="id"), at=AT)

    properties = docx.Document(BytesIO(file)).core_properties
    assert (properties.title, properties.language) == (letter().subject, "id")
    assert properties.author == properties.last_modified_by == "Ministry of Industry"
    assert (properties.created, properties.modified) == (AT, AT)
    languages = ET.fromstring(part(file, "word/styles.xml")).iter(f"{WORD}lang")  # noqa: S314 -- we wrote it
    assert {language.get(f"{WORD}val") for language in languages} == {"id"}
    assert 'descr="Sample mark of the host"' in part(file, "word/document.xml")


def test_the_same_letter_and_moment_give_the_same_bytes() -> None:
    file = letter_docx(letter(), at=AT)

    assert letter_docx(letter(), at=AT) == file
    dates = {entry.date_time for entry in zipfile.ZipFile(BytesIO(file)).infolist()}
    assert dates == {(2018, 3, 5, 2, 0, 0)}
    assert len(file) < 60_000


@pytest.mark.parametrize(
    "text", ["<w:p><w:r/></w:p>", "]]> &amp; &lt;", '{ HYPERLINK "https://example.org" }', "漢字 😀", "a\tb"]
)
def test_any_text_is_text(text: str) -> None:
    file = letter_docx(replace(letter(), subject=text, paragraphs=(text,), copies=(text,)), at=AT)

    assert [line for line in lines_of(file) if line[1] == text] == [
        ("Heading 1", text),
        ("Normal", text),
        ("List Number", text),
    ]
    assert "w:fldChar" not in part(file, "word/document.xml")
    assert "w:hyperlink" not in part(file, "word/document.xml")


def test_what_no_file_may_hold_is_refused_with_its_place() -> None:
    with pytest.raises(UnprintableTextError) as caught:
        letter_docx(replace(letter(), paragraphs=("fine", "bell\x07")), at=AT)

    assert caught.value.places == (Unprintable(where="paragraphs[1]", characters="\x07", text="bell\x07"),)
    with pytest.raises(UnprintableTextError):
        letter_docx(replace(letter(), subject="\ud800"), at=AT)


def test_commands_of_direction_are_taken_out() -> None:
    file = letter_docx(replace(letter(), subject="a\u202eb", paragraphs=("c\u2067d\u2069",)), at=AT)

    assert ("Heading 1", "ab") in lines_of(file)
    assert ("Normal", "cd") in lines_of(file)


@pytest.mark.parametrize("data", [b"<svg/>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_a_logo_that_is_no_picture_is_refused(data: bytes) -> None:
    head = replace(letter().letterhead, logo=Picture(data=data, description="Mark"))

    with pytest.raises(PictureError):
        letter_docx(replace(letter(), letterhead=head), at=AT)


def test_tables_of_minutes_are_as_wide_as_said_and_have_lines_between_rows_alone() -> None:
    section = Section(
        heading="Selected",
        columns=(Column(head="Name", width=1), Column(head="Why", width=2)),
        rows=(("Karma Choden", "In."),),
    )
    minutes = Minutes(
        language="en",
        letterhead=Letterhead(names=("Ministry of Industry",)),
        heading="Minutes",
        subject="Workshop",
        reference="SMI-2018/D-1",
        facts=(Named(name="Place", text="Jakarta"),),
        sections=(section,),
    )

    file = minutes_docx(minutes, at=AT)

    (table,) = docx.Document(BytesIO(file)).tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Name", "Why"],
        ["Karma Choden", "In."],
    ]
    assert [round(column.width.mm) for column in table.columns if column.width] == [52, 104]
    borders = ET.fromstring(part(file, "word/document.xml")).find(f".//{WORD}tblBorders")  # noqa: S314 -- we wrote it
    assert borders is not None
    assert [one.tag.removeprefix(WORD) for one in borders] == ["bottom", "insideH"]
