"""Facts about programmes for programs: JSON-LD in the words of schema.org."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from balai.portal.views.showing import facts
from balai.programmes.enums import ChangeKind, EditionStatus, Mode, OrganiserRole
from balai.reporting.adapters.evidence import LICENCE
from balai.reporting.enums import Bound

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from balai.directory.models import Site
    from balai.programmes.models import Edition, EditionChange, Organiser
    from balai.reporting.models import Evidence

SCHEMA = "https://schema.org"
ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}
COURSE_MODES = {Mode.IN_PERSON: "onsite", Mode.ONLINE: "online", Mode.HYBRID: "blended"}


def of_edition(  # noqa: PLR0913 -- each is a part of the page
    edition: Edition,
    organisers: Sequence[Organiser],
    sites: Sequence[Site],
    changes: Sequence[EditionChange],
    *,
    url: str,
    image: str,
) -> dict[str, Any]:
    """An edition as an event, and as one instance of the course that its series is.

    Args:
        edition: which.
        organisers: in the order of protocol.
        sites: where something happens.
        changes: what was decided since it was approved, the newest first.
        url: the page's address, whole.
        image: a picture's address, whole.
    """
    hosts = [_organisation(one) for one in organisers]
    places = [_place(city, edition) for city in edition.cities or [""]]
    lead, rest = facts.lead_and_rest(edition)
    about = {"description": lead or (rest[0] if rest else ""), "inLanguage": list(edition.languages)}
    when = _when(edition, changes)
    event = {
        "@type": "EducationEvent",
        "@id": f"{url}#event",
        "name": str(edition.title),
        "about": _thing(str(facts.theme_of(edition))),
        "url": url,
        "image": image,
        "eventStatus": f"{SCHEMA}/{_status(edition, changes)}",
        "eventAttendanceMode": f"{SCHEMA}/{ATTENDANCE[Mode(edition.mode)]}",
        "location": [place | _within(place["name"], sites) for place in places],
        "organizer": hosts,
        "funder": [
            host for one, host in zip(organisers, hosts, strict=True) if one.role == OrganiserRole.FUNDER
        ],
        "maximumAttendeeCapacity": edition.places,
        **about,
        **when,
    }
    course = {
        "@type": "Course",
        "@id": f"{url}#course",
        "name": str(edition.series.title),
        "description": str(edition.series.summary) or about["description"],
        "provider": hosts[0] if hosts else None,
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "name": str(edition.title),
            "courseMode": COURSE_MODES[Mode(edition.mode)],
            "location": places,
            "inLanguage": list(edition.languages),
            **{name: day for name, day in when.items() if name in {"startDate", "endDate"}},
        },
    }
    return {"@context": SCHEMA, "@graph": [_told(event), _told(course)]}


def _told(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _thing(name: str) -> dict[str, str] | None:
    return {"@type": "Thing", "name": name} if name else None


def _status(edition: Edition, changes: Sequence[EditionChange]) -> str:
    if edition.status == EditionStatus.CANCELLED:
        return "EventCancelled"
    if edition.status == EditionStatus.POSTPONED:
        return "EventPostponed"
    if any(change.kind in {ChangeKind.MOVED, ChangeKind.RESUMED} for change in changes):
        return "EventRescheduled"
    if any(change.mode_after == Mode.ONLINE for change in changes):
        return "EventMovedOnline"
    return "EventScheduled"


def _when(edition: Edition, changes: Sequence[EditionChange]) -> dict[str, str]:
    """The first and the last day with the offset of their place, and what was the first day before."""
    before = next((change.starts_on_before for change in changes if change.starts_on_before), None)
    days = {"startDate": edition.starts_on, "endDate": edition.ends_on, "previousStartDate": before}
    hours = {"endDate": dt.time(23, 59)}
    return {
        name: dt.datetime.combine(on, hours.get(name, dt.time()), ZoneInfo(edition.time_zone)).isoformat(
            timespec="minutes"
        )
        for name, on in days.items()
        if on
    }


def _place(city: str, edition: Edition) -> dict[str, Any]:
    address = {"@type": "PostalAddress", "addressCountry": edition.country_id}
    if city:
        address["addressLocality"] = city
    return {"@type": "Place", "name": city or str(edition.country.name), "address": address}


def _within(city: str, sites: Sequence[Site]) -> dict[str, Any]:
    """The sites in a city, each with its place on earth where it is known."""
    there = [
        {
            "@type": "Place",
            "name": str(site.name),
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": float(site.latitude),
                "longitude": float(site.longitude),
            },
        }
        for site in sites
        if site.city == city and site.latitude is not None and site.longitude is not None
    ]
    return {"containsPlace": there} if there else {}


def _organisation(organiser: Organiser) -> dict[str, Any]:
    organisation = organiser.organisation
    return _told(
        {
            "@type": "Organization",
            "name": str(organisation.name),
            "alternateName": organisation.abbreviation,
            "url": organisation.website,
        }
    )


def of_evidence(
    edition: Edition, data: Mapping[str, Any], version: Evidence, *, url: str, file: str
) -> dict[str, Any]:
    """The figures of an edition as a data set, each as a variable that was measured.

    Args:
        edition: of which.
        data: as :func:`balai.reporting.adapters.evidence.as_data` tells it.
        version: which one it is.
        url: the page's address, whole.
        file: that of the same for programs.
    """
    return {
        "@context": SCHEMA,
        "@type": "Dataset",
        "@id": f"{url}#evidence",
        "name": f"{gettext('What came of it')}: {edition.title}",
        "description": gettext("Figures of a training programme, counted from its records."),
        "url": url,
        "version": str(version.number),
        "dateModified": version.at.isoformat(),
        "temporalCoverage": f"{edition.starts_on}/{edition.ends_on}",
        "license": LICENCE,
        "isAccessibleForFree": True,
        "about": {"@type": "EducationEvent", "name": str(edition.title), "identifier": edition.code},
        "spatialCoverage": [one["name"] for one in data["countries"]],
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "application/json",
            "contentUrl": file,
        },
        "variableMeasured": [
            {
                "@type": "PropertyValue",
                "name": f"{one['label']}: {one['about_text']}" if "about_text" in one else one["label"],
                "value": one["value"] if one["bound"] == Bound.EXACTLY else one["text"],
                "unitText": one["unit"],
                "description": one["definition"],
            }
            for one in data["figures"]
        ],
    }
