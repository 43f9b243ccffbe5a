"""Questions about needs, offers, interests, matches and meetings: one's own, a centre's, an edition's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Q, UUIDField
from django.db.models.functions import Coalesce

from balai.directory.models import Organisation, Technology
from balai.directory.queries import live
from balai.exchange.enums import Kind
from balai.exchange.models import Card, Interest, Match, Meeting
from balai.exchange.models.card import DICTIONARIES
from balai.people.enums import EVERYWHERE, Role
from balai.people.queries import identities_of
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.timetable.enums import TimetableState
from balai.timetable.models import Slot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.people.models import Grant, Person
    from balai.programmes.models import Edition


IN_CONTACT = Q(seeker_agreed_at__isnull=False, provider_agreed_at__isnull=False, declined_at=None)


def participations_in(person: Person) -> QuerySet[Participant]:
    """Where somebody takes or took part, the newest first."""
    rows = Participant.objects.filter(person__in=identities_of(person), state=ParticipantState.CONFIRMED)
    return rows.select_related("edition__series", "country").order_by("-edition__starts_on", "pk")


def own_centres(grants: Iterable[Grant]) -> QuerySet[Organisation]:
    """The organisations that somebody coordinates."""
    scopes = {grant.scope for grant in grants if grant.role == Role.CENTRE_COORDINATOR}
    if EVERYWHERE in scopes:
        return Organisation.objects.all()
    keys = [one.removeprefix("organisation:") for one in scopes if one.startswith("organisation:")]
    return Organisation.objects.filter(pk__in=keys)


# --- cards -------------------------------------------------------------------------------------------------


def with_owner(rows: QuerySet[Card]) -> QuerySet[Card]:
    """Cards with all that pages tell of them."""
    owner = ("person__merged_into", "organisation", "technology", "country", "edition")
    return rows.select_related(*owner).prefetch_related("topics")


def own_cards_of(person: Person) -> QuerySet[Card]:
    """Somebody's needs and offers, those that were withdrawn too, the newest first."""
    return with_owner(Card.objects.filter(person__in=identities_of(person))).order_by("-entered_at", "pk")


def open_needs(*, on: dt.date, words: str = "", topic: str = "") -> QuerySet[Card]:
    """Needs that hold on a day; with words, those that say each of them, or have them in the title."""
    rows = Card.objects.filter(kind=Kind.NEED, withdrawn_at=None, until__gte=on)
    if words:
        found = Q(heading__contains=words.lower())
        for dictionary in DICTIONARIES:
            found |= Q(stems=SearchQuery(words, config=dictionary, search_type="websearch"))
        rows = rows.filter(found)
    if topic:
        rows = rows.filter(topics__code=topic)
    return with_owner(rows)


def needs_in(edition: Edition) -> QuerySet[Card]:
    """What was asked for in an edition and not withdrawn."""
    answered = Count("matches", filter=Q(matches__declined_at=None))
    return with_owner(
        Card.objects.filter(edition=edition, kind=Kind.NEED, withdrawn_at=None).annotate(answers=answered)
    )


# --- interests ---------------------------------------------------------------------------------------------


def technologies_at(organisations: Collection[UUID]) -> QuerySet[Technology]:
    """What these organisations can show."""
    rows = live(Technology.objects.filter(organisation__in=organisations))
    return rows.select_related("organisation").order_by("organisation__code", "code")


def shown_in(edition: Edition | UUID) -> QuerySet[Technology]:
    """The technologies of the organisations where an edition has published sessions."""
    slots = Slot.objects.filter(timetable__edition=edition, timetable__state=TimetableState.PUBLISHED)
    return technologies_at(slots.filter(site__isnull=False).values("site__organisation"))  # type: ignore[arg-type] # a subquery


def interests_in(edition: Edition) -> QuerySet[Interest]:
    """Who is interested in what, by technology and name."""
    rows = Interest.objects.filter(participant__edition=edition)
    return rows.select_related(
        "participant__country", "participant__person__merged_into", "technology__organisation", "match"
    ).order_by("technology__organisation__code", "technology__code", "participant__name", "pk")


def taps_of(participants: Collection[Participant]) -> set[tuple[UUID, UUID]]:
    """Which participant is interested in which technology."""
    rows = Interest.objects.filter(participant__in=participants)
    return set(rows.values_list("participant", "technology"))


# --- matches -----------------------------------------------------------------------------------------------


def whole_matches(rows: QuerySet[Match]) -> QuerySet[Match]:
    """Matches with all that pages tell of them."""
    return rows.select_related(
        "edition",
        "need__country",
        "need__organisation",
        "interest__technology",
        "interest__participant__country",
        "offer",
        "seeker__merged_into",
        "provider__merged_into",
        "provider_organisation",
    ).prefetch_related("outcomes")


def matches_sought_by(person: Person) -> QuerySet[Match]:
    """Answers to somebody's needs and interests that were given, the newest first."""
    rows = Match.objects.filter(seeker__in=identities_of(person), provider_agreed_at__isnull=False)
    return whole_matches(rows).order_by("-made_at", "pk")


def matches_provided_by(person: Person) -> QuerySet[Match]:
    """What somebody answered, or is proposed to, the newest first."""
    return whole_matches(Match.objects.filter(provider__in=identities_of(person))).order_by("-made_at", "pk")


def matches_in(edition: Edition) -> QuerySet[Match]:
    """Every match of an edition."""
    return whole_matches(Match.objects.filter(edition=edition))


def matches_of(rows: QuerySet[Match], organisations: QuerySet[Organisation]) -> QuerySet[Match]:
    """Those that organisations answer or are asked about, and answers that were given to their own needs."""
    asked = Q(need__organisation__in=organisations, provider_agreed_at__isnull=False)
    return rows.filter(asked | Q(provider_organisation__in=organisations))


def answered_need(need: Card, person: Person) -> bool:
    """Whether somebody has answered a need."""
    return Match.objects.filter(need=need, provider__in=identities_of(person)).exists()


# --- meetings ----------------------------------------------------------------------------------------------


def meetings_in(edition: Edition | UUID) -> QuerySet[Meeting]:
    """Meetings of an edition, in the order of time."""
    rows = Meeting.objects.filter(edition=edition).select_related("organisation", "participant__country")
    return rows.order_by("begins_at", "organisation__code", "pk")


def counts_in(edition: Edition) -> dict[str, int]:
    """Figures of the exchange of an edition; four questions."""
    cards = Card.objects.filter(edition=edition, withdrawn_at=None).aggregate(
        needs=Count("pk", filter=Q(kind=Kind.NEED)), offers=Count("pk", filter=Q(kind=Kind.OFFER))
    )
    interests, answered = interest_counts(edition)
    matches = Match.objects.filter(edition=edition).aggregate(
        matches=Count("pk"), agreed=Count("pk", filter=IN_CONTACT)
    )
    booked = Meeting.objects.filter(edition=edition).aggregate(
        meetings=Count("pk"), booked=Count("pk", filter=Q(participant__isnull=False))
    )
    return {**cards, "interests": interests, "answered": answered, **matches, **booked}


def matches_in_contact(edition: Edition) -> QuerySet[Match]:
    """Those whose two sides can reach each other."""
    return Match.objects.filter(IN_CONTACT, edition=edition)


def owners_of(matches: QuerySet[Match]) -> list[tuple[UUID, UUID | None]]:
    """Whose wish each match answers: a person under one identity, or an organisation; None once erased."""
    owner = Coalesce("seeker__merged_into", "seeker", "need__organisation", output_field=UUIDField())
    return list(matches.values_list("pk", owner))


def owners_in(edition: Edition) -> dict[str, list[UUID | None]]:
    """Of all that :func:`counts_in` counts but free meetings, whose each is; one may have several.

    Whoever tells figures outside counts these.
    """
    owner = Coalesce("person__merged_into", "person", "organisation", output_field=UUIDField())
    cards = Card.objects.filter(edition=edition, withdrawn_at=None)
    interests = Interest.objects.filter(participant__edition=edition)
    answered = interests.filter(match__provider_agreed_at__isnull=False)
    booked = Meeting.objects.filter(edition=edition, participant__isnull=False)
    return {
        "needs": list(cards.filter(kind=Kind.NEED).values_list(owner, flat=True)),
        "offers": list(cards.filter(kind=Kind.OFFER).values_list(owner, flat=True)),
        "interests": list(interests.values_list("participant", flat=True)),
        "answered": list(answered.values_list("participant", flat=True)),
        "matches": [one for _key, one in owners_of(Match.objects.filter(edition=edition))],
        "agreed": [one for _key, one in owners_of(matches_in_contact(edition))],
        "booked": list(booked.values_list("participant", flat=True)),
    }


def agreed_matches(*, since: dt.datetime) -> QuerySet[Match]:
    """Those whose sides have been in contact since a moment."""
    rows = Match.objects.filter(
        seeker_agreed_at__gte=since, provider_agreed_at__isnull=False, declined_at=None, seeker__isnull=False
    )
    return whole_matches(rows).order_by("seeker_agreed_at", "pk")


def free_of(rows: QuerySet[Meeting], *, at: dt.datetime) -> QuerySet[Meeting]:
    """Those that can be booked."""
    return rows.filter(participant=None, begins_at__gt=at).order_by("begins_at", "organisation__code", "pk")


def interest_counts(edition: Edition) -> tuple[int, int]:
    """How many interests an edition has, and how many of them are answered; one question."""
    rows = Interest.objects.filter(participant__edition=edition).aggregate(
        all=Count("pk"), answered=Count("match", filter=Q(match__provider_agreed_at__isnull=False))
    )
    return rows["all"], rows["answered"]


def interests_about(persons: Collection[Person]) -> QuerySet[Interest]:
    """What somebody wants, under all of their identities."""
    return Interest.objects.filter(participant__person__in=persons).order_by("at", "pk")


def cards_about(persons: Collection[Person]) -> QuerySet[Card]:
    """Needs and offers of somebody, under all of their identities."""
    return Card.objects.filter(person__in=persons).order_by("entered_at", "pk")


def matches_about(persons: Collection[Person]) -> QuerySet[Match]:
    """Matches on one side of which somebody stands."""
    rows = Match.objects.filter(Q(seeker__in=persons) | Q(provider__in=persons))
    return rows.order_by("made_at", "pk")


def meetings_about(persons: Collection[Person]) -> QuerySet[Meeting]:
    """Meetings that somebody booked."""
    return Meeting.objects.filter(participant__person__in=persons).order_by("begins_at", "pk")
