"""From a version of a final report to its files, as PDF and for the office's word processor.

In: a version with its chapters. Out: bytes. Whatever is not final is marked on its cover and on every sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext, override

from balai.engine.documents.editable import report_docx
from balai.engine.documents.errors import DocumentError
from balai.engine.documents.minutes import Named
from balai.engine.documents.report import Chapter, Report, Signatory, report_pdf
from balai.followup.models.times import day_in
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.office.documents import office_letterhead
from balai.people.queries import names_of
from balai.programmes.enums import OrganiserRole
from balai.reporting.enums import ReportFileKind, ReportPart, ReportState
from balai.reporting.queries.report_parts import LANGUAGES
from balai.reporting.queries.reports import blocks_in, chapters_of, figures_of, written_in
from balai.ui import wording

if TYPE_CHECKING:
    import datetime as dt

    from balai.reporting.models import FinalReport

SIGNING = (
    OrganiserRole.HOST,
    OrganiserRole.FOCAL_MINISTRY,
    OrganiserRole.SECRETARIAT,
    OrganiserRole.FUNDER,
)
"""Bodies that sign, in the order of protocol."""
MAKERS = {ReportFileKind.PDF: report_pdf, ReportFileKind.DOCX: report_docx}


def files_made(report: FinalReport) -> dict[tuple[ReportFileKind, str], bytes]:
    """Every file of a version that becomes final; the same version gives the same bytes.

    Raises:
        RuleViolationError: ``report.cannot_be_set``: a text cannot be printed; says which.
    """
    assert report.frozen_at is not None  # noqa: S101 -- as was asked
    return {
        (kind, language): file_of(report, kind, language, at=report.frozen_at)
        for kind in MAKERS
        for language in LANGUAGES
    }


def file_of(report: FinalReport, kind: ReportFileKind, language: str, *, at: dt.datetime) -> bytes:
    """One file of a version as it is now.

    Raises:
        RuleViolationError: ``report.cannot_be_set``.
    """
    with override(language):
        try:
            return MAKERS[kind](report_of(report, language), at=at.replace(microsecond=0))
        except (DocumentError, ValueError) as error:
            raise RuleViolationError(Refusal("report.cannot_be_set", str(error))) from error


def report_of(report: FinalReport, language: str) -> Report:
    """What a version says in a language, which is the one of now."""
    edition = report.edition
    chapters = chapters_of(report)
    figures = figures_of(chapters)
    organisers = list(edition.organisers.select_related("organisation").order_by("order"))
    letterhead = office_letterhead(language, otherwise=edition.title)
    signing = tuple(
        Signatory(name=str(one.organisation.name), role=str(one.get_role_display()))
        for one in organisers
        if one.role in SIGNING
    )
    organisations = tuple(dict.fromkeys(str(one.organisation.name) for one in organisers))
    return Report(
        language=language,
        letterhead=letterhead,
        heading=gettext("Final report"),
        title=str(edition.title),
        theme=str(edition.theme) if edition.theme else "",
        reference=f"{edition.code.upper()}/R-{report.number}",
        note=_note(report),
        facts=_facts(report),
        contents_heading=gettext("Contents"),
        signed_heading=gettext("Approval and signatures"),
        signed_hint=gettext("Name, position, day, signature"),
        approved=_approved(report),
        signatories=signing
        or (Signatory(name=letterhead.names[0], role=gettext("Office of the programme")),),
        distribution_heading=gettext("Distribution"),
        distribution=(*organisations, gettext("Focal points of the countries that took part")),
        records_heading=gettext("From the records"),
        chapters=tuple(
            Chapter(
                number=ReportPart(one.part).number,
                title=str(ReportPart(one.part).label),
                written=tuple(written_in(one, language, figures)),
                blocks=tuple(blocks_in(one.told, language)),
            )
            for one in chapters
        ),
    )


def _note(report: FinalReport) -> str:
    if report.is_frozen:
        return ""
    if report.state == ReportState.APPROVED:
        return gettext("Approved, not final yet")
    return gettext("Draft")


def _facts(report: FinalReport) -> tuple[Named, ...]:
    edition = report.edition
    pairs = [
        (gettext("Reference"), f"{edition.code.upper()}/R-{report.number}"),
        (
            gettext("Supersedes"),
            f"{edition.code.upper()}/R-{report.number - 1}: {report.reason}" if report.reason else "",
        ),
        (gettext("Days"), wording.span(edition.starts_on, edition.ends_on)),
        (
            gettext("Places"),
            ", ".join(
                filter(
                    None,
                    [wording.joined(edition.cities) if edition.cities else "", edition.country.brief_name],
                )
            ),
        ),
        (gettext("Scheme of cooperation"), str(edition.series.scheme) if edition.series.scheme else ""),
        (
            gettext("Day of this report"),
            wording.date(day_in(edition, report.frozen_at or report.begun_at)),
        ),
    ]
    return tuple(Named(name=name, text=said) for name, said in pairs)


def _approved(report: FinalReport) -> str:
    if report.approved_at is None:
        return gettext("Nobody has approved this report yet.")
    name = names_of([report.approved_by]).get(report.approved_by, "–")
    said = gettext("Approved for the office by %(name)s on %(day)s.")
    return said % {"name": name, "day": wording.date(day_in(report.edition, report.approved_at))}
