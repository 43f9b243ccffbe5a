"""Questions about offers, numbered places, vacancies and participants."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Sum

from balai.nominations.enums import NominationState
from balai.nominations.models import ReturnedPlaces
from balai.nominations.queries import countries_of
from balai.people.enums import Role
from balai.people.queries import grants_live_at, identities_of
from balai.programmes.enums import EditionStatus, Level
from balai.programmes.models import Deadline, Quota
from balai.programmes.queries.scopes import covered
from balai.selection.enums import Attendance, OfferKind, OfferState, ParticipantState
from balai.selection.models import NumberedPlace, Offer, OfferTerms, Participant
from balai.selection.models.offer import IS_OPEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.nominations.models import Nomination
    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition


# --- whose they are ----------------------------------------------------------------------------------------


def offers_visible_to(grants: Iterable[Grant], readers: Collection[str]) -> QuerySet[Offer]:
    """Offers of the editions that a role of somebody covers."""
    rows = Offer.objects.select_related("edition", "country", "nomination", "place", "participant")
    return rows.filter(covered(grants, readers))


def participants_visible_to(grants: Iterable[Grant], readers: Collection[str]) -> QuerySet[Participant]:
    """Participants of the editions that a role of somebody covers; those who left too."""
    rows = Participant.objects.select_related("edition", "country", "nomination", "place")
    return rows.filter(covered(grants, readers))


def offers_of_countries(grants: Iterable[Grant], edition: Edition) -> QuerySet[Offer]:
    """What became of the nominees of the reader's own countries, and of nobody else's."""
    return (
        Offer.objects.filter(edition=edition, country__in=countries_of(grants))
        .select_related("nomination", "country", "participant")
        .order_by("country_id", "nomination__rank", "sent_at", "id")
    )


def offers_to(person: Person) -> QuerySet[Offer]:
    """What somebody was offered or told, under each of their identities, the newest first."""
    return (
        Offer.objects.filter(nomination__person__in=identities_of(person))
        .select_related("edition__country", "country", "nomination__person", "terms", "place", "participant")
        .order_by("-sent_at", "-id")
    )


# --- places ------------------------------------------------------------------------------------------------


def kept_by_country(edition: Edition | UUID) -> dict[str, int]:
    """How many places each country has by its quota, without those that it returned; two questions."""
    returned = dict(
        ReturnedPlaces.objects.filter(call__edition=edition)
        .values_list("call__country_id")
        .annotate(places=Sum("places"))
    )
    quotas = Quota.objects.filter(edition=edition).values_list("country_id", "places")
    return {country: max(places - returned.get(country, 0), 0) for country, places in quotas}


def held_by_country(edition: Edition | UUID) -> dict[str, int]:
    """How many people of each country have confirmed."""
    held = confirmed(edition).order_by().values_list("country_id").annotate(number=Count("pk"))
    return dict(held)


def offered_by_country(edition: Edition | UUID, *, besides: NumberedPlace | None = None) -> dict[str, int]:
    """How many places are offered to people of each country, each place once.

    Args:
        edition: whose.
        besides: a place whose offers do not count.
    """
    rows = Offer.objects.filter(IS_OPEN, edition=edition)
    if besides is not None:
        rows = rows.exclude(place=besides)
    found: dict[str, int] = {}
    for country, _place in rows.order_by().values_list("country_id", "place_id").distinct():
        found[country] = found.get(country, 0) + 1
    return found


def allowed_beyond(edition: Edition | UUID) -> dict[str, int]:
    """How many people beyond its quota each country may have, by decisions that are recorded and hold.

    The reason stands with the offer. It holds while the offer waits and while who accepted it takes part.
    """
    rows = Offer.objects.filter(edition=edition, kind=OfferKind.PLACE).exclude(beyond_quota="")
    holds = IS_OPEN | Q(state=OfferState.ACCEPTED, participant__state=ParticipantState.CONFIRMED)
    counted = rows.filter(holds).order_by().values_list("country_id").annotate(number=Count("pk"))
    return dict(counted)


def would_be_beyond_quota(place: NumberedPlace, country: str) -> bool:
    """Whether a country would have more people than its quota if somebody got this place, all told."""
    edition = place.edition_id
    taken = held_by_country(edition).get(country, 0)
    taken += offered_by_country(edition, besides=place).get(country, 0)
    may = kept_by_country(edition).get(country, 0) + allowed_beyond(edition).get(country, 0)
    return taken + 1 > may


def places_of(edition: Edition | UUID) -> QuerySet[NumberedPlace]:
    """Every place by its number, with who holds it and, as `asked`, to whom it is offered; two questions."""
    waiting = Offer.objects.filter(IS_OPEN).select_related("nomination").order_by("sent_at", "pk")
    return (
        NumberedPlace.objects.filter(edition=edition)
        .select_related("country", "holder__country", "holder__nomination")
        .prefetch_related(Prefetch("offers", waiting, to_attr="asked"))
        .order_by("number")
    )


def vacancies(edition: Edition | UUID) -> QuerySet[NumberedPlace]:
    """Places that nobody holds, with how many offers of each wait for an answer."""
    waiting = Offer.objects.filter(IS_OPEN, place=OuterRef("pk"))
    return (
        NumberedPlace.objects.filter(edition=edition, holder=None)
        .annotate(is_offered=Exists(waiting))
        .select_related("country", "edition")
        .order_by("number")
    )


def last_leaver(place: NumberedPlace) -> Nomination | None:
    """Who had the place last, or was offered it and did not take it."""
    offer = (
        place.offers.exclude(state__in=[OfferState.SENT, OfferState.OVERTAKEN])
        .select_related("nomination__country")
        .order_by("-answered_at", "-id")
        .first()
    )
    return offer.nomination if offer else None


# --- offers ------------------------------------------------------------------------------------------------


def terms_in_force(edition: Edition | UUID) -> OfferTerms | None:
    """The newest version of the terms."""
    return OfferTerms.objects.filter(edition=edition).order_by("-version").first()


def open_offers() -> QuerySet[Offer]:
    """Offers of places that wait for an answer, the first to end first."""
    return (
        Offer.objects.filter(IS_OPEN)
        .select_related("edition__series", "country", "nomination__person", "place")
        .order_by("expires_at", "id")
    )


def overdue_offers(*, at: datetime) -> QuerySet[Offer]:
    """Those whose time is over."""
    return open_offers().filter(expires_at__lte=at)


def host_deadline(edition: Edition | UUID, code: str) -> datetime | None:
    """When the host planned something, by the code of the deadline."""
    rows = Deadline.objects.filter(plan__edition=edition, plan__code=code, plan__level=Level.HOST)
    return rows.values_list("at", flat=True).first()


def arrival_of(edition: Edition) -> datetime | None:
    """The beginning of the day of arrival by the clock of the edition."""
    day = edition.arrives_on or edition.starts_on
    return dt.datetime.combine(day, dt.time(), ZoneInfo(edition.time_zone)) if day else None


MISSED_AFTER = dt.timedelta(hours=12)
"""How long after the day of arrival somebody whom nobody met is missed: flights are not known here."""


def overdue_arrivals(*, at: datetime) -> list[UUID]:
    """Participants who were to come and whom nobody has met twelve hours after the day of arrival.

    Only of editions that note arrivals at all: where nobody was met, nobody looks, and nobody is missed.
    """
    rows = (
        Participant.objects.filter(
            state=ParticipantState.CONFIRMED,
            attendance=Attendance.IN_PERSON,
            met_at=None,
            missed_at=None,
            edition__status=EditionStatus.RUNNING,
        )
        .filter(Exists(Participant.objects.filter(edition=OuterRef("edition"), met_at__isnull=False)))
        .select_related("edition")
        .order_by("edition_id", "pk")
    )
    found = []
    for one in rows:
        arrival = arrival_of(one.edition)
        if arrival is not None and at >= arrival + dt.timedelta(days=1) + MISSED_AFTER:
            found.append(one.pk)
    return found


def missed_arrivals(grants: Iterable[Grant], readers: Collection[str]) -> QuerySet[Participant]:
    """Who was not met on arrival and has neither come nor been let go, of running editions of a role."""
    rows = participants_visible_to(grants, readers).filter(
        edition__status=EditionStatus.RUNNING,
        state=ParticipantState.CONFIRMED,
        missed_at__isnull=False,
        met_at=None,
    )
    return rows.order_by("missed_at", "pk")


def speakers_for(country: str, *, at: datetime) -> list[Person]:
    """Who is focal point of a country now; a person recorded twice is one."""
    grants = grants_live_at(at).filter(role=Role.FOCAL_POINT, scope=f"country:{country}")
    found: dict[UUID, Person] = {}
    for grant in grants.select_related("person__merged_into", "person__account").order_by("person_id"):
        person = grant.person.merged_into or grant.person
        found[person.pk] = person
    return list(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which offers or participants the office looks for; an empty text leaves a question out."""

    words: str = ""
    edition: str = ""
    country: str = ""
    kind: str = ""
    state: str = ""


def offers_found(rows: QuerySet[Offer], wanted: Wanted) -> QuerySet[Offer]:
    """The rows that hold every word asked for, of one edition, country, kind and state."""
    for word in wanted.words.lower().split():
        rows = rows.filter(nomination__search_text__contains=word)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    found: QuerySet[Offer] = _narrowed(rows, wanted).annotate(name=F("nomination__name"))
    return found


def participants_found(rows: QuerySet[Participant], wanted: Wanted) -> QuerySet[Participant]:
    """The rows that hold every word asked for, of one edition, country and state."""
    for word in wanted.words.lower().split():
        rows = rows.filter(search_text__contains=word)
    return _narrowed(rows, wanted)


def _narrowed(rows: QuerySet, wanted: Wanted) -> QuerySet:  # type: ignore[type-arg] # of either model
    if wanted.edition:
        rows = rows.filter(edition__code=wanted.edition)
    if wanted.country:
        rows = rows.filter(country=wanted.country)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    return rows


def confirmed(edition: Edition | UUID) -> QuerySet[Participant]:
    """Who takes part, as it stands."""
    return Participant.objects.filter(edition=edition, state=ParticipantState.CONFIRMED).order_by(
        "country_id", "name", "id"
    )


def nominations_withdrawn_though_confirmed(edition: Edition | UUID) -> QuerySet[Participant]:
    """Participants whose country took the nomination back after they had confirmed."""
    return confirmed(edition).filter(nomination__state=NominationState.WITHDRAWN).select_related("country")


def refused_before(edition: Edition | UUID) -> set[UUID]:
    """Nominees who did not take a place, or left one: asked again only where the office says why."""
    gone = Offer.objects.filter(
        edition=edition,
        kind=OfferKind.PLACE,
        state__in=[OfferState.DECLINED, OfferState.LAPSED, OfferState.WITHDRAWN],
    )
    left = Participant.objects.filter(edition=edition).exclude(state=ParticipantState.CONFIRMED)
    return {*gone.values_list("nomination_id", flat=True), *left.values_list("nomination_id", flat=True)}


def took_part(country: str, editions: Collection[UUID]) -> dict[UUID, list[str]]:
    """Who of a country confirmed for editions and did not leave, by edition; nobody who was erased."""
    rows = Participant.objects.filter(
        country=country, edition__in=editions, state=ParticipantState.CONFIRMED, person__erased_at=None
    )
    found: dict[UUID, list[str]] = {}
    for edition, name in rows.order_by("name", "pk").values_list("edition", "name"):
        found.setdefault(edition, []).append(name)
    return found
