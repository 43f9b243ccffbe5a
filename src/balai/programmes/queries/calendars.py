"""What the calendars of hosts and sending countries say about the days of an edition."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING, Any, TypeAlias

from django.core.cache import cache
from django.db.models import Q

from balai.directory.enums import DeclaredKind
from balai.directory.models import Closure
from balai.directory.queries import declared_days_between, live
from balai.engine.calendars.almanac import DayOff, Kind
from balai.engine.calendars.declared import with_declared
from balai.engine.calendars.find import reasons_against
from balai.engine.calendars.lists import almanac_of
from balai.engine.calendars.prayer import KEMENAG_PRECAUTION_MINUTES, Place
from balai.engine.calendars.search import Search, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from balai.directory.models import DeclaredDay
    from balai.engine.calendars.almanac import Almanac
    from balai.engine.calendars.search import Reason
    from balai.programmes.models import Edition

PlainReason: TypeAlias = "dict[str, Any]"

DAY = 24 * 60 * 60
MARGIN = dt.timedelta(days=60)
DECLARED = "declared"
KIND_OF: Mapping[DeclaredKind, Kind] = {
    DeclaredKind.HOLIDAY: Kind.PUBLIC,
    DeclaredKind.LEAVE: Kind.GOVERNMENT,
}
"""What is declared off, as almanacs know it; the rest is worked."""


def almanac_between(countries: Iterable[str], first: dt.date, last: dt.date) -> Almanac:
    """The lists of days off of some countries, with what the office knows better; one question."""
    codes = set(countries)
    return declared_in(almanac_of(codes, since=first, until=last), declared_days_between(codes, first, last))


def declared_in(almanac: Almanac, declared: Iterable[DeclaredDay]) -> Almanac:
    """An almanac with what countries declared."""
    rows = list(declared)
    return with_declared(
        almanac,
        off=[
            DayOff(
                country=row.country_id,
                on=day,
                name=row.name.in_language("en").text,
                kind=KIND_OF[DeclaredKind(row.kind)],
                source=row.source or DECLARED,
            )
            for row in rows
            if row.kind in KIND_OF
            for day in row.days
        ],
        worked=[(row.country_id, day) for row in rows if row.kind == DeclaredKind.WORKED for day in row.days],
    )


def closures_of(edition: Edition, first: dt.date, last: dt.date) -> tuple[Stretch, ...]:
    """When the sites of an edition are closed; names are English, as those of days off are."""
    asked = Q(site__reservations__edition=edition) | Q(site__activities__edition=edition)
    rows = (
        live(Closure.objects.filter(asked, since__lte=last, until__gte=first))
        .select_related("site")
        .only("since", "until", "reason", "site__code")
        .distinct()
        .order_by("since", "site__code", "pk")
    )
    return tuple(
        Stretch(
            name=f"{row.site.code}: {row.reason.in_language('en').text}",
            first=max(row.since, first),
            last=min(row.until, last),
        )
        for row in rows
    )


def calendars_to_mind(edition: Edition) -> list[PlainReason]:
    """What speaks against the days that an edition has.

    It is kept for a day, or until the office declares something else: lists change with releases only.
    """
    first = edition.arrives_on or edition.starts_on
    last = edition.departs_on or edition.ends_on
    if first is None or last is None:
        return []
    sending = sorted(quota.country_id for quota in edition.quotas.all())
    declared = list(declared_days_between({edition.country_id, *sending}, first - MARGIN, last + MARGIN))
    closures = closures_of(edition, first, last)
    said = [(row.country_id, row.since, row.until, row.kind, dict(row.name)) for row in declared]
    asked = f"{edition.country_id}:{'+'.join(sending)}:{first}:{last}:{said}:{closures}"
    key = f"balai.calendars.{hashlib.sha256(asked.encode()).hexdigest()}"
    found: list[PlainReason] | None = cache.get(key)
    if found is None:
        search = Search(
            hosts=frozenset({edition.country_id}),
            sending=frozenset(sending),
            season_first=first,
            season_last=last,
            days=(last - first).days + 1,
            cautions=closures,
        )
        against = reasons_against(search, declared_in(_listed_for(search), declared))
        found = [plain_reason(reason) for reason in against]
        cache.set(key, found, DAY)
    return found


def almanac_for(search: Search) -> Almanac:
    """The almanac that a search needs, with room for preparation and travel; one question."""
    listed = _listed_for(search)
    countries = search.hosts | search.sending
    return declared_in(listed, declared_days_between(countries, listed.since, listed.until))


def _listed_for(search: Search) -> Almanac:
    return almanac_of(
        search.hosts | search.sending,
        since=search.season_first - dt.timedelta(days=search.preparation_days) - MARGIN,
        until=search.season_last + MARGIN,
    )


def places_of_prayer(edition: Edition) -> tuple[Place, ...]:
    """Where the Friday prayer would be kept: one site for each city of the edition that has coordinates."""
    found: dict[str, Place] = {}
    for reservation in edition.reservations.select_related("site").order_by("first_on", "pk"):
        _place(found, reservation.site)
    for activity in edition.activities.prefetch_related("sites").order_by("order", "pk"):
        for site in activity.sites.all():
            _place(found, site)
    return tuple(found.values())


def _place(found: dict[str, Place], site: Any) -> None:
    if site.latitude is not None and site.city not in found:
        found[site.city] = Place(
            name=site.city,
            latitude=float(site.latitude),
            longitude=float(site.longitude),
            zone=site.time_zone,
            precaution_minutes=KEMENAG_PRECAUTION_MINUTES if site.country_id == "ID" else 0,
        )


def plain_reason(reason: Reason) -> PlainReason:
    """A reason of the engine as data that can be stored."""
    return {
        "rule": reason.rule,
        "since": reason.since.isoformat(),
        "until": reason.until.isoformat(),
        "cost": reason.cost,
        "country": reason.country or "",
        "name": reason.name,
        "certainty": reason.certainty.value if reason.certainty else "",
        "hijri_year": reason.hijri_year,
        "first_days": [day.isoformat() for day in reason.first_days],
        "last_days": [day.isoformat() for day in reason.last_days],
        "blocks": [f"{block.place} {block.begins:%H:%M}–{block.ends:%H:%M}" for block in reason.blocks],
        "noons": [f"{block.noon:%H:%M}" for block in reason.blocks],
    }
