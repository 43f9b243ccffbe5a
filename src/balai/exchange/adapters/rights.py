"""What this room does for the rights of persons: what it holds of them, and what erasing takes away.

What counts (country, category, technology, state, points, codes, days) stays; words and contacts go.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from balai.exchange.models import Card, Match, Meeting, Outcome
from balai.exchange.queries.exchange import cards_about, interests_about, matches_about, meetings_about
from balai.people.registries import ERASED, Expired, Rows

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Collection, Iterable, Sequence

    from django.db.models import QuerySet
    from django.utils.functional import Promise

    from balai.people.models import Person

EMPTY: dict[str, Any] = {"title": {"en": ERASED}, "words": {}}


def forget_cards(cards: QuerySet[Card], *, at: dt.datetime) -> int:
    """Take the words of cards away and show them to nobody; tells of how many."""
    left = cards.exclude(Q(**EMPTY))
    left.filter(withdrawn_at=None).update(withdrawn_at=at)
    return left.update(**EMPTY)


def forget_matches(matches: QuerySet[Match]) -> int:
    """Take away what was written to the other side and how one is reached."""
    Outcome.objects.filter(match__in=matches).exclude(words="").update(words="")
    matches.exclude(seeker_contact__in=["", ERASED]).update(seeker_contact=ERASED)
    matches.exclude(reasons={}).update(reasons={})  # which quote both sides
    done = matches.exclude(words="").update(words="")
    return done + matches.exclude(provider_contact__in=["", ERASED]).update(provider_contact=ERASED)


class ExchangeEraser:
    """Empties needs, offers, what was said in matches, and what meetings were about."""

    def __call__(self, persons: Collection[Person], *, at: dt.datetime) -> int:
        return (
            forget_cards(cards_about(persons), at=at)
            + forget_matches(Match.objects.filter(pk__in=matches_about(persons).values("pk")))
            + Meeting.objects.filter(participant__person__in=persons).exclude(about="").update(about="")
        )


class CardRetention:
    """Needs and offers of people, two years after their last day."""

    label: str | Promise = _("Needs and offers of the technology exchange")
    weeks = 104
    why: str | Promise = _("Assumed: two years, because what came of them is followed for one.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those whose last day was before a day."""
        rows = (
            Card.objects.filter(until__lt=ended_before, person__isnull=False)
            .exclude(Q(**EMPTY))
            .order_by("until", "pk")
            .values_list("pk", "person_id", "until")
        )
        for key, person, until in rows.iterator(chunk_size=2_000):
            assert until is not None  # noqa: S101 -- it is before a day
            yield Expired(key=key, person_id=person, about=f"exchange_card:{key}", ended_on=until)

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Empty them."""
        return forget_cards(Card.objects.filter(pk__in=[one.key for one in expired]), at=at)


class MatchRetention:
    """What two sides wrote to each other, two years after the edition or the match."""

    label: str | Promise = _("Answers and contacts of the technology exchange")
    weeks = 104
    why: str | Promise = _("Assumed: two years, because what came of them is followed for one.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those that were made before a day."""
        told = Outcome.objects.filter(match=OuterRef("pk")).exclude(words="")
        has_words = (
            ~Q(words="")
            | ~Q(provider_contact__in=["", ERASED])
            | ~Q(seeker_contact__in=["", ERASED])
            | Exists(told)
        )
        rows = (
            Match.objects.filter(has_words, made_at__date__lt=ended_before)
            .order_by("made_at", "pk")
            .values_list("pk", "seeker_id", "made_at")
        )
        for key, person, made in rows.iterator(chunk_size=2_000):
            yield Expired(key=key, person_id=person, about=f"exchange_match:{key}", ended_on=made.date())

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Empty them; tells of how many."""
        forget_matches(Match.objects.filter(pk__in=[one.key for one in expired]))
        return len(expired)


class MeetingRetention:
    """What somebody wanted to speak about at a meeting, two years after it."""

    label: str | Promise = _("What meetings of the technology exchange were about")
    weeks = 104
    why: str | Promise = _("Assumed: two years, because what came of them is followed for one.")

    def expired(self, *, ended_before: dt.date) -> Iterable[Expired]:
        """Those that were held before a day."""
        rows = (
            Meeting.objects.filter(ends_at__date__lt=ended_before)
            .exclude(about="")
            .order_by("ends_at", "pk")
            .values_list("pk", "participant__person_id", "ends_at")
        )
        for key, person, ended in rows.iterator(chunk_size=2_000):
            yield Expired(key=key, person_id=person, about=f"exchange_meeting:{key}", ended_on=ended.date())

    def forget(self, expired: Sequence[Expired], *, at: dt.datetime) -> int:
        """Empty them; tells of how many."""
        return Meeting.objects.filter(pk__in=[one.key for one in expired]).update(about="")


HELD = {
    "exchange_interests": Rows(
        label=_("Technologies that you want"),
        rows=interests_about,
        fields=["technology__code", "at"],
        view="exchange:mine",
    ),
    "exchange_cards": Rows(
        label=_("Your needs and offers"),
        rows=cards_about,
        fields=["kind", "category", "title", "words", "until", "entered_at", "withdrawn_at"],
        view="exchange:mine",
    ),
    "exchange_matches": Rows(
        label=_("Answers in the technology exchange"),
        rows=matches_about,
        fields=["words", "points", "made_at", "provider_agreed_at", "seeker_agreed_at", "declined_at"],
        view="exchange:mine",
    ),
    "exchange_meetings": Rows(
        label=_("Meetings that you booked"),
        rows=meetings_about,
        fields=["organisation__code", "place", "begins_at", "ends_at", "about"],
        view="exchange:mine",
    ),
}
