"""Where an edition happens: the list and the scheme tell the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext

from balai.directory.enums import OrganisationRole, TravelMode
from balai.programmes.enums import Family
from balai.ui import wording
from balai.ui.geography import kilometres
from balai.ui.parts import (
    SiteRow,
    Station,
    Way,
)
from balai.ui.scheme import begins_of
from balai.ui.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.utils.safestring import SafeString

    from balai.directory.models import Site, TravelTime
    from balai.programmes.models import (
        Activity,
    )

QUIET = frozenset({Family.CARE, Family.TRAVEL, Family.CULTURE})
WORDS_OF_A_SITE, KINDS_OF_A_SITE = 3, 5


def sites_in_order(activities: Sequence[Activity], cities: Sequence[str]) -> list[Site]:
    """The sites of an edition: by city in the edition's order, then as the programme comes to them."""
    sites: dict[UUID, Site] = {}
    for activity in activities:
        for site in activity.sites.all():
            sites.setdefault(site.pk, site)
    order = {city: number for number, city in enumerate(cities)}
    return sorted(sites.values(), key=lambda site: (order.get(site.city, len(order)), not is_base(site)))


def is_base(site: Site) -> bool:
    """Whether people stay there: a hotel or another venue."""
    return OrganisationRole.VENUE in site.organisation.roles


def stations_of(sites: Sequence[Site]) -> list[Station]:
    """The sites for the scheme."""
    return [
        Station(
            code=site.code.upper(),
            name=str(site.name).removesuffix(f", {site.city}"),
            city=site.city,
            colour=site.colour,
            latitude=None if site.latitude is None else float(site.latitude),
            is_base=is_base(site),
        )
        for site in sites
    ]


def ways_of(sites: Sequence[Site], known: Iterable[TravelTime]) -> list[Way]:
    """The ways for the scheme: minutes where they are known; within a city, else, how far it is."""
    by_pk = {site.pk: site for site in sites}
    ways: dict[frozenset[UUID], Way] = {}
    for ends, times in _by_ends(known).items():
        one, two = (by_pk[times[0].origin_id], by_pk[times[0].destination_id])
        ways[ends] = Way(
            ends=(one.code.upper(), two.code.upper()),
            label=way_label(times, is_between_cities=one.city != two.city),
            minutes=times[0].minutes,
            is_walk=times[0].mode == TravelMode.WALK,
        )
    for place, one in enumerate(sites):
        for two in sites[place + 1 :]:
            pair = frozenset((one.pk, two.pk))
            if pair in ways or one.city != two.city or not (is_base(one) or is_base(two)):
                continue
            if distance := distance_between(one, two):
                label = gettext("%(number)s km") % {"number": distance}
                ways[pair] = Way(ends=(one.code.upper(), two.code.upper()), label=label)
    return list(ways.values())


def _by_ends(known: Iterable[TravelTime]) -> dict[frozenset[UUID], list[TravelTime]]:
    """For each two sites the quickest ways between them: one, or several that take as long."""
    found: dict[frozenset[UUID], list[TravelTime]] = {}
    for time in known:  # the quickest first
        quickest = found.setdefault(frozenset((time.origin_id, time.destination_id)), [])
        if all(other.minutes == time.minutes and other.mode != time.mode for other in quickest):
            quickest.append(time)
    return found


def way_label(times: Sequence[TravelTime], *, is_between_cities: bool = False) -> str:
    """``45 min``, ``walk 5 min``; between cities also how: ``3 h by rail``, ``3 h by road or rail``."""
    duration, modes = wording.duration(times[0].minutes), {time.mode for time in times}
    if times[0].mode == TravelMode.WALK:
        return gettext("walk %(duration)s") % {"duration": duration}
    if modes >= {TravelMode.ROAD, TravelMode.RAIL}:
        return gettext("%(duration)s by road or rail") % {"duration": duration}
    if modes == {TravelMode.RAIL}:
        return gettext("%(duration)s by rail") % {"duration": duration}
    return gettext("%(duration)s by road") % {"duration": duration} if is_between_cities else duration


def distance_between(one: Site, two: Site) -> int:
    """Whole kilometres as the crow flies, at least one; 0 where a place is not known."""
    ends = (one.latitude, one.longitude, two.latitude, two.longitude)
    if None in ends:
        return 0
    return max(1, round(kilometres(*(float(end) for end in ends if end is not None))))


def site_rows(
    sites: Sequence[Site], activities: Sequence[Activity], stations: Sequence[Station], ways: Sequence[Way]
) -> list[SiteRow]:
    """The list that tells what the scheme tells, and what is done at each site."""
    within, between = begins_of(stations, ways), arrivals_of(stations, ways)
    there = activities_by_site(activities)
    return [
        SiteRow(
            code=site.code.upper(),
            colour=site.colour,
            name=site_name(site),
            belongs=spoken(site.organisation.parent.name) if site.organisation.parent else "",
            what=what_is_done(there.get(site.pk, [])),
            how=how_to_get(site.code.upper(), within, between, ways),
        )
        for site in sites
    ]


def site_name(site: Site) -> SafeString:
    """``Centre for Textile, Bandung``, the city once."""
    name = spoken(site.name)
    return name if site.city in str(site.name) else format_html("{}, {}", name, site.city)


def activities_by_site(activities: Iterable[Activity]) -> dict[UUID, list[Activity]]:
    """What happens at each site, in the order of the programme, by its key."""
    found: dict[UUID, list[Activity]] = {}
    for activity in activities:
        for site in activity.sites.all():
            found.setdefault(site.pk, []).append(activity)
    return found


def what_is_done(activities: Iterable[Activity]) -> str:
    """The activities at a site where they are few, else the kinds of its sessions."""
    here = [activity for activity in activities if activity.session_type.family not in QUIET]
    titles = without_repeats([str(activity.title) for activity in here])
    if len(titles) > WORDS_OF_A_SITE:
        titles = list(dict.fromkeys(str(activity.session_type.name) for activity in here))
        if len(titles) > KINDS_OF_A_SITE:
            return gettext("%(list)s and more") % {"list": "; ".join(titles[:KINDS_OF_A_SITE])}
    return "; ".join(titles)


def without_repeats(titles: Sequence[str]) -> list[str]:
    """Titles that differ only behind a colon, as of the same visit by two groups, as one."""
    heads = [title.rpartition(": ")[0] for title in titles]
    return list(
        dict.fromkeys(
            head if head and heads.count(head) > 1 else title
            for title, head in zip(titles, heads, strict=True)
        )
    )


def arrivals_of(stations: Sequence[Station], ways: Sequence[Way]) -> dict[str, str]:
    """For each station that is reached from an earlier city, by its code, where that way begins."""
    order = {station.code: number for number, station in enumerate(stations)}
    city = {station.code: station.city for station in stations}
    found: dict[str, str] = {}
    for way in ways:
        begin, end = sorted(way.ends, key=order.__getitem__)
        if city[begin] != city[end]:
            found.setdefault(end, begin)
    return found


def how_to_get(code: str, within: Mapping[str, str], between: Mapping[str, str], ways: Sequence[Way]) -> str:
    """``45 min`` from where people stay; ``walk 5 min from BBLM``; ``4 h by rail from HTL-JKT``; or nothing.

    The scheme is drawn on wide screens alone: what it says of a way stands here as well.

    Args:
        code: of the station to get to.
        within: for each station where the way to it begins in its own city.
        between: for each where the way to it from an earlier city begins.
        ways: what is known.
    """
    begin = within.get(code) or between.get(code)
    way = next((way for way in ways if begin and set(way.ends) == {begin, code}), None)
    if way is None:
        return ""
    if way.is_walk or code not in within:
        return gettext("%(way)s from %(code)s") % {"way": way.label, "code": begin}
    return way.label


def scheme_title(cities: Sequence[str]) -> str:
    """What the scheme says, in a sentence."""
    return gettext("Sites in %(cities)s, with the time it takes to get there") % {
        "cities": wording.joined(list(dict.fromkeys(cities)))
    }
