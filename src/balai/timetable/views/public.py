"""What everybody sees: the timetable of a public edition as a list and a grid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.http import Http404
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balai.kernel import clock
from balai.people.access import public
from balai.programmes.models import Group
from balai.timetable.documents.papers import OPEN
from balai.timetable.enums import TimetableState
from balai.timetable.queries.drawing import drawn_of
from balai.timetable.queries.plans import (
    dates_of,
    hours_of,
    public_slots,
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
    from balai.timetable.models import Slot, Timetable

KEPT = 60
"""Seconds for which the sessions of a version are not drawn anew."""
WAYS: Mapping[str, StrOrPromise] = {"day": _("Day"), "all": _("All days"), "grid": _("Grid")}


@public
@require_safe
def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """What is published of an edition: titles, times, places, and people by their part."""
    edition = open_edition(code)
    published = versions_of(edition).filter(state=TimetableState.PUBLISHED).first()
    if published is None:
        raise Http404
    show = request.GET.get("show", "")
    asked = Asked(
        show=show if show in WAYS else "day",
        group=request.GET.get("group", ""),
        day=request.GET.get("day", ""),
        today=clock.now().astimezone(ZoneInfo(edition.time_zone)).date(),
    )
    # A version that is published stays as it is; what its places are called may change within the minute.
    name = f"timetable:{published.pk}:{get_language()}:{asked}"
    kept = cache.get_or_set(name, lambda: _sessions(edition, published, asked), KEPT)
    sessions = cast("dict[str, Any]", kept)
    context = {
        "edition": edition,
        "published": published,
        "group": asked.group,
        "sessions": sessions["drawn"],
        "data": {
            "@context": "https://schema.org",
            "@type": "Event",
            "name": str(edition.title),
            "url": Shell(request).origin + reverse("schedule:timetable", args=[code]),
            "startDate": str(edition.starts_on),
            "endDate": str(edition.ends_on),
            "subEvent": sessions["data"],
        },
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("public:catalogue")),
            Crumb(label=str(edition.title), url=reverse("public:edition", args=[code])),
            Crumb(label=gettext("Timetable")),
        ],
    }
    return render(request, "timetable/public.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a reader asks for of a timetable.

    Attributes:
        show: one of :data:`WAYS`.
        group: the code of one, or nothing for all.
        day: as it stands in the address, or nothing.
        today: where the programme is held.
    """

    show: str
    group: str
    day: str
    today: date

    def __str__(self) -> str:
        """The same for all that are shown the same."""
        on = self.day or str(self.today) if self.show == "day" else ""
        return f"{self.show}:{self.group}:{on}:{bool(self.day)}"

    def on(self, dates: Sequence[date]) -> date:
        """The day that is asked for, today during the programme, or else the first."""
        if not self.day:
            return self.today if self.today in dates else dates[0]
        found = next((on for on in dates if str(on) == self.day), None)
        if found is None:
            raise Http404
        return found


def _sessions(edition: Edition, published: Timetable, asked: Asked) -> dict[str, Any]:
    """What is shown of sessions: ``drawn`` for people, and ``data`` for programs."""
    groups = list(Group.objects.filter(edition=edition).order_by("order", "code"))
    if asked.group and asked.group not in {one.code for one in groups}:
        raise Http404
    rows = public_slots(edition)
    if asked.group and asked.show != "grid":
        rows = rows.filter(groups__code=asked.group)
    address = reverse("schedule:timetable", args=[edition.code])

    def to(**words: str) -> str:
        query = urlencode({name: value for name, value in words.items() if value})
        return f"{address}?{query}" if query else address

    quiet = quiet_of(published)
    zone = ZoneInfo(edition.time_zone)
    dates = dates_of(rows, zone) if asked.show == "day" else []
    on_day = asked.on(dates) if dates or (asked.show == "day" and asked.day) else None
    slots = list(rows.filter(begins_at__range=hours_of(on_day, zone)) if on_day else rows)
    columns = columns_for(groups) if not asked.group else {}
    is_grid = asked.show == "grid"
    days = [] if is_grid else days_of(slots, wholes_of(groups), quiet=quiet, columns=columns, zone=zone)
    on = str(on_day) if on_day and asked.day else ""
    context = {
        "edition": edition,
        "day": days[0] if on_day else None,
        "days": days,
        "links": links_to(dates, on_day, lambda on: to(day=str(on), group=asked.group)) if on_day else [],
        "board": board_of(edition, [drawn_of(slot) for slot in slots], groups, quiet=quiet)
        if is_grid
        else None,
        "views": [
            View(
                label=str(label),
                url=to(show=name, group=asked.group if name != "grid" else ""),
                is_current=name == asked.show,
            )
            for name, label in WAYS.items()
        ],
        "groups": [
            View(
                label=str(label),
                url=to(day=on, group=one, show=asked.show if asked.show != "day" else ""),
                is_current=one == asked.group,
            )
            for one, label in [("", gettext("All")), *((one.code, one.name or one.code) for one in groups)]
        ],
        "papers": [
            View(
                label=str(kind.label),
                url=reverse("schedule:paper", args=[edition.code, kind]),
                is_current=False,
            )
            for kind in OPEN
        ],
    }
    return {"drawn": render_to_string("timetable/_public.html", context), "data": _linked(slots)}


def _linked(slots: Iterable[Slot]) -> list[dict[str, Any]]:
    """The sessions that are shown in the words of schema.org."""
    return [
        {
            "@type": "Event",
            "name": str(slot.session.activity.title),
            "startDate": slot.begins_at.isoformat(),
            "endDate": slot.ends_at.isoformat(),
            **({"location": {"@type": "Place", "name": str(slot.site)}} if slot.site else {}),
        }
        for slot in slots
    ]
