"""What everybody sees: the timetable of a public edition as a list and a grid, and its calendars."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, cast

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.kernel import clock
from balai.people.access import public, signed_in
from balai.people.models import Person
from balai.people.queries import grants_live_at, identities_of
from balai.programmes.models import Edition, Group
from balai.timetable.queries.calendars import (
    is_open,
    sessions_at_site,
    sessions_of_edition,
    sessions_of_group,
    sessions_of_person,
)
from balai.timetable.queries.plans import published_slots
from balai.timetable.views.common import actor_of
from balai.timetable.views.showing.board import board_of
from balai.timetable.views.showing.calendars import calendar_of
from balai.timetable.views.showing.days import days_of
from balai.ui.context import Shell
from balai.ui.parts import Crumb, View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from balai.people.access import SignedInRequest
    from balai.timetable.models import Session, Slot

SALT = "timetable.feed"


def _edition(code: str) -> Edition:
    edition = get_object_or_404(Edition.objects.select_related("series"), code=code)
    if not is_open(edition):
        raise Http404
    return edition


@public
@require_safe
def timetable(request: HttpRequest, code: str) -> HttpResponse:
    """What is published of an edition: titles, times, places, and people by their part."""
    edition = _edition(code)
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


@public
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """A public edition's sessions, or those of one group or site, to subscribe to."""
    edition = _edition(code)
    group, site = request.GET.get("group", ""), request.GET.get("site", "")
    rows = sessions_of_edition(edition)
    if group:
        rows = sessions_of_group(edition, group)
    elif site:
        rows = sessions_at_site(edition, site)
    return _calendar(request, rows, name=str(edition.title))


@public
@require_safe
def own_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody's own sessions; the address is their secret, and holds as long as the installation's key."""
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    person = get_object_or_404(Person, pk=key)
    grants = grants_live_at(clock.now()).filter(person__in=identities_of(person))
    rows = sessions_of_person(person, grants)
    return _calendar(request, rows, name=gettext("My sessions"))


@signed_in
@require_safe
def own_calendar_address(request: SignedInRequest) -> HttpResponse:
    """The reader's own calendar, at its secret address."""
    token = signing.dumps(str(actor_of(request).pk), salt=SALT)
    response = HttpResponse(status=302)
    response["Location"] = reverse("timetable:own_calendar", args=[token])
    return response


def _calendar(request: HttpRequest, rows: Iterable[Session], *, name: str) -> HttpResponse:
    origin = Shell(request).origin
    content = calendar_of(
        rows,
        name=name,
        url=f"{origin}{request.get_full_path()}",
        at=clock.now(),
    )
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": tag})
    return cast("HttpResponse", get_conditional_response(request, etag=tag, response=response))
