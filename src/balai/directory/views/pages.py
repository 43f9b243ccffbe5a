"""One record on its page: what it is, what belongs to it, where that is written, what was done to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from balai.directory.forms.filters import VisaQuestionForm
from balai.directory.forms.times import WEEKDAYS
from balai.directory.kinds import (
    BODY,
    COUNTRY,
    DECLARED_DAY,
    KINDS,
    MACHINE,
    ORGANISATION,
    RESOURCE_PERSON,
    SITE,
    TECHNOLOGY,
    TOPIC,
    VISA_ROUTE,
)
from balai.directory.models import Country, Membership
from balai.directory.queries import (
    READERS_OF_PEOPLE,
    contacts_known_to,
    contacts_visible_to,
    in_order_of_names,
    lineage_of,
    live,
    memberships_ended_before,
    memberships_of,
    resource_persons_visible_to,
    visa_route_for,
)
from balai.directory.rules import may_keep_directory, may_write
from balai.directory.views.asking import crumbs_to, the
from balai.directory.views.history import history_of
from balai.kernel import clock
from balai.people.access import roles, signed_in

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from uuid import UUID

    from django.db.models import QuerySet
    from django.http import HttpResponse

    from balai.directory.kinds import Kind
    from balai.directory.models import DirectoryRecord, Recorded, ResourcePerson
    from balai.people.access import SignedInRequest

D = TypeVar("D", bound="DirectoryRecord")
MOST = 20
"""Of one kind of thing on the page of another; the list shows the rest."""


@signed_in
@require_safe
def index(request: SignedInRequest) -> HttpResponse:
    """What the directory holds, and where to begin."""
    sees_people = any(grant.role in READERS_OF_PEOPLE for grant in request.grants)
    kinds = [
        kind for kind in KINDS.values() if kind.listing and (kind.listing.visible is None or sees_people)
    ]
    context = {
        "kinds": [(kind, f"directory:{kind.plural.replace('-', '_')}") for kind in kinds],
        "keeps": may_keep_directory(request.grants) is None,
    }
    return render(request, "directory/index.html", context)


@signed_in
@require_safe
def organisation(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """An organisation with its parts, sites, technologies and, for the office, contacts."""
    record = the(ORGANISATION, pk, "country", "body")
    above = [one for one in lineage_of(record) if one != record.pk]
    parents = {one.pk: one for one in ORGANISATION.model._default_manager.filter(pk__in=above)}
    contacts = list(contacts_visible_to(request.grants).filter(organisation=record).select_related("person"))
    former = contacts_known_to(request.grants).filter(organisation=record)
    context = {
        "lineage": [parents[one] for one in reversed(above)],
        "parts": in_order_of_names(live(record.parts.all()))[:MOST],
        "sites": in_order_of_names(live(record.sites.all()))[:MOST],
        "technologies": in_order_of_names(live(record.technologies.all()), "title")[:MOST],
        "accredited_to": in_order_of_names(Country.objects.filter(code__in=record.accredited_to))
        if record.accredited_to
        else [],
        "contacts": contacts,
        "sees_contacts": any(grant.role in READERS_OF_PEOPLE for grant in request.grants),
        "keeps": may_keep_directory(request.grants) is None,
    }
    return _page(request, ORGANISATION, record, context, *contacts, *_archived(former, "office"))


@signed_in
@require_safe
def site(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A site: when it is open, what stands there, how far away others are."""
    record = the(SITE, pk, "organisation", "country")
    at = clock.now()
    today = at.astimezone(ZoneInfo(record.time_zone)).date()
    coming = record.closures.filter(until__gte=today)
    leading = record.ways_out.select_related("destination")
    rooms = list(live(record.rooms.all()).order_by("kind", "code"))
    closures = list(live(coming).order_by("since")[:MOST])
    ways = list(live(leading).order_by("minutes", "mode"))
    machines = list(in_order_of_names(live(record.machines.select_related("room")))[:MOST])
    archived = (
        *_archived(record.rooms.all(), "site", "name"),
        *_archived(record.machines.all(), "site", "name"),
        *_archived(coming, "site", "since", "until", "reason"),
        *_archived(leading, "origin", "destination__name", "minutes"),
    )
    opening: dict[int, list[Any]] = {}
    for row in record.opening_hours.all():
        opening.setdefault(row.weekday, []).append(row)
    context = {
        "now": _clock_in(record.time_zone, at),
        "week": [(word, opening.get(day, [])) for day, word in enumerate(WEEKDAYS)] if opening else [],
        "rooms": rooms,
        "machines": machines,
        "closures": closures,
        "ways": ways,
        "keeps": may_keep_directory(request.grants) is None,
    }
    return _page(request, SITE, record, context, *rooms, *machines, *closures, *ways, *archived)


@signed_in
@require_safe
def machine(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A machine: how many can practise on it, and how safely."""
    record = the(MACHINE, pk, "site__organisation", "room")
    return _page(request, MACHINE, record, {})


@signed_in
@require_safe
def technology(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A technology: what it is, how ready, and whose."""
    record = the(TECHNOLOGY, pk, "organisation__country")
    return _page(request, TECHNOLOGY, record, {"topics": in_order_of_names(live(record.topics.all()))})


@signed_in
@require_safe
def topic(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A topic with the technologies and, for the office, the resource persons on it."""
    record = the(TOPIC, pk)
    persons = resource_persons_visible_to(request.grants).filter(topics=record, archived_at=None)
    context = {
        "technologies": in_order_of_names(
            live(record.technologies.all()).select_related("organisation"), "title"
        )[:MOST],
        "persons": persons.select_related("person", "organisation").order_by("person__name")[:MOST],
    }
    return _page(request, TOPIC, record, context)


@roles(*READERS_OF_PEOPLE)
@require_safe
def resource_person(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """The card of a resource person, with their days."""
    visible = resource_persons_visible_to(request.grants)
    record: ResourcePerson = get_object_or_404(visible.select_related("person", "organisation"), pk=pk)
    context = {
        "topics": in_order_of_names(live(record.topics.all())),
        "days": record.availability.filter(until__gte=clock.now().date()),
        "keeps": may_keep_directory(request.grants) is None,
    }
    return _page(request, RESOURCE_PERSON, record, context)


@signed_in
@require_safe
def country(request: SignedInRequest, pk: str) -> HttpResponse:
    """A country: what it belongs to and since when, its organisations, and how its nationals travel."""
    record: Country = the(COUNTRY, pk)
    at = clock.now()
    held = list(
        live(Membership.objects.all())
        .filter(country=record, body__archived_at=None)
        .select_related("body")
        .order_by("body__code", "since")
    )
    context = {
        "on": _day(request, at.date()),
        "memberships": held,
        "now": _clock_in(record.time_zones[0], at) if record.time_zones else None,
        "organisations": in_order_of_names(live(record.organisations.all()))[:MOST],
        "routes": live(record.visa_routes.all())
        .select_related("host", "residence")
        .order_by("host", "-since")[:MOST],
    }
    return _page(request, COUNTRY, record, context)


@signed_in
@require_safe
def body(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A body with its members on a day, and those who left before it."""
    record = the(BODY, pk, "parent")
    on = _day(request, clock.now().date())
    words = request.GET.get("q", "").replace("\0", "")[:100]
    held = memberships_of(record, on=on, words=words).select_related("country", "body")
    former = memberships_ended_before(record, on=on, words=words).select_related("country")
    context = {
        "on": on,
        "words": words,
        "members": sorted(held, key=lambda one: str(one.country).lower()),
        "former": former,
        "parts": in_order_of_names(live(record.parts.all())),
        "organisations": in_order_of_names(live(record.organisations.all()))[:MOST],
        "keeps": may_keep_directory(request.grants) is None,
    }
    held_ever = record.memberships.only("archived_at", "body", "country")
    return _page(
        request,
        BODY,
        record,
        context,
        *live(held_ever),
        *_archived(record.memberships.all(), "body", "country"),
    )


@signed_in
@require_safe
def visa_route(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """A visa rule: for whom, how, since when, and where that is written."""
    return _page(request, VISA_ROUTE, the(VISA_ROUTE, pk, "host", "nationality", "residence"), {})


@signed_in
@require_safe
def declared_day(request: SignedInRequest, pk: UUID) -> HttpResponse:
    """Days that a country declared off or worked, and where that is written."""
    return _page(request, DECLARED_DAY, the(DECLARED_DAY, pk, "country"), {})


@signed_in
@require_safe
def visa_question(request: SignedInRequest) -> HttpResponse:
    """How somebody enters a host country, by the most specific rule in force on the day."""
    is_asked = "nationality" in request.GET
    form = VisaQuestionForm(request.GET if is_asked else None, initial={"on": clock.now().date()})
    answer = None
    if form.is_valid():
        asked = form.cleaned_data
        answer = visa_route_for(
            nationality=asked["nationality"].code,
            passport_type=asked["passport_type"],
            residence=asked["residence"].code,
            host=asked["host"].code,
            on=asked["on"],
        )
    context = {
        "form": form,
        "asked": form.cleaned_data if answer else None,
        "answer": answer,
        "crumbs": crumbs_to(None, VISA_ROUTE, gettext("Ask for a visa route")),
    }
    return render(request, "directory/visa_question.html", context)


def _page(
    request: SignedInRequest, kind: Kind, record: Recorded, context: dict[str, Any], *parts: DirectoryRecord
) -> HttpResponse:
    may_change = may_write(record, request.grants) is None
    shown = {
        "record": record,
        "kind": kind,
        "may_change": may_change,
        **history_of(request, record, *parts, may_change=may_change),
        "crumbs": crumbs_to(record, kind),
    }
    return render(request, f"directory/{kind.name}.html", shown | context)


def _archived(parts: QuerySet[D], *columns: str) -> QuerySet[D]:
    """The parts that were archived last, with the columns by which the history names them."""
    rows = live(parts, archived=True).only("archived_at", *columns)
    return rows.order_by("-archived_at", "pk")[:MOST]


def _clock_in(zone: str, at: datetime) -> time:
    """What clocks show there, whatever zone the page is in."""
    return at.astimezone(ZoneInfo(zone)).time()


def _day(request: SignedInRequest, today: date) -> date:
    """The day asked for; today when none was, and 404 for what is no day."""
    asked = request.GET.get("on", "")
    try:
        found = parse_date(asked) if asked else today
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
