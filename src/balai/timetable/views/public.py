"""What everybody sees: the timetable of a public edition as a list and a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balai.kernel import clock
from balai.people.access import public
from balai.programmes.models import Group
from balai.timetable.documents.papers import OPEN
from balai.timetable.enums import TimetableState
from balai.timetable.queries.plans import (
    beside_their_edition,
    dates_of,
    hours_of,
    published_slots,
    versions_of,
)
from balai.timetable.services.attending import wholes_of
from balai.timetable.views.common import open_edition
from balai.timetable.views.showing.board import board_of
from balai.timetable.views.showing.days import columns_for, days_of, links_to
from balai.timetable.views.showing.quiet import quiet_of
from balai.ui.context import Shell
from balai.ui.parts import Crumb, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import Edition
    from balai.timetable.models import Slot

UNSAID = (
    "session__activity__description",
    "session__activity__demands",
    "session__activity__materials",
    "site__description",
    "site__accessibility_note",
    "room__equipment",
)
"""Long texts that the page does not show; each would be fetched with every session."""

WAYS: Mapping[str, StrOrPromise] = {"day": _("Day"), "all": _("All days"), "grid": _("Grid")}


@public
@require_safe
def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """What is published of an edition: titles, times, places, and people by their part."""
    edition = open_edition(code)
    published = versions_of(edition).filter(state=TimetableState.PUBLISHED).first()
    if published is None:
        raise Http404
    group = request.GET.get("group", "")
    groups = list(Group.objects.filter(edition=edition).order_by("order", "code"))
    show = request.GET.get("show", "")
    show = show if show in WAYS else "day"
    rows = beside_their_edition(published_slots(edition)).defer(*UNSAID)
    if group and show != "grid":
        rows = rows.filter(groups__code=group)
    address = reverse("schedule:timetable", args=[code])

    def to(**asked: str) -> str:
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{address}?{query}" if query else address

    quiet = quiet_of(published)
    zone = ZoneInfo(edition.time_zone)
    dates = dates_of(rows, zone) if show == "day" else []
    on_day = _day_asked(request, dates, zone) if dates else None
    slots = list(rows.filter(begins_at__range=hours_of(on_day, zone)) if on_day else rows)
    columns = columns_for(groups) if not group else {}
    days = [] if show == "grid" else days_of(slots, wholes_of(groups), quiet=quiet, columns=columns)
    day = days[0] if on_day else None
    on = str(on_day) if on_day and "day" in request.GET else ""
    context = {
        "edition": edition,
        "day": day,
        "days": days,
        "links": links_to(dates, on_day, lambda on: to(day=str(on), group=group)) if day else [],
        "published": published,
        "board": board_of(edition, slots, groups, quiet=quiet) if show == "grid" else None,
        "views": [
            View(
                label=str(label),
                url=to(show=name, group=group if name != "grid" else ""),
                is_current=name == show,
            )
            for name, label in WAYS.items()
        ],
        "groups": [
            View(
                label=str(label),
                url=to(day=on, group=one, show=show if show != "day" else ""),
                is_current=one == group,
            )
            for one, label in [("", gettext("All")), *((one.code, one.name or one.code) for one in groups)]
        ],
        "papers": [
            View(label=str(kind.label), url=reverse("schedule:paper", args=[code, kind]), is_current=False)
            for kind in OPEN
        ],
        "group": group,
        "data": _linked(edition, slots, url=Shell(request).origin + address),
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("public:catalogue")),
            Crumb(label=str(edition.title), url=reverse("public:edition", args=[code])),
            Crumb(label=gettext("Timetable")),
        ],
    }
    return render(request, "timetable/public.html", context)


def _day_asked(request: HttpRequest, dates: Sequence[date], zone: ZoneInfo) -> date:
    """The day that is asked for, today during the programme, or else the first."""
    asked, today = request.GET.get("day", ""), clock.now().astimezone(zone).date()
    if not asked:
        return today if today in dates else dates[0]
    found = next((on for on in dates if str(on) == asked), None)
    if found is None:
        raise Http404
    return found


def _linked(edition: Edition, slots: Iterable[Slot], *, url: str) -> dict[str, Any]:
    """The sessions that are shown in the words of schema.org."""
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": str(edition.title),
        "url": url,
        "startDate": str(edition.starts_on),
        "endDate": str(edition.ends_on),
        "subEvent": [
            {
                "@type": "Event",
                "name": str(slot.session.activity.title),
                "startDate": slot.begins_at.isoformat(),
                "endDate": slot.ends_at.isoformat(),
                **({"location": {"@type": "Place", "name": str(slot.site)}} if slot.site else {}),
            }
            for slot in slots
        ],
    }
