"""The deadlines of an edition as a calendar (RFC 5545), each at its hour in its own time zone."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django import forms
from django.db.models import Count, Max
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from balai.audit.queries import deeds_about
from balai.engine.calendars.entries import Entry, Feed, Status
from balai.engine.calendars.write import feed_text
from balai.kernel import clock
from balai.kernel.filters import FilterForm
from balai.office.addresses import public_url
from balai.people.access import roles
from balai.programmes.enums import EditionStatus, Level
from balai.programmes.models import Deadline
from balai.programmes.rules import READERS
from balai.programmes.views.common import edition_for

if TYPE_CHECKING:
    from balai.people.access import SignedInRequest
    from balai.programmes.models import Edition

PRODUCT = "-//Balai//Deadlines//EN"
LENGTH = dt.timedelta(minutes=30)
"""A deadline is a moment; calendars show an entry that ends with it."""


class DeadlinesFilter(FilterForm):
    """Of which level, and of which country besides what holds for no country alone."""

    level = forms.ChoiceField(required=False, choices=[("", _("All")), *Level.choices])
    country = forms.RegexField(r"^[A-Z]{2}$", required=False)


@roles(*READERS)
@require_safe
def deadlines(request: SignedInRequest, code: str) -> HttpResponse:
    """Every deadline of an edition, or those of a level or a country, as a file for calendars."""
    edition = edition_for(request, code)
    asked = DeadlinesFilter(request.GET).asked
    rows = Deadline.objects.filter(plan__edition=edition).select_related("plan", "country")
    if level := asked.get("level"):
        rows = rows.filter(plan__level=level)
    if country := asked.get("country"):
        rows = rows.filter(country=country)
    origin = public_url()  # which entries carry for ever; the request's host can be forged
    done = deeds_about(edition.reference).order_by().aggregate(number=Count("pk"), last=Max("at"))
    changed_at = (done["last"] or clock.now()).astimezone(dt.UTC)
    feed = Feed(
        name=gettext("Deadlines of %(edition)s") % {"edition": edition.title},
        product=PRODUCT,
        entries=tuple(
            entry_of(row, edition, sequence=done["number"], changed_at=changed_at, origin=origin)
            for row in rows.order_by("at", "pk")
        ),
    )
    response = HttpResponse(feed_text(feed, at=clock.now()), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{edition.code}-deadlines.ics"'
    return response


def entry_of(
    deadline: Deadline, edition: Edition, *, sequence: int, changed_at: dt.datetime, origin: str
) -> Entry:
    """A deadline as an entry of half an hour that ends with it, in the zone of whoever must act.

    Args:
        deadline: with its plan and country.
        edition: whose it is.
        sequence: how many deeds the trail has about the edition; every change of a deadline is one.
        changed_at: the moment of the last of them, UTC.
        origin: scheme and host that last.
    """
    plan, country = deadline.plan, deadline.country
    who = Level(plan.level).label if country is None else f"{Level(plan.level).label}, {country.brief_name}"
    host = origin.rsplit("://", maxsplit=1)[-1]
    is_over = edition.status == EditionStatus.CANCELLED
    return Entry(
        uid=f"deadline-{plan.pk}-{deadline.country_id or 'all'}@{host}",
        sequence=sequence,
        starts_at=deadline.at.astimezone(dt.UTC) - LENGTH,
        ends_at=deadline.at.astimezone(dt.UTC),
        zone=deadline.zone,
        changed_at=changed_at,
        summary=f"{edition.code}: {plan.title} ({who})",
        description=str(edition.title),
        url=f"{origin}{reverse('programmes:dates', args=[edition.code])}",
        status=Status.CANCELLED if is_over else Status.CONFIRMED,
    )
