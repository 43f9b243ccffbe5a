"""What pages about editions write again and again."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django import template
from django.utils import formats
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from balai.engine.aid.codes import is_known, name_of
from balai.engine.documents.words import language_for, span_text
from balai.programmes.enums import Form, Level, marker_words
from balai.programmes.forms.lists import SHEETS
from balai.programmes.queries.calendar_words import day_name
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from django.utils.safestring import SafeString
    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Deadline
    from balai.programmes.queries.calendar_words import OwnNames

register = template.Library()
register.filter(marker_words)

DEED_NAMES: Mapping[str, StrOrPromise] = {
    "edition.created": _("Begun as an idea"),
    "edition.cloned": _("Made from another edition"),
    "edition.changed": _("Definition corrected"),
    "edition.dated": _("Days decided"),
    "edition.mandates_set": _("Mandates chosen"),
    "edition.approved": _("Approved"),
    "edition.call_opened": _("Call opened"),
    "edition.moved_on": _("Gone on to the next stage"),
    "edition.moved": _("Moved to other days"),
    "edition.postponed": _("Postponed"),
    "edition.resumed": _("Taken up again"),
    "edition.cancelled": _("Cancelled"),
    "edition.converted": _("Held in another way"),
    "edition.booklet_frozen": _("Booklet frozen"),
    "edition.booklet_texts_kept": _("Texts of the booklet written"),
    "edition.deadlines_planned": _("Deadlines planned"),
    "edition.deadlines_computed": _("Deadlines worked out"),
    "edition.dates_looked_for": _("Dates looked for"),
    "edition.date_search_forgotten": _("Dates put away"),
    "edition.light_answered_for": _("A light answered for"),
    "edition.light_answer_withdrawn": _("An answer for a light taken back"),
    "edition.completion_rule_entered": _("Rule of completion written"),
    "edition.completion_rule_changed": _("Rule of completion changed"),
    "edition.recorded": _("Recorded as it was held"),
    "edition.countries_known": _("Countries that took part written"),
    "edition.deleted": _("Deleted"),
    "edition.deadlines_left": _("Deadlines left as they were"),
    "edition.documents_asked": _("Papers of the call asked for"),
    "edition.practice_task_entered": _("Practice task entered"),
    "edition.practice_task_changed": _("Practice task changed"),
    "edition.bank_question_entered": _("Question of the tests entered"),
    "edition.bank_question_changed": _("Question of the tests changed"),
    "edition.test_forms_drawn": _("Forms of the tests drawn"),
    "edition.test_days_set": _("Days of the tests set"),
    "alumni.invited": _("Alumni invited"),
    "certificate_design.written": _("Wording of the certificate written"),
    "certificates.asked": _("Certificates asked for"),
    "evidence.published": _("What came of it published"),
    "exchange.interests_answered": _("Wishes for technologies answered"),
    "exchange.meetings_offered": _("Meetings offered"),
    "exchange.technologies_offered": _("Technologies offered"),
    "groups.formed": _("Groups formed"),
    "nominations.judged": _("Nominations judged anew"),
    "offer_terms.published": _("Terms of the offers published"),
    "panel.declared": _("A conflict of interest declared"),
    "panel.dossiers_given": _("Dossiers given to the panel"),
    "paper_sheets.printed": _("Attendance sheets printed"),
    "participants.printed": _("Papers of participants printed"),
    "planning_terms.written": _("Terms of planning written"),
    "presence.noted": _("Presence noted"),
    "presence.terms_changed": _("Terms of presence changed"),
    "ride.vehicles_given": _("Vehicles given to rides"),
    "selection.planned": _("Selection planned"),
    "bundle_import.brought": _("File brought"),
    "bundle_import.confirmed": _("Taking in asked for"),
    "bundle_import.recorded": _("File taken in"),
    "bundle_import.put_away": _("File put away"),
    "bundle_export.asked": _("Files asked for"),
    "bundle_export.put_away": _("Files put away"),
    "session_type.entered": _("Entered"),
    "session_type.changed": _("Changed"),
    "session_type.removed": _("Removed"),
    "lesson.recorded": _("Recorded"),
    "lesson.changed": _("Corrected"),
    "lesson.settled": _("Settled"),
    "pledge.created": _("Recorded"),
    "pledge.changed": _("Corrected"),
    "series.created": _("Recorded"),
    "series.changed": _("Corrected"),
}
LIST_DEEDS: Mapping[str, StrOrPromise] = {
    "_list_kept": _("%(list)s: list saved"),
    "_entered": _("%(list)s: entered"),
    "_changed": _("%(list)s: changed"),
    "_removed": _("%(list)s: removed"),
}


@register.simple_tag
def span(first: date | None, last: date | None) -> str:
    """The days of an edition in words: “18 to 30 July 2018”; “no dates yet” while there are none."""
    if first is None:
        return gettext("no dates yet")
    language = (get_language() or "en").partition("-")[0]
    return span_text(first, last or first, language_for(language))


@register.simple_tag
def local(at: datetime, zone: str) -> SafeString:
    """A moment by the clock of a zone, with its place: “Fri 4 May 2018, 17:00 in Thimphu”."""
    there = at.astimezone(ZoneInfo(zone))
    text = gettext("%(moment)s in %(place)s") % {
        "moment": wording.timed(there, "D j M Y, H:i"),
        "place": zone.rpartition("/")[2].replace("_", " "),
    }
    return format_html('<time datetime="{}">{}</time>', there.isoformat(timespec="minutes"), text)


@register.filter
def deed_name(action: str) -> str:
    """A deed of the trail in words; one without words is shown by its code."""
    if action in DEED_NAMES:
        return str(DEED_NAMES[action])
    for ending, words in LIST_DEEDS.items():
        table = f"balai_{action.removeprefix('edition.').removesuffix(ending)}"
        sheet = next((one for one in SHEETS.values() if one.model._meta.db_table == table), None)
        if sheet and action.endswith(ending):
            return str(words) % {"list": sheet.title}
    return action


@register.filter
def sector_name(code: str) -> str:
    """What the list of sectors calls a code, in English; nothing for one that it has not."""
    return name_of("Sector", code) if is_known("Sector", code) else ""


@register.filter
def form_name(form: str) -> str:
    """Cash, or in kind."""
    return str(Form(form).label)


@register.simple_tag
def skipped_days(deadline: Deadline, host: str, own: OwnNames) -> SafeString:
    """The days off that a deadline passed over; weekends go without saying.

    Args:
        deadline: with its plan.
        host: the country of the edition.
        own: what the office calls declared days.
    """
    # The secretariat keeps the days of where it sits, whose names are not looked for.
    country = deadline.country_id or (host if deadline.plan.level == Level.HOST else "")
    days = ((dt.date.fromisoformat(day["on"]), day["name"]) for day in reversed(deadline.skipped))
    return format_html_join(
        "; ",
        "{}: {}",
        (
            (formats.date_format(on, "j M"), day_name(name, country, on.year, own))
            for on, name in days
            if name
        ),
    )


@register.simple_tag
def bar(ready: int, of: int, is_full: bool) -> SafeString:  # noqa: FBT001 -- as templates hand it over
    """A share as a bar; the number stands beside it in words."""
    return format_html(
        '<svg class="bl-bar {}" viewBox="0 0 200 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="a" x="0" y="0" width="{}" height="8"/></svg>',
        "full" if is_full else "",
        round(200 * ready / of) if of else 0,
    )
