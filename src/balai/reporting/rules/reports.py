"""Who writes final reports, how far one may go, and what is wrong with one before it is approved."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.queries.scopes import covers
from balai.reporting.enums import ReportPart, ReportState
from balai.reporting.queries.report_parts import LANGUAGES
from balai.reporting.queries.reports import TOKEN, figures_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from balai.people.models import Grant
    from balai.programmes.models import Edition
    from balai.reporting.models import FinalReport, ReportChapter

WRITERS = frozenset({Role.ADMINISTRATOR, Role.PROGRAMME_OFFICER})
"""They write final reports, approve, freeze and publish them."""
OVER = frozenset({EditionStatus.CLOSED, EditionStatus.REPORTED, EditionStatus.EVALUATED})
"""Of an edition that is over a report can be made."""

COUNTED: Mapping[str, Mapping[str, str]] = {
    "en": {
        "participants": "participants?",
        "countries": "countries|country",
        "women": "women|woman",
        "men": "men|man",
        "sessions": "sessions?",
        "certificates": "certificates?",
        "plans": "action plans?",
    },
    "id": {
        "participants": "peserta",
        "countries": "negara",
        "women": "perempuan",
        "men": "laki-laki",
        "sessions": "sesi",
        "certificates": "sertifikat",
        "plans": "rencana aksi",
    },
}
"""What a number may count in a text, by language, as patterns."""


def may_write_report(grants: Iterable[Grant], edition: Edition) -> Refusal | None:
    """The office of the edition."""
    if covers(grants, WRITERS, edition):
        return None
    return Refusal("report.not_written_by_you", _("A programme officer of this edition writes its report."))


def may_begin_report(edition: Edition, newest: FinalReport | None, *, reason: str) -> Refusal | None:
    """Once the edition is over, one version at a time; a further one says why."""
    if edition.status not in OVER:
        return Refusal("report.not_over", _("The report is written once the edition is closed."))
    if edition.starts_on is None or edition.ends_on is None:
        return Refusal("report.no_days", _("The edition has no days. Enter them on its page first."))
    if newest is None:
        return None
    if not newest.is_frozen:
        return Refusal("report.being_written", _("A version of this report is being written."))
    if not reason.strip():
        return Refusal("report.no_reason", _("Say why the report is amended. It stands on its cover."))
    return None


def may_change_report(report: FinalReport) -> Refusal | None:
    """Only a draft is written in."""
    if report.is_draft:
        return None
    if report.is_frozen:
        return Refusal("report.frozen", _("This version is final. Amend it: the next one supersedes it."))
    return Refusal("report.approved", _("This version is approved. Take the approval back to change it."))


def may_freeze_report(report: FinalReport) -> Refusal | None:
    """What was approved, once."""
    if report.state == ReportState.APPROVED:
        return None
    if report.is_frozen:
        return Refusal("report.frozen", _("This version is final. Amend it: the next one supersedes it."))
    return Refusal("report.not_approved", _("A report is approved before it is made final."))


def may_reopen_report(report: FinalReport) -> Refusal | None:
    """An approval can be taken back while nothing is final."""
    if report.state == ReportState.APPROVED:
        return None
    return Refusal("report.not_approved_now", _("This version is not waiting to be made final."))


def may_publish_report(report: FinalReport) -> Refusal | None:
    """What is final, of an edition that everybody may see."""
    if not report.is_frozen:
        return Refusal("report.not_final", _("Only a final report is published."))
    if not report.edition.is_public:
        return Refusal("report.edition_internal", _("This edition is not public, so neither is its report."))
    return None


def must_be_newest_text(chapter: ReportChapter, version: int) -> Refusal | None:
    """Nobody writes over what another wrote meanwhile."""
    if chapter.version == version:
        return None
    return Refusal(
        "report.written_meanwhile",
        _("Somebody changed this chapter meanwhile. Open it again, and put your words in."),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Something that keeps a report from being approved.

    Attributes:
        place: the chapter.
        what, remedy: what is wrong, and what to do.
    """

    part: ReportPart
    what: str
    remedy: str

    @property
    def place(self) -> str:
        return f"{self.part.number}. {self.part.label}"


EXPLAINED = (ReportPart.PARTICIPANTS, ReportPart.FINANCE, ReportPart.LESSONS)
"""Where the records have nothing of these, a person says why."""


def lacks_of(chapters: Sequence[ReportChapter], now: Mapping[str, Mapping[str, Any]]) -> list[Lack]:
    """What is missing, in one language only, out of date, or said otherwise than the records say it.

    ``now`` is what the records give at this moment, by chapter.
    """
    figures = figures_of(chapters)
    return [
        lack
        for chapter in chapters
        for lack in (
            *_missing(chapter),
            *_outdated(chapter, now[chapter.part]),
            *_contradictions(chapter, figures),
        )
    ]


def _missing(chapter: ReportChapter) -> Iterator[Lack]:
    part = ReportPart(chapter.part)
    if not chapter.text:
        if part == ReportPart.SUMMARY:
            yield Lack(
                part=part,
                what=gettext("The summary has no words yet."),
                remedy=gettext("Write one page in every language: what was done, and what came of it."),
            )
        elif part in EXPLAINED and chapter.told["is_empty"]:
            yield Lack(
                part=part,
                what=gettext("The records have nothing of this, and nobody says why."),
                remedy=gettext("Enter the records and take the figures again, or explain it in the chapter."),
            )
        return
    for language in LANGUAGES:
        if not chapter.text.get(language, "").strip():
            yield Lack(
                part=part,
                what=gettext("The text is missing in %(language)s.") % {"language": language.upper()},
                remedy=gettext("Write it in that language too."),
            )


def _outdated(chapter: ReportChapter, now: Mapping[str, Any]) -> Iterator[Lack]:
    if chapter.told != now:
        yield Lack(
            part=ReportPart(chapter.part),
            what=gettext("The records say something else by now."),
            remedy=gettext("Look at the difference, and take the figures again."),
        )


def _contradictions(chapter: ReportChapter, figures: Mapping[str, Sequence[int]]) -> Iterator[Lack]:
    part = ReportPart(chapter.part)
    for language in LANGUAGES:
        said = chapter.text.get(language, "")
        for name in TOKEN.findall(said):
            if not figures.get(name):
                yield Lack(
                    part=part,
                    what=gettext("The records give no figure {%(name)s} (%(language)s).")
                    % {"name": name, "language": language.upper()},
                    remedy=gettext("Write one of those that are named below the text."),
                )
        for name, pattern in COUNTED[language].items():
            for found in re.finditer(rf"\b(\d[\d.,]*)\s+(?:{pattern})\b", said, re.IGNORECASE):
                if int(re.sub(r"\D", "", found[1])) not in figures.get(name, ()):
                    yield Lack(
                        part=part,
                        what=gettext("“%(said)s” stands in no record (%(language)s).")
                        % {"said": found[0], "language": language.upper()},
                        remedy=gettext(
                            "Write {%(name)s} in place of the number, or correct it. A part of the whole is"
                            " written in words."
                        )
                        % {"name": name},
                    )


def must_be_complete(lacks: Sequence[Lack]) -> Refusal | None:
    """Nothing is approved while something is missing or wrong; the first ones are named."""
    if not lacks:
        return None
    told = " ".join(f"{one.place}: {one.what} {one.remedy}" for one in lacks[:3])
    return Refusal("report.incomplete", _("The report cannot be approved yet. %(lacks)s") % {"lacks": told})
