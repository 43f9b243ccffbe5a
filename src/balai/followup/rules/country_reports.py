"""When country reports are written and handed in, and what they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from balai.engine.documents.errors import UnprintableTextError
from balai.engine.documents.glyphs import require_shapes
from balai.followup.models import CountryReport
from balai.followup.models.country_report import NEEDED, TEXTS
from balai.followup.rules.planning import WRITTEN_IN
from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from balai.selection.models import Participant


def may_write_report(participant: Participant, *, is_asked: bool) -> Refusal | None:
    """Everybody whom the country sends, where the edition asks for reports, until it is evaluated."""
    if not is_asked:
        return Refusal("country_report.not_asked", _("This programme asks for no country reports."))
    if not participant.is_confirmed:
        return Refusal("country_report.has_left", _("Who has left the programme writes no report in it."))
    if participant.edition.status not in WRITTEN_IN:
        return Refusal(
            "country_report.not_now",
            _("Country reports are written while a programme is prepared and runs, and soon after."),
        )
    return None


def may_change_report(report: CountryReport, *, version: int) -> Refusal | None:
    """What was handed in stays until it is taken back; nobody writes over another."""
    if report.is_handed_in:
        return Refusal("country_report.handed_in", _("The report is handed in. Take it back to change it."))
    if report.version != version:
        return Refusal(
            "country_report.written_meanwhile",
            _("Somebody of your country changed the report meanwhile. Open it again, and put your words in."),
        )
    return None


def lacking_in(report: CountryReport) -> list[str]:
    """The columns that are empty and must not be, in their order."""
    lacking = [name for name in NEEDED if not getattr(report, name).strip()]
    if report.has_figures:
        lacking += [name for name in ("figures_year", "figures_source") if not getattr(report, name)]
    return lacking


def unprintable_in(report: CountryReport) -> str:
    """The characters that no paper can show: the final report has the words as they stand."""
    try:
        require_shapes(tuple(getattr(report, name) for name in ("figures_source", *TEXTS)))
    except UnprintableTextError as error:
        return "".join(dict.fromkeys("".join(place.characters for place in error.places)))
    return ""


def may_hand_in(report: CountryReport) -> Refusal | None:
    """A report in which nothing is missing and that can be printed, once."""
    if report.is_handed_in:
        return Refusal("country_report.handed_in", _("The report is handed in. Take it back to change it."))
    lacking = [label_of(name) for name in lacking_in(report)]
    if lacking:
        return Refusal(
            "country_report.incomplete", _("Still empty: %(parts)s.") % {"parts": ", ".join(lacking)}
        )
    if characters := unprintable_in(report):
        return Refusal(
            "country_report.unprintable",
            _("The final report is printed, and no font of ours has these characters: %(characters)s")
            % {"characters": characters},
        )
    return None


def may_take_report_back(report: CountryReport | None) -> Refusal | None:
    """What is handed in."""
    if report is not None and report.is_handed_in:
        return None
    return Refusal("country_report.not_handed_in", _("This report is not handed in."))


def label_of(name: str) -> str:
    """What a column is called."""
    return capfirst(str(CountryReport._meta.get_field(name).verbose_name))  # type: ignore[union-attr] # a column has it
