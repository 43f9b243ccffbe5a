"""Announcing what the panel decided: to governments, then to nominees."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext, override

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.services.telling import moment_in
from balai.selection.enums import (
    OfferKind,
    OfferState,
    Place,
    Rung,
)
from balai.selection.models import NumberedPlace, Offer
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.decisions import decision_in_force, verdicts_of
from balai.selection.queries.offers import (
    arrival_of,
    host_deadline,
    kept_by_country,
    terms_in_force,
    would_be_beyond_quota,
)
from balai.selection.rules.offers import (
    is_settled,
    may_announce,
    may_hold_until,
)
from balai.selection.services.offering import locked, make_offer
from balai.selection.services.terms import ANSWER_DAYS, terms_of
from balai.selection.services.writing import tell_country, until_in, write_to_nominee

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Decision, OfferTerms, Verdict

LEAST_TIME = dt.timedelta(days=2)
"""A deadline that is nearer than this leaves no time to answer; the days of the terms are given instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """What came of announcing.

    Attributes:
        offers, reserves, regrets: letters to nominees by kind.
        countries: letters to governments.
        unheard: codes of countries whose government could not be told, because nobody is its focal point.
    """

    offers: int = 0
    reserves: int = 0
    regrets: int = 0
    countries: int = 0
    unheard: tuple[str, ...] = ()


@transaction.atomic
def announce_decision(
    *, edition: Edition, actor: Person, at: datetime, expires_at: datetime | None = None
) -> Announced:
    """Tell governments and then nominees what the panel decided; asked again, only what is new is told.

    The governments' letters take the earlier numbers: no nominee hears before the focal point does. After a
    corrected decision those whose place has changed get a new letter, and an open offer that it takes away
    is taken back; what somebody has answered stays.

    Args:
        edition: whose decision is in force.
        actor: who announces.
        at: the moment.
        expires_at: until when the offers hold; None is the planned deadline for acceptances.

    Raises:
        RuleViolationError: ``offers.not_now``, ``offers.nothing_decided`` or ``offer.no_time_left``.
    """
    edition = locked(edition.pk)
    decision = decision_in_force(edition)
    enforce(may_announce(edition, decision))
    assert decision is not None  # noqa: S101 -- the rule has refused None; this tells the type checker
    terms = terms_of(edition, actor=actor.reference, at=at)
    until = expires_at or planned_end(edition, at=at)
    enforce(may_hold_until(until, at=at))
    verdicts = list(verdicts_of(decision))
    news = _news(verdicts)
    _lay_out_places(edition, verdicts)
    told, unheard = _tell_governments(edition, verdicts, news, until, actor=actor.reference, at=at)
    counted = dict.fromkeys(OfferKind, 0)
    free = list(_free_places(edition))
    for verdict in news:
        kind = OFFERED[verdict.place]
        counted[kind] += 1
        _send(
            edition,
            verdict,
            kind,
            free=free,
            terms=terms,
            until=until,
            actor=actor.reference,
            at=at,
        )
    record(
        actor=actor.reference,
        action="decision.announced",
        subject=decision.reference,
        at=at,
        detail={"letters": len(news), "countries": told},
    )
    return Announced(
        offers=counted[OfferKind.PLACE],
        reserves=counted[OfferKind.RESERVE],
        regrets=counted[OfferKind.REGRET],
        countries=told,
        unheard=tuple(unheard),
    )


OFFERED = {
    Place.SELECTED.value: OfferKind.PLACE,
    Place.RESERVE.value: OfferKind.RESERVE,
    Place.NOT_SELECTED.value: OfferKind.REGRET,
}


def _news(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Verdicts of which the nominee was not told yet, as they now are."""
    latest: dict[UUID, Offer] = {}
    for offer in Offer.objects.filter(nomination__in=[one.nomination_id for one in verdicts]).order_by(
        "sent_at", "pk"
    ):
        latest[offer.nomination_id] = offer
    return [
        one for one in verdicts if one.nomination.is_live and _is_news(one, latest.get(one.nomination_id))
    ]


def untold_verdicts(decision: Decision) -> list[Verdict]:
    """Verdicts of which the nominee was not told yet; two questions."""
    return _news(list(verdicts_of(decision)))


def _is_news(verdict: Verdict, last: Offer | None) -> bool:
    if last is None:
        return True
    if is_settled(last):
        return False
    if verdict.place == Place.RESERVE and last.kind == OfferKind.RESERVE:
        return last.reserve_rank != verdict.reserve_rank
    if last.kind == OfferKind.PLACE and last.rung != Rung.DECISION and last.is_open:
        return False  # moved up since; a correction of the list does not take that back
    return last.kind != OFFERED[verdict.place]


def _lay_out_places(edition: Edition, verdicts: Sequence[Verdict]) -> None:
    """Number the places once: those of the selected, then what the quotas leave, then those open to all."""
    there = NumberedPlace.objects.filter(edition=edition).count()
    if there:
        return
    kept = kept_by_country(edition)
    countries: list[str | None] = [
        one.nomination.country_id for one in verdicts if one.place == Place.SELECTED
    ]
    for given in sorted(kept):
        spare = kept[given] - countries.count(given)
        countries += [given] * max(min(spare, (edition.places or 0) - len(countries)), 0)
    countries += [None] * max((edition.places or 0) - len(countries), 0)
    NumberedPlace.objects.bulk_create(
        NumberedPlace(edition=edition, number=number, country_id=country)
        for number, country in enumerate(countries, 1)
    )


def _free_places(edition: Edition) -> Sequence[NumberedPlace]:
    taken = Offer.objects.filter(IS_OPEN, edition=edition).values("place")
    return list(
        NumberedPlace.objects.filter(edition=edition, holder=None).exclude(pk__in=taken).order_by("number")
    )


def _tell_governments(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    verdicts: Sequence[Verdict],
    news: Sequence[Verdict],
    until: datetime,
    *,
    actor: str,
    at: datetime,
) -> tuple[int, list[str]]:
    """One letter to each focal point with the outcome of every nominee of the country."""
    told, unheard = 0, []
    for country in sorted({one.nomination.country_id for one in news}):
        own = [one for one in verdicts if one.nomination.country_id == country and one.nomination.is_live]

        def gaps(language: str, own: Sequence[Verdict] = own) -> dict[str, str]:
            name = own[0].nomination.country.name.in_language(language).text
            return {
                "country": name,
                "outcome": "\n".join(f"- {_outcome_in(one, language)}" for one in own),
                "until": until_in_edition(edition, until, language),
            }

        mentions = [one.nomination.as_mentioned for one in own]
        written = tell_country(
            edition, country, "offer.government", gaps, mentions=mentions, actor=actor, at=at
        )
        told += written
        if not written:
            unheard.append(country)
    return told, unheard


def _outcome_in(verdict: Verdict, language: str) -> str:
    """One nominee's outcome for the government: “Karma Choden (SMI-2018/N-BT-01): a place is offered”."""
    with override(language):
        words = {
            Place.SELECTED.value: gettext("a place is offered"),
            Place.RESERVE.value: gettext("number %(rank)s on the reserve list")
            % {"rank": verdict.reserve_rank},
            Place.NOT_SELECTED.value: gettext("not selected"),
        }[verdict.place]
    return f"{verdict.nomination.name} ({verdict.nomination.code}): {words}"


def until_in_edition(edition: Edition, until: datetime, language: str) -> str:
    """A moment by the clock of the edition."""
    return moment_in(until, edition.time_zone, language)


def _send(  # noqa: PLR0913 -- each is named where it is called
    edition: Edition,
    verdict: Verdict,
    kind: OfferKind,
    *,
    free: list[NumberedPlace],
    terms: OfferTerms,
    until: datetime,
    actor: str,
    at: datetime,
) -> Offer | None:
    nomination = verdict.nomination
    nomination.edition = edition
    _close_earlier(nomination, actor=actor, at=at)
    if kind == OfferKind.PLACE:
        own = next((one for one in free if one.country_id == nomination.country_id), None)
        place = own or next((one for one in free if one.country_id is None), None) or next(iter(free), None)
        if place is None:
            return None  # all places are given meanwhile; the ladder offers the next that becomes free
        free.remove(place)
        reason = ""
        if would_be_beyond_quota(place, nomination.country_id):
            reason = gettext("Decided by the panel, version %(version)d of its decision.") % {
                "version": verdict.decision.version
            }
        return make_offer(
            nomination,
            place,
            rung=Rung.DECISION,
            terms=terms,
            until=until,
            verdict=verdict,
            beyond_quota=reason,
            actor=actor,
            at=at,
        )
    if kind == OfferKind.RESERVE:
        holds = max(host_deadline(edition, "manifest") or arrival_of(edition) or until, until)
        letter = write_to_nominee(
            nomination,
            "offer.reserve",
            lambda language: {
                "rank": str(verdict.reserve_rank),
                "until": until_in(nomination.person, holds, language),
            },
            actor=actor,
            at=at,
        )
        more: dict[str, Any] = {"reserve_rank": verdict.reserve_rank, "expires_at": holds}
    else:
        letter = write_to_nominee(
            nomination,
            "offer.regret",
            lambda language: {"feedback": verdict.sentence.in_language(language).text or "–"},
            actor=actor,
            at=at,
        )
        more = {}
    return Offer.objects.create(
        edition=edition,
        country_id=nomination.country_id,
        nomination=nomination,
        verdict=verdict,
        kind=kind,
        letter=letter,
        sent_at=at,
        sent_by=actor,
        **more,
    )


def _close_earlier(nomination: Nomination, *, actor: str, at: datetime) -> None:
    """Earlier letters to a nominee are answered by a later one; an open offer is taken back."""
    earlier = Offer.objects.filter(nomination=nomination, state=OfferState.SENT)
    for offer in earlier.filter(kind=OfferKind.PLACE):
        record(actor=actor, action="offer.withdrawn", subject=offer.reference, at=at)
    earlier.filter(kind=OfferKind.PLACE).update(state=OfferState.WITHDRAWN, answered_at=at)
    earlier.exclude(kind=OfferKind.PLACE).update(state=OfferState.CLOSED, answered_at=at)


def planned_end(edition: Edition, *, at: datetime) -> datetime:
    """Until when offers usually hold: the planned deadline for acceptances, else the days of the terms."""
    planned = host_deadline(edition, "acceptances")
    if planned is not None and planned > at + LEAST_TIME:
        return planned
    terms = terms_in_force(edition)
    return at + dt.timedelta(days=terms.answer_days if terms else ANSWER_DAYS)
