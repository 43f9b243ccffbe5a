"""From the facts of an edition to its General Information and to the erratum that corrects it, as PDF.

In: facts as :mod:`balai.programmes.queries.booklet` gathers and a frozen booklet keeps them. Out: bytes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext, ngettext, override

from balai.engine.documents.booklet import (
    Booklet,
    CountryPlaces,
    Day,
    Deadline,
    Expense,
    FormField,
    FormPart,
    Module,
    Qualification,
    ReportSection,
    RequiredDocument,
    Topic,
    booklet_pdf,
)
from balai.engine.documents.erratum import Change, Erratum, MovedDeadline, erratum_pdf
from balai.engine.documents.errors import DocumentError
from balai.engine.documents.parts import EMAIL, WEB, Contact, Letterhead, LocalMoment
from balai.engine.documents.words import languages, span_text
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.office.documents import office_letterhead
from balai.programmes.documents.texts import FORM, REPORT_LEAD, SHIPPED
from balai.programmes.enums import (
    Benefit,
    BookletChapter,
    BookletFileKind,
    Family,
    Level,
    Mode,
    OrganiserRole,
    Severity,
    Side,
    TravelCategory,
)
from balai.programmes.queries.booklet import chapters_changed
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from balai.programmes.queries.booklet import Facts


def typeset(  # noqa: PLR0913 -- each is named where it is called
    facts: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None,
    reason: Mapping[str, str],
    version: int,
    issued_on: dt.date,
    at: dt.datetime,
    only: str = "",
) -> dict[tuple[BookletFileKind, str], bytes]:
    """Set the booklet, and the erratum where there is a version before, in every language or in one only.

    Raises:
        RuleViolationError: ``booklet.cannot_be_set``: a text cannot be printed; says which.
    """
    files: dict[tuple[BookletFileKind, str], bytes] = {}
    at = at.replace(microsecond=0)  # a PDF dates itself by the second
    for language in [only] if only else languages():
        with override(language):
            try:
                booklet = _Reader(facts, language).booklet(version=version, issued_on=issued_on)
                erratum = before and erratum_between(
                    before, facts, language=language, reason=reason, version=version, issued_on=issued_on
                )
            except ValueError as error:
                raise _cannot_be_set(error) from error
            try:
                files[BookletFileKind.BOOKLET, language] = booklet_pdf(booklet, at=at)
                if erratum:
                    files[BookletFileKind.ERRATUM, language] = erratum_pdf(erratum, at=at)
            except DocumentError as error:
                raise _cannot_be_set(error) from error
    return files


def _cannot_be_set(error: Exception) -> RuleViolationError:
    said = gettext("The booklet cannot be printed yet: %(reason)s") % {"reason": error}
    return RuleViolationError(Refusal("booklet.cannot_be_set", said))


def booklet_of(facts: Mapping[str, Any], *, language: str, version: int, issued_on: dt.date) -> Booklet:
    """The booklet of some facts in one language, for a look before it is frozen."""
    with override(language):
        return _Reader(facts, language).booklet(version=version, issued_on=issued_on)


def erratum_between(  # noqa: PLR0913 -- each is named where it is called
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    language: str,
    reason: Mapping[str, str],
    version: int,
    issued_on: dt.date,
) -> Erratum | None:
    """What a reader of one language must be told, or None where only another language changed."""
    old, new = _Reader(before, language), _Reader(after, language)
    changes = tuple(
        Change(what=str(CHAPTER_NAMES[chapter]()), before=old.summary(chapter), after=new.summary(chapter))
        for chapter in chapters_changed(before, after)
        if chapter != "deadlines" and old.summary(chapter) != new.summary(chapter)
    )
    moved = tuple(_moved(old, new))
    if not changes and not moved:
        return None
    booklet = new.booklet(version=version, issued_on=issued_on)
    return Erratum(
        language=language,
        letterhead=booklet.letterhead,
        title=booklet.title,
        edition=booklet.edition,
        reference=booklet.reference,
        number=version - 1,
        old_version=version - 1,
        new_version=version,
        issued_on=issued_on,
        reason=tuple(_paragraphs(TranslatedText(reason).in_language(language).text)),
        changes=changes,
        moved_deadlines=moved,
        contact=next(iter(booklet.organisers), None),
    )


def _moved(old: _Reader, new: _Reader) -> Iterable[MovedDeadline]:
    def by_key(reader: _Reader) -> dict[tuple[str, str, str], Deadline]:
        return {
            (row["code"], row["level"], str(row["country"])): reader.deadline(row)
            for row in reader.facts["deadlines"]
        }

    earlier = by_key(old)
    for key, deadline in by_key(new).items():
        known = earlier.get(key)
        if known and known.moments[0].at != deadline.moments[0].at:
            yield MovedDeadline(
                step=deadline.step, who=deadline.who, before=known.moments, after=deadline.moments
            )


CHAPTER_NAMES = {
    "edition": lambda: gettext("Title and theme"),
    "period": lambda: gettext("Dates"),
    "mode": lambda: gettext("Mode of attendance"),
    "places": lambda: gettext("Places"),
    "participants": lambda: gettext("Participants"),
    "concept": lambda: gettext("Concept"),
    "languages": lambda: gettext("Working languages"),
    "objective": lambda: gettext("Objective"),
    "outcomes": lambda: gettext("Outcomes"),
    "modules": lambda: gettext("Modules"),
    "days": lambda: gettext("Days at a glance"),
    "countries": lambda: gettext("Places by country"),
    "qualifications": lambda: gettext("Qualifications"),
    "completion": lambda: gettext("Completion"),
    "deadlines": lambda: gettext("Deadlines"),
    "organisers": lambda: gettext("Organisers"),
    "package": lambda: gettext("Who pays what"),
    "texts": lambda: gettext("Conditions and arrangements"),
}
"""What an erratum calls each chapter of the facts; asked in the language of the document."""


class _Reader:
    """Facts as one language says them."""

    def __init__(self, facts: Mapping[str, Any], language: str) -> None:
        self.facts: Mapping[str, Any] = facts
        self.language = language

    # --- the whole -------------------------------------------------------------------------------------

    def booklet(self, *, version: int, issued_on: dt.date) -> Booklet:
        facts = self.facts
        starts_on, ends_on = self._day("arrives_on") or self._day("starts_on"), self._day("departs_on")
        ends_on = ends_on or self._day("ends_on")
        if starts_on is None or ends_on is None:
            raise ValueError(gettext("the edition has no dates"))
        categories = sorted({row["category"] for row in facts["countries"]} or set(TravelCategory.values))
        organisers = tuple(self._contact(row) for row in facts["organisers"])
        return Booklet(
            language=self.language,
            letterhead=self._letterhead(),
            partners=tuple(self._say(row["name"]) for row in facts["organisers"][1:]),
            title=self._say(facts["edition"]["title"]),
            theme=self._say(facts["edition"]["theme"]),
            edition=self._edition(starts_on),
            reference=facts["edition"]["code"],
            scheme=self._say(facts["edition"]["scheme"]),
            version=version,
            issued_on=issued_on,
            starts_on=starts_on,
            ends_on=ends_on,
            places=self._places(),
            participants=self.summary("participants"),
            countries=tuple(self._country(row) for row in self._by_name(facts["countries"])),
            concept=tuple(self._concept()),
            target_organisations=tuple(self._text(BookletChapter.ORGANISATIONS)),
            working_language=self.summary("languages"),
            objectives=tuple(_paragraphs(self._say(facts["objective"]))),
            outcomes=tuple(self._say(row["statement"]) for row in facts["outcomes"]),
            modules=tuple(self._module(row) for row in facts["modules"]),
            days=tuple(self._glance(row) for row in facts["days"]),
            expectations=tuple(self._text(BookletChapter.EXPECTATIONS)),
            qualifications=tuple(self._qualification(row) for row in facts["qualifications"]),
            required_documents=tuple(
                RequiredDocument(name=name, provided_by=who, note=note)
                for name, who, note in (_cells(line, 3) for line in self._text(BookletChapter.DOCUMENTS))
            ),
            procedure=tuple(self._text(BookletChapter.PROCEDURE)),
            deadlines=tuple(self.deadline(row) for row in facts["deadlines"]),
            notice_of_results=tuple(self._text(BookletChapter.RESULTS)),
            obligations=(*self._text(BookletChapter.OBLIGATIONS), *self._completion()),
            organisers=organisers,
            travel=tuple(self._text(BookletChapter.TRAVEL)),
            expense_columns=tuple(
                gettext("Category %(number)d") % {"number": number} for number in categories
            ),
            expenses=tuple(self._expenses(categories)),
            orientation=tuple(self._text(BookletChapter.ORIENTATION)),
            other=tuple(
                Topic(title=title, paragraphs=(text,))
                for title, text in (_cells(line, 2) for line in self._text(BookletChapter.INFORMATION))
            ),
            report=tuple(
                ReportSection(title=title, questions=tuple(questions))
                for title, *questions in (
                    [cell.strip() for cell in line.split("|")] for line in self._text(BookletChapter.REPORT)
                )
            ),
            report_lead=(REPORT_LEAD[self.language],),
            form=tuple(
                FormPart(
                    title=title, fields=tuple(FormField(label=label, lines=lines) for label, lines in fields)
                )
                for title, fields in FORM[self.language]
            ),
        )

    def deadline(self, row: Facts) -> Deadline:
        """One deadline, by the clock of whom it binds and by that of the host."""
        at = dt.datetime.fromisoformat(row["at"])
        moments = [LocalMoment(place=_place(row["zone"]), at=at.astimezone(ZoneInfo(row["zone"])))]
        who = str(Level(row["level"]).label)
        country = self._say(row["country"]) if row["country"] else ""
        return Deadline(
            step=self._say(row["title"]), who=f"{who}: {country}" if country else who, moments=tuple(moments)
        )

    def summary(self, chapter: str) -> str:
        """A chapter in a few words, for an erratum; equal where a reader of this language sees no change."""
        value: Any = self.facts.get(chapter)
        makers: dict[str, Callable[[], str]] = {
            "edition": lambda: " · ".join(
                filter(None, (self._say(value["title"]), self._say(value["theme"]), value["code"]))
            ),
            "period": self._period,
            "mode": lambda: str(Mode(value).label),
            "places": lambda: ", ".join(self._places()),
            "participants": lambda: self._participants(value),
            "concept": lambda: "\n".join(self._concept()),
            "languages": lambda: self._languages(value),
            "objective": lambda: self._say(value),
            "outcomes": lambda: "; ".join(self._say(row["statement"]) for row in value),
            "modules": lambda: "; ".join(
                f"{row['code']} {self._say(row['title'])} ({', '.join(self._hours(row))})" for row in value
            ),
            "days": lambda: "; ".join(
                f"{' – '.join(filter(None, (row['on'], row.get('until'))))}: {', '.join(self._glance(row).lines)}"
                for row in value
            ),
            "countries": lambda: "; ".join(
                f"{self._say(row['name'])} {row['places']}" for row in self._by_name(value)
            ),
            "qualifications": lambda: "; ".join(self._say(row["label"]) for row in value),
            "completion": lambda: "; ".join(self._completion()),
            "organisers": lambda: "; ".join(
                f"{self._say(row['name'])} ({OrganiserRole(row['role']).label})" for row in value
            ),
            "package": lambda: "; ".join(
                f"{Benefit(row['benefit']).label}: {self._payer(row)}" for row in value
            ),
            "texts": lambda: "\n".join(self._say(text) for _chapter, text in sorted(value.items())),
        }
        return makers[chapter]() if value else ""

    # --- parts -----------------------------------------------------------------------------------------

    def _say(self, texts: Mapping[str, str] | None) -> str:
        return TranslatedText(texts or {}).in_language(self.language).text

    def _day(self, name: str) -> dt.date | None:
        text = self.facts["period"][name]
        return dt.date.fromisoformat(text) if text else None

    def _period(self) -> str:
        first = self._day("arrives_on") or self._day("starts_on")
        last = self._day("departs_on") or self._day("ends_on")
        return span_text(first, last, self.language) if first and last else ""

    def _edition(self, starts_on: dt.date) -> str:
        number = self.facts["edition"]["number"]
        if number is None:
            return str(starts_on.year)
        return gettext("Edition %(number)d, %(year)d") % {"number": number, "year": starts_on.year}

    def _places(self) -> tuple[str, ...]:
        country = self._say(self.facts["places"]["country"])
        *cities, last = self.facts["places"]["cities"] or [""]
        return (*cities, f"{last}, {country}" if last else country)

    def _participants(self, value: Facts) -> str:
        number = value["places"] or 0
        words = ngettext("%(number)d participant", "%(number)d participants", number) % {"number": number}
        return ": ".join(filter(None, (words, self._say(value["target_group"]))))

    def _languages(self, value: Facts) -> str:
        names = ", ".join(_language_name(code) for code in value["working"])
        if not value["interpreted"]:
            return names
        into = ", ".join(_language_name(code) for code in value["interpreted"])
        return gettext("%(names)s; interpreted into %(into)s") % {"names": names, "into": into}

    def _concept(self) -> Iterable[str]:
        yield from _paragraphs(self._say(self.facts["concept"]["summary"]))
        for mandate in self.facts["concept"]["mandates"]:
            place = self._say(mandate["place"])
            meeting = ", ".join(filter(None, (self._say(mandate["meeting"]), place, str(mandate["year"]))))
            yield f"{meeting}: {self._say(mandate['text'])}"

    def _hours(self, row: Facts) -> list[str]:
        return [
            gettext("%(hours)s h %(kind)s")
            % {"hours": wording.hours(minutes), "kind": str(Family(family).label).lower()}
            for family, minutes in sorted(row["minutes"].items())
        ]

    def _module(self, row: Facts) -> Module:
        return Module(
            code=row["code"],
            title=self._say(row["title"]),
            text=self._say(row["description"]),
            hours=tuple(self._hours(row)),
        )

    def _glance(self, row: Facts) -> Day:
        return Day(
            on=dt.date.fromisoformat(row["on"]),
            until=dt.date.fromisoformat(row["until"]) if row.get("until") else None,
            place=", ".join(row["cities"]),
            lines=tuple(
                " ".join(filter(None, (_clock(line["begins_at"]), self._say(line["title"]))))
                for line in row["lines"]
            ),
        )

    def _by_name(self, countries: Iterable[Facts]) -> list[Facts]:
        """Countries as the reader looks for them: facts have them by code."""
        return sorted(countries, key=lambda row: self._say(row["name"]))

    def _country(self, row: Facts) -> CountryPlaces:
        notes = []
        if row["reserve"]:
            words = ngettext("%(number)d alternate", "%(number)d alternates", row["reserve"])
            notes.append(words % {"number": row["reserve"]})
        if row["may_send_more"]:
            notes.append(gettext("more at its own expense"))
        return CountryPlaces(
            country=self._say(row["name"]),
            places=row["places"],
            category=gettext("Category %(number)d") % {"number": row["category"]},
            note="; ".join(notes),
        )

    def _qualification(self, row: Facts) -> Qualification:
        strength = str(Severity(row["severity"]).label)
        waiver = self._say(row["waiver"])
        return Qualification(
            text=self._say(row["label"]), strength=f"{strength}: {waiver}" if waiver else strength
        )

    def _completion(self) -> Iterable[str]:
        rule = self.facts["completion"]
        if not rule:
            return
        yield gettext("Be present for at least %(percent)d percent of the sessions.") % {
            "percent": rule["least_presence_percent"]
        }
        if rule["deliverables"]:
            names = ", ".join(self._say(title) for title in rule["deliverables"])
            yield gettext("Hand in or pass: %(names)s.") % {"names": names}
        if note := self._say(rule["note"]):
            yield note

    def _payer(self, row: Facts) -> str:
        return self._say(row["payer"]) if row["payer"] else str(Side(row["side"]).label)

    def _expenses(self, categories: list[int]) -> Iterable[Expense]:
        for row in self.facts["package"]:
            payer = self._payer(row)
            yield Expense(
                item=str(Benefit(row["benefit"]).label),
                payers=tuple(payer if number in row["categories"] else "–" for number in categories),
                note=self._say(row["note"]),
            )

    def _contact(self, row: Facts) -> Contact:
        web = row["website"].partition("://")[2].rstrip("/")
        return Contact(
            role=str(OrganiserRole(row["role"]).label),
            office=self._say(row["name"]),
            lines=tuple(filter(None, (self._say(row["office"]), *row["address"].splitlines()))),
            phone=row["telephone"],
            email=row["email"] if EMAIL.fullmatch(row["email"]) else "",
            web=web if WEB.fullmatch(web) else "",
        )

    def _letterhead(self) -> Letterhead:
        organisers = self.facts["organisers"]
        if not organisers:
            raise ValueError(gettext("the edition has no organiser"))
        first = organisers[0]
        names = (self._say(first["name"]), self._say(first["country"]))
        return Letterhead(names=names, logo=office_letterhead(self.language).logo)

    def _text(self, chapter: BookletChapter) -> list[str]:
        own = self._say(self.facts["texts"].get(chapter.value))
        return _paragraphs(own or SHIPPED[chapter][self.language])


def _clock(text: str) -> str:
    return wording.clock(dt.time.fromisoformat(text)) if text else ""


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _cells(line: str, count: int) -> list[str]:
    cells = [cell.strip() for cell in line.split("|", count - 1)]
    return cells + [""] * (count - len(cells))


def _place(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


def _language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))
