"""Who organises an edition and who takes part: the list and the map tell the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.programmes.enums import EditionStatus, OrganiserRole
from balai.programmes.models import KnownCountry
from balai.ui.parts import (
    CountryRow,
    Place,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.directory.models import Country
    from balai.programmes.models import (
        Edition,
        Organiser,
        Quota,
    )

ROLES: Mapping[OrganiserRole, StrOrPromise] = {
    OrganiserRole.HOST: _("Host"),
    OrganiserRole.FOCAL_MINISTRY: _("Focal ministry"),
    OrganiserRole.SECRETARIAT: _("International partner"),
    OrganiserRole.FUNDER: _("Funded by"),
    OrganiserRole.IMPLEMENTER: _("Carried out by"),
    OrganiserRole.PARTNER: _("With"),
}
"""How the public reads the parts of organisers."""
OVER = frozenset({EditionStatus.CLOSED, EditionStatus.REPORTED, EditionStatus.EVALUATED})


def role_of(organiser: Organiser, scheme: str) -> StrOrPromise:
    """What an organiser is to the public; the focal ministry coordinates the scheme where one is named."""
    if organiser.role == OrganiserRole.FOCAL_MINISTRY and scheme:
        return gettext("Coordination of %(scheme)s") % {"scheme": scheme}
    return ROLES[OrganiserRole(organiser.role)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """A country that takes part, with its people where their number is known."""

    country: Country
    people: int | None
    is_assumed: bool = False


def senders(known: Sequence[KnownCountry], quotas: Sequence[Quota]) -> list[Sender]:
    """Who is known to have come, else who is given places; by name in the page's language.

    Of a country that is known to have come with nobody knows how many, the places it was given are told.
    """
    planned = {row.country_id: row for row in quotas if row.places}
    found = []
    for row in known or planned.values():
        given = planned.get(row.country_id)
        people = row.participants if isinstance(row, KnownCountry) else None
        is_guess = people is None and given is not None and given.certainty == Certainty.ASSUMED
        found.append(
            Sender(
                country=row.country,
                people=people if people is not None or given is None else given.places,
                is_assumed=is_guess,
            )
        )
    return sorted(found, key=lambda sender: str(sender.country.name).casefold())


def number_of_people(edition: Edition, known: Sequence[KnownCountry]) -> int | None:
    """How many people took part as far as is known, else how many places there are."""
    counted = [row.participants for row in known]
    if edition.known_participants:
        return edition.known_participants
    if counted and all(number is not None for number in counted):
        return sum(number or 0 for number in counted)
    return edition.places


def country_rows(found: Sequence[Sender], host: Country) -> list[CountryRow]:
    """The list that tells what the map tells."""
    return [
        CountryRow(
            code=sender.country.code,
            name=str(sender.country.name),
            figure=str(sender.people) if sender.people is not None else "",
            note=gettext("host") if sender.country == host else "",
        )
        for sender in found
    ]


def place_on_map(country: Country, note: str = "") -> Place | None:
    """A country's capital; nothing where its place is not known."""
    if country.latitude is None or country.longitude is None:
        return None
    return Place(
        name=country.brief_name,
        latitude=float(country.latitude),
        longitude=float(country.longitude),
        note=note,
    )


def places_on_map(found: Sequence[Sender], host: Country) -> tuple[list[Place], Place | None]:
    """The capitals of all that send people, and the host's."""
    abroad = (place_on_map(sender.country) for sender in found if sender.country != host)
    return [place for place in abroad if place], place_on_map(host, gettext("host"))


def map_title(found: Sequence[Sender], host: Country) -> str:
    """What the map says, in a sentence."""
    number = sum(sender.country != host for sender in found)
    named = {"number": number, "host": host.name}
    title = ngettext(
        "Map: %(number)s country sends people to %(host)s",
        "Map: %(number)s countries send people to %(host)s",
        number,
    )
    if number < len(found):
        title = ngettext(
            "Map: %(number)s country sends people to %(host)s, which takes part too",
            "Map: %(number)s countries send people to %(host)s, which takes part too",
            number,
        )
    return title % named


def sentence_on_numbers(found: Sequence[Sender], edition: Edition) -> str:
    """How the people are shared out, where one sentence can say it."""
    numbers = {sender.people for sender in found}
    number = numbers.pop() if len(numbers) == 1 else None
    if number is None or len(found) < 2:
        return ""
    if edition.status in OVER:
        text = ngettext(
            "Each country sent %(number)s person.", "Each country sent %(number)s people.", number
        )
    else:
        text = ngettext("Each country has %(number)s place.", "Each country has %(number)s places.", number)
    return text % {"number": number}
