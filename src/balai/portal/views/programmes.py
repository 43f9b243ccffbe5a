"""The public face of programmes: home, catalogue, an edition, one of its days, and what calendars read."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.http import require_safe

from balai.kernel import clock
from balai.kernel.paging import page_of, pager_of
from balai.newsroom.queries.articles import articles_about
from balai.newsroom.views.public import row_of
from balai.office.addresses import public_url
from balai.people.access import public
from balai.portal.forms import CatalogueForm
from balai.portal.queries import gathered, programmes
from balai.portal.views import feeds, linked
from balai.portal.views.showing import admission, days, facts, lists, people, places
from balai.programmes.enums import BookletFileKind
from balai.programmes.queries import NEWEST_FIRST, days_of
from balai.reporting.queries.evidence import public_evidence
from balai.reporting.queries.reports import public_files
from balai.timetable.queries.plans import has_published_timetable
from balai.ui import wording
from balai.ui.context import Shell
from balai.ui.parts import Crumb

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.http import HttpRequest

    from balai.kernel.worded import Told
    from balai.programmes.models import Edition

FILE_NAMES = {BookletFileKind.BOOKLET: "general-information", BookletFileKind.ERRATUM: "erratum"}
"""What a file that went out with a call is called in its address."""
OTHERS = 12
"""Editions of the same series that a page lists."""
NEWS = 3
"""Articles about an edition that its page shows."""


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is offered, to whom, and where to begin."""
    at = clock.now()
    found = programmes.editions_on_home()
    deadlines: dict[Any, list[Any]] = {}
    for deadline in programmes.nominations_due(found.calls) if found.calls else ():
        deadlines.setdefault(deadline.plan.edition_id, []).append(deadline)
    shown = [lists.call_of(call, deadlines.get(call.pk, []), at=at) for call in found.calls]
    context = {
        "call": shown[0] if shown else None,
        "calls": shown[1:],
        "editions": (others := _rows_on_home(found.others, get_language())),
        "since": found.since if others else "",
        "news": gathered.announced("news", request, at=at),
    }
    return render(request, "portal/home.html", context)


@lru_cache(maxsize=programmes.ANSWERS_KEPT)
def _rows_on_home(told: Told[Edition], language: str | None) -> tuple[lists.EditionRow, ...]:
    """Editions as a language writes them, which is the reader's; made once for the same answer."""
    return tuple(lists.edition_row(edition) for edition in programmes.read_others(told))


@public
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every public programme, found by words, year, place and host country; fifty at a time."""
    hosts = sorted((str(country.name), country.code) for country in programmes.hosts_of_editions())
    form = CatalogueForm(
        request.GET,
        years=programmes.years_of_editions(),
        hosts=[(code, name) for name, code in hosts],
    )
    answers = form.cleaned_data if form.is_valid() else {}
    rows = programmes.catalogue(
        words=answers.get("q", ""),
        year=answers.get("year"),
        country=answers.get("country", ""),
        city=answers.get("city", ""),
        is_open=answers.get("open", False),
    )
    page = page_of(rows.order_by(), order=NEWEST_FIRST, after=request.GET.get("after", ""))
    number = len(page.rows)
    shown = ngettext("%(number)s programme on this page", "%(number)s programmes on this page", number)
    context = {
        "form": form,
        "rows": [lists.edition_row(edition) for edition in page.rows],
        "pager": pager_of(page, request.GET, shown % {"number": number}),
        "is_filtered": any(answers.values()),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "portal/catalogue.html", context, status=status)


@public
@require_safe
def edition(request: HttpRequest, code: str) -> HttpResponse:
    """One edition: what, when, where, who, how to take part, and what belongs to it."""
    found = get_object_or_404(programmes.edition_of(code))
    at, origin = clock.now(), Shell(request).origin
    context = _about(found) | _who(found) | _when_and_where(found) | _admission(found, at=at)
    others = [
        lists.edition_row(other, is_in_its_series=True)
        for other in programmes.others_of_series(found)[: OTHERS + 1]
    ]
    changes = list(found.changes.order_by("-at"))
    news = list(articles_about(found).prefetch_related("topics")[: NEWS + 1])
    shared = facts.sharing_of(found, origin=origin, url=request.path, title=str(found.title))
    data = linked.of_edition(
        found, context["organisers"], context.pop("placed"), changes, url=shared.url, image=shared.image
    )
    context |= {
        "others": others[:OTHERS],
        "has_more": len(others) > OTHERS,
        "files": programmes.booklet_files(found),
        "reports": list(public_files(found)),
        "mandates": found.mandates.order_by("year", "code"),
        "news": [row_of(one) | {"topics": one.topics.all()} for one in news[:NEWS]],
        "has_more_news": len(news) > NEWS,
        "has_evidence": public_evidence(found) is not None,
        "shared": shared,
        "data": data,
    }
    return render(request, "portal/edition.html", context)


@public
@require_safe
def day(request: HttpRequest, code: str, on: dt.date) -> HttpResponse:
    """What is planned for one day of an edition."""
    found = get_object_or_404(programmes.edition_of(code))
    activities = list(programmes.activities_of(found).prefetch_related(programmes.GROUPS))
    planned = days_of(found, activities)
    glance = days.days_shown(found, planned, activities)
    here = next((each for each in planned if each.on == on), None)
    if here is None or not glance:
        raise Http404
    number = planned.index(here)
    heading = wording.long_day(on)
    shown = glance[number]
    moving = [activity for activity in activities if days.may_be_on(activity, on)]
    context = {
        "edition": found,
        "title": heading,
        "line": gettext("Day %(number)s of %(days)s") % {"number": number + 1, "days": len(planned)},
        "cities": wording.joined(days.cities_of([*here.activities, *moving])),
        "zone": facts.zone_of(found),
        "links": days.day_links(found, planned, glance, on),
        "sessions": days.session_rows(here.activities),
        "moving": days.session_rows(moving),
        "before": days.day_url(found, planned[number - 1].on) if number else "",
        "after": days.day_url(found, planned[number + 1].on) if number + 1 < len(planned) else "",
        "crumbs": [
            Crumb(label=gettext("Programmes"), url=reverse("public:catalogue")),
            Crumb(label=str(found.title), url=reverse("public:edition", args=[code])),
            Crumb(label=shown.on),
        ],
        "shared": facts.sharing_of(
            found,
            origin=Shell(request).origin,
            url=request.path,
            title=f"{heading}: {found.title}",
        ),
    }
    return render(request, "portal/day.html", context)


@public
@require_safe
def edition_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """An edition's days for somebody's calendar."""
    found = get_object_or_404(programmes.edition_of(code))
    return _calendar(request, [found], name=str(found.title))


@public
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The newest programmes, to subscribe to."""
    newest = list(programmes.catalogue()[: feeds.ENTRIES_OF_FEED])
    return _calendar(request, newest, name=gettext("Training programmes"))


@public
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The newest programmes for feed readers (Atom)."""
    editions = list(programmes.catalogue()[: feeds.ENTRIES_OF_FEED])
    changed = {reference: at for reference, (_, at) in _deeds(editions).items()}
    host = Shell(request).host
    text = feeds.atom_of(
        editions,
        changed,
        origin=public_url(),
        title=host.unit or host.organisation or gettext("Training programmes"),
    )
    return _kept(request, text.encode(), "application/atom+xml; charset=utf-8")


@public
@require_safe
def booklet(
    request: HttpRequest, code: str, version: int, language: str, kind: BookletFileKind
) -> HttpResponse:
    """The General Information as it was sent, or the erratum to the one before; a version never changes."""
    file = get_object_or_404(programmes.booklet_file(code, version=version, kind=kind, language=language))
    name = f"{code}-{FILE_NAMES[kind]}-{version}-{language}.pdf"
    response = _kept(request, bytes(file.content), "application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


# --- what the page of an edition is made of ---------------------------------------------------------


def _about(edition: Edition) -> dict[str, Any]:
    lead, rest = facts.lead_and_rest(edition)
    return {
        "edition": edition,
        "theme": facts.theme_of(edition),
        "eyebrow": facts.eyebrow_of(edition),
        "cover": facts.cover_of(edition),
        "lead": lead,
        "summary": rest,
        "note": lists.note_on(edition),
        "outcomes": list(edition.outcomes.order_by("order", "code")),
        "modules": list(edition.modules.order_by("order", "code")),
    }


def _who(edition: Edition) -> dict[str, Any]:
    organisers = list(edition.organisers.select_related("organisation").order_by("order"))
    known = list(edition.known_countries.select_related("country"))
    quotas = list(edition.quotas.select_related("country"))
    senders = people.senders(known, quotas)
    rows = people.country_rows(senders, edition.country)
    number = people.number_of_people(edition, known)
    capitals, host = people.places_on_map(senders, edition.country)
    return {
        "organisers": organisers,
        "roles": [(people.role_of(one, str(edition.series.scheme)), one) for one in organisers],
        "asks": list(dict.fromkeys(one.organisation for one in organisers)),
        "facts": facts.facts_of(edition, rows, number),
        "countries": rows,
        "numbers": people.sentence_on_numbers(senders, edition),
        "is_assumed": any(sender.is_assumed for sender in senders),
        "places": capitals,
        "host": host,
        "map_title": people.map_title(senders, edition.country),
    }


def _when_and_where(edition: Edition) -> dict[str, Any]:
    activities = list(programmes.activities_of(edition))
    programmes.read_owners(activities)
    shown = days.days_shown(edition, days_of(edition, activities), activities)
    sites = places.sites_in_order(activities, edition.cities)
    known = list(programmes.ways_between(site.pk for site in sites)) if sites else []
    stations, ways = places.stations_of(sites), places.ways_of(sites, known)
    return {
        "days": shown,
        "programme_url": reverse("schedule:timetable", args=[edition.code])
        if has_published_timetable(edition)
        else next((day.url for day in shown), ""),
        "placed": sites,
        "sites": places.site_rows(sites, activities, stations, ways),
        "stations": stations,
        "ways": ways,
        "scheme_title": places.scheme_title([site.city for site in sites]),
    }


def _admission(edition: Edition, *, at: dt.datetime) -> dict[str, Any]:
    is_open = lists.is_open(edition)
    return {
        "asked": admission.asked_of(edition.eligibility_rules.order_by("order", "code")),
        "package": admission.package_of(edition.package.select_related("payer").order_by("order", "code")),
        "closing": admission.closing_of(list(programmes.nominations_due([edition])), at=at)
        if is_open
        else None,
        "is_open": is_open,
    }


# --- what programs read -----------------------------------------------------------------------------


def _deeds(editions: Sequence[Edition]) -> dict[str, tuple[int, dt.datetime]]:
    """For each edition's reference how many deeds the trail has about it, and when the last was done."""
    return programmes.deeds_counted([edition.reference for edition in editions])


def _calendar(request: HttpRequest, editions: Sequence[Edition], *, name: str) -> HttpResponse:
    deeds, origin = _deeds(editions), public_url()  # not the request's host, which anybody can forge
    entries = (feeds.entry_of(one, deeds.get(one.reference, (0, None)), origin=origin) for one in editions)
    text = feeds.calendar_of(
        [entry for entry in entries if entry], name=name, url=f"{origin}{request.path}", at=clock.now()
    )
    return _kept(request, text, "text/calendar; charset=utf-8")


def _kept(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """An answer that readers keep and ask about again by its tag."""
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=kind, headers={"ETag": tag})
    known = get_conditional_response(request, etag=tag, response=response)
    return cast("HttpResponse", known)
