"""What everybody sees: the timetable of a public edition as a list and a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.people.access import public
from balai.programmes.models import Group
from balai.timetable.documents.papers import OPEN
from balai.timetable.queries.plans import published_slots
from balai.timetable.views.common import open_edition
from balai.timetable.views.showing.board import board_of
from balai.timetable.views.showing.days import days_of
from balai.ui.context import Shell
from balai.ui.parts import Crumb, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest, HttpResponse

    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


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
    is_grid = request.GET.get("show") == "grid"
    address = reverse("schedule:timetable", args=[code])
    context = {
        "edition": edition,
        "days": [] if is_grid else days_of(shown),
        "board": board_of(edition, slots, groups) if is_grid else None,
        "views": [
            View(label=gettext("List"), url=address, is_current=not is_grid),
            View(label=gettext("Grid"), url=f"{address}?show=grid", is_current=is_grid),
        ],
        "groups": [
            View(label=gettext("All"), url=address, is_current=not group),
            *(
                View(
                    label=str(one.name or one.code),
                    url=f"{address}?group={one.code}",
                    is_current=one.code == group,
                )
                for one in groups
            ),
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
