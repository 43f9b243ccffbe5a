"""Calendars to subscribe to: of a public edition, its groups and sites; and one's own at a secret address."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from balai.kernel import clock
from balai.office.addresses import public_url
from balai.office.queries import lasting_address
from balai.people.access import person_of, public, signed_in
from balai.people.queries import grants_live_at, identities_of
from balai.timetable.queries.calendars import (
    calendar_address_of,
    sessions_at_site,
    sessions_of_edition,
    sessions_of_group,
    sessions_of_person,
)
from balai.timetable.services.addressing import (
    address_by,
    give_calendar_address,
    revoke_calendar_address,
    token_for,
)
from balai.timetable.views.common import open_edition
from balai.timetable.views.showing.calendars import calendar_of
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest

    from balai.people.access import SignedInRequest
    from balai.timetable.models import Session


@public
@require_safe
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """A public edition's sessions, or those of one group or site, to subscribe to."""
    edition = open_edition(code)
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
    """Somebody's own sessions in their language; the address is their secret, and holds until they end it."""
    address = address_by(token)
    if address is None:
        raise Http404
    person = address.person
    grants = grants_live_at(clock.now()).filter(person__in=identities_of(person))
    with translation.override(person.language):
        rows = sessions_of_person(person, grants)
        return _calendar(request, rows, name=gettext("My sessions"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def own_calendar_address(request: SignedInRequest) -> HttpResponse:
    """Where the reader's own calendar is; posted, it gets an address, another one, or none."""
    person = person_of(request)
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            revoke_calendar_address(person=person, at=clock.now())
            messages.success(request, gettext("The address opens nothing any more."))
        else:
            give_calendar_address(person=person, at=clock.now())
            messages.success(request, gettext("This is the address of your calendar. Keep it to yourself."))
        return redirect("timetable:own_calendar_address")
    address = calendar_address_of(person)
    path = reverse("timetable:own_calendar", args=[token_for(address)]) if address else ""
    context = {
        "given_at": address.given_at if address else None,
        "address": f"{lasting_address()}{path}" if path else "",
        "crumbs": [
            Crumb(label=gettext("My sessions"), url=reverse("timetable:mine")),
            Crumb(label=gettext("My calendar")),
        ],
    }
    return render(request, "timetable/calendar.html", context)


def _calendar(request: HttpRequest, rows: QuerySet[Session], *, name: str) -> HttpResponse:
    """The feed, under the public address: never the request's host, which anybody can forge."""
    url = f"{public_url()}{request.get_full_path()}"
    content = calendar_of(rows, name=name, url=url, at=clock.now())
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8", headers={"ETag": tag})
    return cast("HttpResponse", get_conditional_response(request, etag=tag, response=response))
