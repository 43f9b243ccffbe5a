"""The General Information booklet: what a country reads before it nominates.

Its chapters are the standard ones of international short courses: concept, description, conditions and
procedures, administrative arrangements, other information, annexes. A chapter without content is left out.
Texts come in the reader's language, each string one paragraph or one line; headings are the engine's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.engine.documents.glyphs import require_shapes
from balai.engine.documents.parts import moment_parts
from balai.engine.documents.typesetting import content_of, typeset
from balai.engine.documents.words import (
    date_text,
    day_text,
    joined,
    require_language,
    span_text,
)

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.documents.parts import Contact, Letterhead, LocalMoment

Prose = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One module of the curriculum.

    Attributes:
        code: such as "M1".
        title: what it is called.
        text: what it holds.
        hours: by kind, such as ("6 lecture", "12 practice").
    """

    title: str
    code: str = ""
    text: str = ""
    hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day at a glance, or what is on one of several days.

    Attributes:
        on: the date at the host's.
        until: the last of several days; for one day none.
        place: the city.
        lines: what happens, one line each, in order.
    """

    on: dt.date
    place: str
    lines: tuple[str, ...]
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryPlaces:
    """A country that may nominate.

    Attributes:
        country: its name.
        places: how many may go.
        category: of the package, such as "Category 1".
        note: such as "one of them an entrepreneur".
    """

    country: str
    places: int
    category: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualification:
    """One rule of eligibility, as a nominee reads it.

    Attributes:
        text: the rule's message.
        strength: how it applies, such as "Required" or "May be waived by the host".
    """

    text: str
    strength: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequiredDocument:
    """One paper of an application.

    Attributes:
        name: such as "Copy of the passport".
        provided_by: such as "Nominee" or "Employer".
        note: what makes it acceptable.
    """

    name: str
    provided_by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One step with its last moment.

    Attributes:
        step: what is due, such as "Nominations reach the Secretariat".
        who: the level, such as "National focal point".
        moments: the same moment in each place that matters; the one that decides stands first.
    """

    step: str
    who: str
    moments: tuple[LocalMoment, ...]

    def __post_init__(self) -> None:
        if not self.moments:
            raise ValueError(f"deadline {self.step!r}: without a moment")
        if any(moment.at != self.moments[0].at for moment in self.moments):
            raise ValueError(f"deadline {self.step!r}: its places name different moments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expense:
    """One component of the sponsorship package.

    Attributes:
        item: such as "Return air ticket, economy class".
        payers: who pays, one for each column of the booklet's ``expense_columns``.
        note: limits and conditions.
    """

    item: str
    payers: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A heading of the office's own with its paragraphs."""

    title: str
    paragraphs: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSection:
    """A section of the country report.

    Attributes:
        title: its heading.
        questions: what it should answer.
    """

    title: str
    questions: Prose = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of the application form, to be filled in by hand.

    Attributes:
        label: what is asked.
        hint: how to answer.
        options: boxes to tick; without them there is room to write.
        lines: how many lines of room, 1 to 12.
    """

    label: str
    hint: str = ""
    options: tuple[str, ...] = ()
    lines: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.lines <= 12:
            raise ValueError(f"field {self.label!r}: 1 to 12 lines, not {self.lines}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """A part of the application form."""

    title: str
    fields: tuple[FormField, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booklet:
    """One frozen version of an edition's General Information.

    Attributes:
        language: of every text, and so of the headings: "en" or "id".
        letterhead: host first; its logo stands on the cover.
        partners: further organisers on the cover, in order of protocol.
        title: of the edition.
        theme: under the title, if it says more.
        edition: such as "Third edition, 2018".
        reference: such as "SMI-2018".
        scheme: such as "South-South and Triangular Cooperation".
        version: 1 for the first that went out.
        issued_on: the date of this version.
        starts_on: the first day, that of arrival.
        ends_on: the last day.
        places: cities with country, in order of the visit.
        arrival: what to know of the first day, if anything.
        departure: of the last.
        participants: how many and who, in words.
        countries: quotas.
        concept: background and mandate.
        target_organisations: who should send somebody.
        working_language: and interpretation, in words.
        objectives: why.
        outcomes: what participants can do afterwards; each completes "participants can".
        modules: the curriculum.
        days: each day at a glance.
        expectations: of the organisations that nominate.
        qualifications: the rules of eligibility.
        required_documents: of an application.
        procedure: steps in order.
        deadlines: by level and place.
        notice_of_results: how and when nominees hear.
        obligations: of participants.
        organisers: with their roles.
        travel: tickets, visas, arrival.
        expense_columns: who pays, by category, such as ("Category 1", "Category 2"), or "Paid by" alone.
        expenses: the package, and who pays.
        expense_notes: under the table.
        orientation: what happens first.
        other: further topics, such as weather or prayer.
        report: the annex on the country report.
        report_lead: before it: length, form, date.
        form: the annex with the application form.
        form_lead: before it.
    """

    language: str
    letterhead: Letterhead
    title: str
    edition: str
    version: int
    issued_on: dt.date
    starts_on: dt.date
    ends_on: dt.date
    places: tuple[str, ...]
    partners: tuple[str, ...] = ()
    theme: str = ""
    reference: str = ""
    scheme: str = ""
    arrival: str = ""
    departure: str = ""
    participants: str = ""
    countries: tuple[CountryPlaces, ...] = ()
    concept: Prose = ()
    target_organisations: Prose = ()
    working_language: str = ""
    objectives: Prose = ()
    outcomes: tuple[str, ...] = ()
    modules: tuple[Module, ...] = ()
    days: tuple[Day, ...] = ()
    expectations: tuple[str, ...] = ()
    qualifications: tuple[Qualification, ...] = ()
    required_documents: tuple[RequiredDocument, ...] = ()
    procedure: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    notice_of_results: Prose = ()
    obligations: tuple[str, ...] = ()
    organisers: tuple[Contact, ...] = ()
    travel: Prose = ()
    expense_columns: tuple[str, ...] = ()
    expenses: tuple[Expense, ...] = ()
    expense_notes: Prose = ()
    orientation: Prose = ()
    other: tuple[Topic, ...] = ()
    report: tuple[ReportSection, ...] = ()
    report_lead: Prose = ()
    form: tuple[FormPart, ...] = ()
    form_lead: Prose = ()

    def __post_init__(self) -> None:
        require_language(self.language)
        if not self.title.strip():
            raise ValueError("a booklet without a title: give the edition one in this language")
        if self.version < 1:
            raise ValueError(f"version {self.version}: the first is 1")
        if self.ends_on < self.starts_on:
            raise ValueError(f"the programme ends on {self.ends_on}, before it starts on {self.starts_on}")
        if not self.places:
            raise ValueError("a booklet without a place: name the city")
        wrong = [
            expense.item for expense in self.expenses if len(expense.payers) != len(self.expense_columns)
        ]
        if wrong:
            raise ValueError(f"expenses {wrong}: one payer for each of the columns {self.expense_columns}")


def booklet_pdf(booklet: Booklet, *, at: dt.datetime) -> bytes:
    """Set a booklet.

    Args:
        booklet: the frozen version.
        at: the PDF's date of making, aware; the same booklet and moment give the same bytes.

    Returns:
        An A4 PDF after PDF/UA-1: tagged, with title, language, contents and bookmarks.

    Raises:
        DocumentError: a text has a character without a shape, or the logo is no picture.
    """
    require_shapes(booklet)
    language = booklet.language
    content = content_of(
        booklet,
        version=str(booklet.version),
        issued_on=date_text(booklet.issued_on, language),
        starts_on=day_text(booklet.starts_on, language),
        ends_on=day_text(booklet.ends_on, language),
        period=span_text(booklet.starts_on, booklet.ends_on, language),
        places=joined(booklet.places, language),
        days=[
            {
                "day": span_text(row.on, row.until, language) if row.until else day_text(row.on, language),
                "place": row.place,
                "lines": row.lines,
            }
            for row in booklet.days
        ],
        deadlines=[
            {"step": row.step, "who": row.who, "day": on, "clocks": clocks}
            for row in booklet.deadlines
            for on, clocks in (moment_parts(row.moments, language),)
        ],
    )
    return typeset("booklet", content, logo=booklet.letterhead.logo, at=at)
