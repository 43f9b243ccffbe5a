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
from balai.timetable.queries.plans import published_slots
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

WAYS: Mapping[str, StrOrPromise] = {"day": _("Day"), "all": _("All days"), "grid": _("Grid")}


@public
@require_safe
def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """What is published of an edition: titles, times, places, and people by their part."""
    edition = open_edition(code)
    slots = list(published_slots(edition).select_related("timetable__edition"))
    if not slots:
        raise Http404
    group = request.GET.get("group", "")
    groups = list(Group.objects.filter(edition=edition).order_by("order", "code"))
    shown = [slot for slot in slots if not group or any(one.code == group for one in slot.groups.all())]
    show = request.GET.get("show", "")
    show = show if show in WAYS else "day"
    address = reverse("schedule:timetable", args=[code])

    def to(**asked: str) -> str:
        query = urlencode({name: value for name, value in asked.items() if value})
        return f"{address}?{query}" if query else address

    quiet = quiet_of(slots[0].timetable)
    columns = columns_for(groups) if not group else {}
    day, on_day = None, None
    if show == "day" and shown:
        on_day = _day_asked(request, shown, ZoneInfo(edition.time_zone))
    days = (
        []
        if show == "grid"
        else days_of(shown, wholes_of(groups), quiet=quiet, columns=columns, shown=on_day)
    )
    if on_day:
        day = next(one for one in days if one.on == on_day)
    on = str(day.on) if day and "day" in request.GET else ""
    context = {
        "edition": edition,
        "day": day,
        "days": days,
        "links": links_to(days, day, lambda on: to(day=str(on), group=group)) if day else [],
        "published": slots[0].timetable,
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


def _day_asked(request: HttpRequest, slots: Sequence[Slot], zone: ZoneInfo) -> date:
    """The day that is asked for, today during the programme, or else the first."""
    dates = [slot.begins_at.astimezone(zone).date() for slot in slots]
    asked, today = request.GET.get("day", ""), clock.now().astimezone(zone).date()
    if not asked:
        return today if today in dates else dates[0]
    found = next((on for on in dates if str(on) == asked), None)
    if found is None:
        raise Http404
    return found


def _linked(edition: Edition, slots: Iterable[Slot], *, url: str) -> dict[str, Any]:
    """The sessions in the words of schema.org."""
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
