from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from balai.engine.documents.booklet import Booklet, Deadline, Expense, FormField, Module, booklet_pdf
from balai.engine.documents.parts import Contact, Letterhead, LocalMoment, Picture
from balai.engine.documents.words import date_text, span_text, words_of
from tests.engine.documents.reading import (
    faults_of_access,
    fonts_of,
    headings_of,
    height_of,
    links_of,
    pages_of,
    tags_of,
    text_of,
    without_blanks,
    words_outside,
)
from tests.engine.documents.samples import AT, english
from tests.engine.documents.samples_id import indonesian

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_PRINTED = {"language", "description"}
BOTH = pytest.mark.parametrize("booklet", [english(), indonesian()], ids=["en", "id"])


def bare() -> Booklet:
    """Nothing but what must be there."""
    return Booklet(
        language="en",
        letterhead=Letterhead(names=("Ministry of Industry",)),
        title="A short course",
        edition="First edition",
        version=1,
        issued_on=dt.date(2018, 3, 5),
        starts_on=dt.date(2018, 7, 18),
        ends_on=dt.date(2018, 7, 18),
        places=("Bandung",),
    )


def texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in NOT_PRINTED:
                yield from texts_in(getattr(value, field.name))


@BOTH
def test_every_text_of_the_booklet_can_be_read_in_it(booklet: Booklet) -> None:
    text = text_of(booklet_pdf(booklet, at=AT))

    wanted = list(texts_in(booklet))
    assert len(wanted) > 150
    assert [one for one in wanted if without_blanks(one) not in text] == []
    spans = [span_text(day.on, day.until, booklet.language) for day in booklet.days if day.until]
    assert [one for one in spans if without_blanks(one) not in text] == []


@BOTH
def test_chapters_and_sections_stand_in_their_order(booklet: Booklet) -> None:
    words = words_of(booklet.language)["words"]
    chapters = {
        "concept": (),
        "description": (
            "target_organisations",
            "places_by_country",
            "objectives",
            "outcomes",
            "modules",
            "days",
        ),
        "conditions": (
            "expectations",
            "qualifications",
            "required_documents",
            "procedure",
            "deadlines",
            "notice_of_results",
            "obligations",
        ),
        "administration": ("organisers", "travel", "expenses", "orientation"),
        "other": tuple(topic.title for topic in booklet.other),
    }

    found = [title for title, _ in headings_of(booklet_pdf(booklet, at=AT))]

    assert found == [
        *(
            title
            for number, (chapter, sections) in enumerate(chapters.items(), 1)
            for title in (
                f"{number} {words[chapter]}",
                *(f"{number}.{place} {words.get(name, name)}" for place, name in enumerate(sections, 1)),
            )
        ),
        f"{words['annex']} A {words['country_report']}",
        f"{words['annex']} B {words['application_form']}",
    ]


@BOTH
def test_contents_name_the_page_on_which_a_heading_stands(booklet: Booklet) -> None:
    pdf = booklet_pdf(booklet, at=AT)

    pages = [without_blanks(page) for page in pages_of(pdf)]
    contents = pages[1].replace(".", "")
    for title, page in headings_of(pdf):
        assert without_blanks(title) in pages[page - 1]
        assert f"{without_blanks(title).replace('.', '')}{page}" in contents


@BOTH
def test_every_page_but_the_cover_is_numbered_and_bears_the_version(booklet: Booklet) -> None:
    words = words_of(booklet.language)["words"]
    issued = date_text(booklet.issued_on, booklet.language)

    cover, *pages = map(without_blanks, pages_of(booklet_pdf(booklet, at=AT)))

    assert words["page"] + "1" not in cover
    above = without_blanks(booklet.title + booklet.reference)
    version = f"{words['general_information']}, {words['version'].lower()} {booklet.version}"
    for number, page in enumerate(pages, 2):
        below = f"{version}, {issued}{words['page']}{number}{words['page_of']}{len(pages) + 1}"
        assert page.startswith(above)
        assert page.endswith(without_blanks(below))
        assert len(page) > len(above) + len(below) + 60  # no page is nearly blank


@BOTH
def test_booklet_is_open_to_screen_readers(booklet: Booklet) -> None:
    pdf = booklet_pdf(booklet, at=AT)

    assert faults_of_access(pdf) == []
    tags = tags_of(pdf)
    assert booklet.letterhead.logo is not None
    assert [tag.description for tag in tags if tag.kind == "Figure"] == [booklet.letterhead.logo.description]
    assert sum(tag.kind == "Table" for tag in tags) == 7
    assert sum(tag.kind == "H1" for tag in tags) == 8  # contents, five chapters, two annexes


@BOTH
def test_nothing_leaves_the_sheet_and_fonts_are_the_houses(booklet: Booklet) -> None:
    pdf = booklet_pdf(booklet, at=AT)

    assert words_outside(pdf, 28) == []
    assert {font["name"] for font in fonts_of(pdf)} == {
        "SourceSans3-Regular-Identity-H",
        "SourceSans3-Semibold-Identity-H",
        "SourceSerif4-Semibold-Identity-H",
    }


def test_parts_without_content_are_left_out() -> None:
    pdf = booklet_pdf(bare(), at=AT)

    assert headings_of(pdf) == [("1 Description of the programme", 3)]
    assert len(pages_of(pdf)) == 3
    assert faults_of_access(pdf) == []
    assert "In cooperation with" not in pages_of(pdf)[0]


def test_columns_that_say_nothing_are_left_out() -> None:
    modules = (Module(title="Practice"), Module(title="Visits"))

    pages = pages_of(booklet_pdf(replace(bare(), modules=modules), at=AT))

    assert "Practice" in pages[2]
    assert "Hours" not in pages[2]


def test_a_deadline_is_told_in_each_place_and_day() -> None:
    at = dt.datetime(2018, 5, 4, 22, tzinfo=ZoneInfo("Asia/Karachi"))
    deadline = Deadline(
        step="Nominations reach the host",
        who="Focal point",
        moments=(
            LocalMoment(place="Islamabad", at=at),
            LocalMoment(place="Jakarta", at=at.astimezone(ZoneInfo("Asia/Jakarta"))),
        ),
    )

    text = text_of(booklet_pdf(replace(bare(), deadlines=(deadline,)), at=AT))

    told = "Friday 4 May 2018 22:00 in Islamabad (Saturday 5 May 2018, 00:00 in Jakarta)"
    assert without_blanks(told) in text


def test_much_text_stays_on_the_sheets() -> None:
    words = [f"word{number}" for number in range(3000)]
    long = replace(
        english(),
        title=f"{english().title} and of Its Cooperatives, Clusters and Associations " * 2,
        partners=("Ministry of State Secretariat of the Republic of Indonesia",) * 8,
        modules=(Module(title="A long one", text=" ".join(words)), *english().modules),
        other=(),
        concept=("https://example.org/" + "verylongaddress" * 20,),
    )

    pdf = booklet_pdf(long, at=AT)

    assert words_outside(pdf, 28) == []
    text = text_of(pdf)
    assert [word for word in words if word not in text] == []
    assert "verylongaddress" * 20 in text


@pytest.mark.parametrize("times", [1, 3, 5])
def test_a_long_title_keeps_away_from_the_names_above_it(times: int) -> None:
    long = replace(
        english(),
        title=f"{english().title} and Its Cooperatives " * times,
        partners=tuple(f"Partner {number} of the Programme" for number in range(9)),
    )

    pdf = booklet_pdf(long, at=AT)

    assert height_of(pdf, 1, "Partner 8") - height_of(pdf, 1, "General Information") > 20


def test_addresses_are_links_even_where_they_break() -> None:
    email = "the.office.of.small.and.medium.industry@a-rather-long-name.example.org"
    contact = Contact(role="Host", office="Ministry", email=email, web="example.org/" + "a/" * 40)

    pdf = booklet_pdf(replace(bare(), organisers=(contact,)), at=AT)

    assert links_of(pdf) == [f"mailto:{email}", f"https://example.org/{'a/' * 40}"]


def test_same_booklet_and_moment_give_the_same_bytes() -> None:
    first = booklet_pdf(english(), at=AT)

    assert booklet_pdf(english(), at=AT) == first
    assert booklet_pdf(english(), at=AT + dt.timedelta(days=1)) != first
    assert booklet_pdf(replace(english(), version=2), at=AT) != first


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"language": "fr"}, "documents speak en and id, not 'fr'"),
        ({"title": " "}, "a booklet without a title"),
        ({"version": 0}, "version 0: the first is 1"),
        ({"ends_on": dt.date(2018, 7, 17)}, "ends on 2018-07-17, before it starts on 2018-07-18"),
        ({"places": ()}, "a booklet without a place"),
        (
            {"expense_columns": ("Paid by",), "expenses": (Expense(item="Meals", payers=("Host", "Host")),)},
            r"expenses \['Meals'\]: one payer for each of the columns",
        ),
    ],
)
def test_booklet_refuses_what_cannot_be(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        replace(bare(), **change)


def test_parts_refuse_what_cannot_be() -> None:
    at = dt.datetime(2018, 5, 4, 16, tzinfo=ZoneInfo("Asia/Jakarta"))
    here = LocalMoment(place="Jakarta", at=at)

    with pytest.raises(ValueError, match="without a time zone"):
        LocalMoment(place="Jakarta", at=at.replace(tzinfo=None))
    with pytest.raises(ValueError, match="without a moment"):
        Deadline(step="x", who="y", moments=())
    with pytest.raises(ValueError, match="different moments"):
        Deadline(step="x", who="y", moments=(here, replace(here, at=at + dt.timedelta(hours=1))))
    with pytest.raises(ValueError, match="1 to 12 lines, not 13"):
        FormField(label="Duties", lines=13)
    with pytest.raises(ValueError, match="say what it shows"):
        Picture(data=b"", description=" ")
    with pytest.raises(ValueError, match="name the office"):
        Letterhead(names=())
    with pytest.raises(ValueError, match="is no e-mail address"):
        Contact(role="Host", office="Ministry", email="smi@example.org?bcc=all")
    with pytest.raises(ValueError, match="is no web address"):
        Contact(role="Host", office="Ministry", web="javascript:alert(1)")
