"""From a decision to its minutes, as PDF and as a file for the office's word processor.

In: the frozen content of the decision, or of what lies before the panel, which is then marked as a draft; and
the names of the people whom it holds by reference. Out: bytes.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext, ngettext, override

from balai import __version__
from balai.directory.models import Country
from balai.engine.documents.editable import minutes_docx as write_docx
from balai.engine.documents.errors import DocumentError
from balai.engine.documents.minutes import Column, Minutes, Named, Section
from balai.engine.documents.minutes import minutes_pdf as set_pdf
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.kernel.translated import TranslatedText
from balai.nominations.models import Nomination
from balai.office.documents import office_letterhead
from balai.people.queries import names_of
from balai.selection.enums import DecisionState, Place
from balai.selection.queries.decisions import verdicts_of
from balai.selection.services.deciding import content_of
from balai.selection.services.wording import figure_text, points_text
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from balai.selection.models import Decision


def minutes_pdf(decision: Decision, language: str, *, at: dt.datetime) -> bytes:
    """The minutes as a PDF; the same decision gives the same bytes once it is decided.

    Raises:
        RuleViolationError: ``minutes.cannot_be_set``: a text cannot be printed; says which.
    """
    return _made(set_pdf, decision, language, at)


def minutes_docx(decision: Decision, language: str, *, at: dt.datetime) -> bytes:
    """The same for the office's word processor.

    Raises:
        RuleViolationError: ``minutes.cannot_be_set``.
    """
    return _made(write_docx, decision, language, at)


def _made(make: Callable[..., bytes], decision: Decision, language: str, at: dt.datetime) -> bytes:
    moment = (decision.decided_at or at).replace(microsecond=0)  # a file dates itself by the second
    with override(language):
        try:
            return make(minutes_of(decision, language), at=moment)
        except (DocumentError, ValueError) as error:
            raise RuleViolationError(Refusal("minutes.cannot_be_set", str(error))) from error


def minutes_of(decision: Decision, language: str) -> Minutes:
    """What the minutes say in one language, which is the one of now."""
    said = decision.minutes or content_of(decision, list(verdicts_of(decision)))
    names = {
        one.code: one.name
        for one in Nomination.objects.filter(code__in=[row["code"] for row in said["verdicts"]])
    }
    countries = {one.code: one.brief_name for one in Country.objects.all()}
    reader = _Reader(decision, said, names, countries, language)
    return Minutes(
        language=language,
        letterhead=office_letterhead(language, otherwise=gettext("Selection panel")),
        heading=gettext("Minutes of the selection panel")
        if decision.minutes
        else gettext("Draft minutes of the selection panel"),
        subject=TranslatedText(said["edition"]["title"]).in_language(language).text,
        reference=f"{said['edition']['code']}/D-{said['version']}",
        facts=reader.facts(),
        sections=tuple(reader.sections()),
    )


class _Reader:
    """Reads the frozen content in one language."""

    def __init__(
        self,
        decision: Decision,
        said: Mapping[str, Any],
        names: Mapping[str, str],
        countries: Mapping[str, str],
        language: str,
    ) -> None:
        self.decision, self.said, self.names, self.countries = decision, said, names, countries
        self.language = language
        self.zone = ZoneInfo(decision.edition.time_zone)

    def facts(self) -> tuple[Named, ...]:
        meeting = self.said.get("meeting", {})
        day = meeting.get("held_on", "")
        found = [
            (gettext("Reference"), f"{self.said['edition']['code']}/D-{self.said['version']}"),
            (gettext("Day of the meeting"), self._day(dt.date.fromisoformat(day)) if day else ""),
            (gettext("Place"), meeting.get("place", "")),
            (gettext("Chair"), meeting.get("chair", "")),
            (
                gettext("Decided"),
                self._moment(self.said["decided_at"])
                if "decided_at" in self.said
                else gettext("Not decided yet"),
            ),
            (gettext("Version"), str(self.said["version"])),
            (gettext("Why there is a later version"), self.said["correction"]),
        ]
        return tuple(Named(name=name, text=text) for name, text in found)

    def sections(self) -> list[Section]:
        rows = self.said["verdicts"]
        by_place = {place: [row for row in rows if row["place"] == place] for place in Place.values}
        found = [self._selected(by_place[Place.SELECTED])]
        if by_place[Place.RESERVE]:
            found.append(self._reserves(by_place[Place.RESERVE]))
        if by_place[Place.NOT_SELECTED]:
            found.append(self._others(by_place[Place.NOT_SELECTED]))
        deviations = [row for row in rows if row["deviation"]]
        if deviations:
            found.append(self._deviations(deviations))
        remarks = self.said.get("meeting", {}).get("remarks", "")
        if remarks:
            found.append(Section(heading=gettext("Remarks"), paragraphs=(remarks,)))
        found += [self._signatures(), self._how()]
        return found

    def _selected(self, rows: list[dict[str, Any]]) -> Section:
        lead = ngettext(
            "The panel selects %(number)d person for %(places)s places.",
            "The panel selects %(number)d people for %(places)s places.",
            len(rows),
        )
        return Section(
            heading=gettext("Selected"),
            paragraphs=(lead % {"number": len(rows), "places": self.said["edition"]["places"]},),
            columns=(
                Column(head=gettext("Name"), width=1.3),
                Column(head=gettext("Country"), width=0.9),
                Column(head=gettext("Score"), width=0.5),
                Column(head=gettext("Why"), width=2.3),
            ),
            rows=tuple(
                (self._name(row), self._country(row), self._points(row), self._why(row)) for row in rows
            ),
        )

    def _reserves(self, rows: list[dict[str, Any]]) -> Section:
        return Section(
            heading=gettext("Reserves, in this order"),
            columns=(
                Column(head=gettext("Number"), width=0.7),
                Column(head=gettext("Name"), width=1.3),
                Column(head=gettext("Country"), width=0.9),
                Column(head=gettext("Score"), width=0.5),
                Column(head=gettext("Why"), width=1.8),
            ),
            rows=tuple(
                (
                    str(row["reserve_rank"]),
                    self._name(row),
                    self._country(row),
                    self._points(row),
                    self._why(row),
                )
                for row in rows
            ),
        )

    def _others(self, rows: list[dict[str, Any]]) -> Section:
        return Section(
            heading=gettext("Not selected"),
            columns=(
                Column(head=gettext("Name"), width=1.3),
                Column(head=gettext("Country"), width=0.9),
                Column(head=gettext("Score"), width=0.5),
                Column(head=gettext("Why"), width=2.3),
            ),
            rows=tuple(
                (self._name(row), self._country(row), self._points(row), self._why(row)) for row in rows
            ),
        )

    def _deviations(self, rows: list[dict[str, Any]]) -> Section:
        places = {value: str(label) for value, label in Place.choices}
        return Section(
            heading=gettext("Where the panel decided otherwise than proposed"),
            columns=(
                Column(head=gettext("Name"), width=1.3),
                Column(head=gettext("Proposed"), width=0.8),
                Column(head=gettext("Decided"), width=0.8),
                Column(head=gettext("Reason"), width=2.0),
            ),
            rows=tuple(
                (
                    self._name(row),
                    places.get(row["proposed_place"], ""),
                    places[row["place"]],
                    row["deviation"],
                )
                for row in rows
            ),
        )

    def _signatures(self) -> Section:
        signed = self.said.get("signatures", [])
        names = names_of(one["member"] for one in signed)
        return Section(
            heading=gettext("Signed"),
            paragraphs=() if signed else (gettext("Nobody has signed what is printed here."),),
            columns=(
                Column(head=gettext("Panel member"), width=1.3),
                Column(head=gettext("When"), width=1.2),
                Column(head=gettext("Digest of what was signed"), width=2.2),
            ),
            rows=tuple(
                (names.get(one["member"], "–"), self._moment(one["at"]), one["digest"]) for one in signed
            ),
        )

    def _how(self) -> Section:
        if self.decision.proposal is not None and self.decision.proposal.points is not None:
            proposal = self.decision.proposal
            proven = proposal.points == proposal.bound
            lead = (
                gettext(
                    "The proposal has %(points)s. It is proven that no other cohort that keeps every rule has more; "
                    "a second program has checked the proof and every sentence."
                )
                if proven
                else gettext(
                    "The proposal has %(points)s. No cohort that keeps every rule can have more than %(bound)s; a "
                    "second program has checked it."
                )
            ) % {
                "points": points_text(proposal.points or 0),
                "bound": points_text(proposal.bound or 0),
            }
            how: tuple[str, ...] = (
                lead,
                gettext(
                    "Lots among equals are drawn with the number %(seed)s: the first 20 bits of SHA-256 over number, "
                    "colon and reference of the nominee."
                )
                % {"seed": self.said["seed"]},
                gettext("Engine: version %(version)s. Digest of pool, rules and locks: %(digest)s.")
                % {"version": self.said["engine_version"], "digest": self.said["problem_digest"]},
            )
        else:
            how = (gettext("The list was made by hand."),)
        digest = (
            (gettext("Digest of these minutes: %(digest)s.") % {"digest": self.decision.minutes_digest},)
            if self.decision.state != DecisionState.PROPOSED
            else ()
        )
        made = gettext("Made with Balai, version %(version)s.") % {"version": __version__}
        return Section(heading=gettext("How it was worked out"), paragraphs=(*how, *digest, made))

    def _name(self, row: Mapping[str, Any]) -> str:
        return f"{self.names.get(row['code'], '–')}\n{row['code']}"

    def _country(self, row: Mapping[str, Any]) -> str:
        return self.countries.get(row["country"], row["country"])

    def _points(self, row: Mapping[str, Any]) -> str:
        return "–" if row["points"] is None else figure_text(row["points"])

    def _why(self, row: Mapping[str, Any]) -> str:
        """The panel's own reason; else the proposal's sentence, which may tell of another number."""
        sentence = TranslatedText(row["sentence"]).in_language(self.language).text
        if row["deviation"] or not sentence:
            return row["deviation"] or "–"
        if row["reserve_rank"] == row["proposed_rank"]:
            return sentence
        return gettext("Of the proposal: %(sentence)s") % {"sentence": sentence}

    def _day(self, day: dt.date) -> str:
        return str(formats.date_format(day, "j F Y"))

    def _moment(self, text: str) -> str:
        moment = dt.datetime.fromisoformat(text).astimezone(self.zone).replace(tzinfo=None)
        return f"{wording.timed(moment, 'j F Y, H:i')} ({self.zone.key})"
