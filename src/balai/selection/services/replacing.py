"""A free place: somebody on its ladder is offered it, or its country asked for a name (workflow S24).

What the office clicks is judged by the ladder that it saw, laid again under the lock.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.programmes.services.telling import moment_in
from balai.selection.enums import OfferKind, OfferState
from balai.selection.models import NumberedPlace, Offer, Renomination
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.offers import arrival_of
from balai.selection.rules.offers import may_ask_for_a_name, may_hold_until, may_offer, must_be_free
from balai.selection.services.ladder import ladder_of
from balai.selection.services.offering import locked, make_offer
from balai.selection.services.terms import terms_of
from balai.selection.services.writing import tell_country

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import OfferTerms


@transaction.atomic
def offer_place(
    *, place_id: UUID, nomination_id: UUID, reason: str = "", actor: Person, at: datetime
) -> Offer:
    """Offer a free place to somebody on its ladder; several may be asked, and the first who confirms has it.

    Args:
        place_id: that nobody holds.
        nomination_id: who is asked.
        reason: why, where it is more than a quota, out of turn, or otherwise than the ladder says.
        actor: the officer who decides.
        at: the moment; the visa routes and the days left are judged by it.

    Raises:
        RuleViolationError: ``place.taken``, ``place.barred``, ``place.out_of_turn``, ``place.beyond_quota``,
            ``offer.waits``, ``offer.no_time_left``, ``nomination.taken_back`` or
            ``offers.not_now``.
    """
    edition = locked(NumberedPlace.objects.values_list("edition_id", flat=True).get(pk=place_id))
    place = NumberedPlace.objects.select_related("country").get(pk=place_id)
    place.edition = edition
    enforce(must_be_free(is_held=hasattr(place, "holder")))
    ladder = ladder_of(place, at=at)
    candidate = ladder.find(nomination_id)
    if Offer.objects.filter(IS_OPEN, nomination=nomination_id).exists():
        raise RuleViolationError(
            Refusal("offer.waits", _("This nominee has an offer that waits for an answer."))
        )
    if candidate is None:
        raise RuleViolationError(
            Refusal("place.barred", _("This person is not among those who may be selected."))
        )
    nomination = candidate.nomination
    enforce(
        may_offer(
            place,
            nomination,
            is_beyond_quota=candidate.is_beyond_quota,
            reason=reason,
        )
    )
    is_barred = candidate in ladder.barred
    if is_barred and not (candidate.may_be_decided and reason.strip()):
        raise RuleViolationError(Refusal("place.barred", candidate.sentence))
    if candidate.is_out_of_turn and not reason.strip():
        raise RuleViolationError(
            Refusal(
                "place.out_of_turn",
                _("Others come first on the ladder. Say why this person is asked before them."),
            )
        )
    terms = terms_of(edition, actor=actor.reference, at=at)
    until = _time_to_answer(edition, terms, at=at)
    enforce(may_hold_until(until, at=at))
    nomination.edition = edition
    waiting = Offer.objects.filter(nomination=nomination, state=OfferState.SENT).exclude(kind=OfferKind.PLACE)
    waiting.update(state=OfferState.CLOSED, answered_at=at)
    return make_offer(
        nomination,
        place,
        rung=candidate.rung,
        terms=terms,
        until=until,
        explanation=f"{candidate.sentence} {reason}".strip()[:1000],
        beyond_quota=reason if candidate.is_beyond_quota else "",
        actor=actor.reference,
        at=at,
    )


def _time_to_answer(edition: Edition, terms: OfferTerms, *, at: datetime) -> datetime:
    """The days of the terms, and never beyond the day of arrival."""
    until = at + dt.timedelta(days=terms.answer_days)
    arrival = arrival_of(edition)
    return min(until, arrival) if arrival else until


@transaction.atomic
def ask_for_a_name(*, place_id: UUID, actor: Person, at: datetime) -> Renomination:
    """Ask the country of a free place to name a new person, while there is time for the visa.

    Raises:
        RuleViolationError: ``place.taken``, ``place.of_no_country`` or ``renomination.too_late``.
    """
    edition = locked(NumberedPlace.objects.values_list("edition_id", flat=True).get(pk=place_id))
    place = NumberedPlace.objects.select_related("country").get(pk=place_id)
    place.edition = edition
    enforce(must_be_free(is_held=hasattr(place, "holder")))
    days = ladder_of(place, at=at).renomination_days
    enforce(may_ask_for_a_name(place, days=days))
    assert place.country is not None  # noqa: S101 -- the rule has refused None; this tells the type checker
    country = place.country
    until = at + dt.timedelta(days=days)
    asked = Renomination.objects.create(
        place=place, country=country, until=until, at=at, actor=actor.reference
    )
    record(
        actor=actor.reference,
        action="numbered_place.name_asked",
        subject=place.reference,
        at=at,
        detail={"country": country.pk, "until": until.isoformat()},
    )
    zone = next(iter(country.time_zones), "UTC")

    def gaps(language: str) -> Mapping[str, str]:
        name = country.name.in_language(language).text
        return {"country": name, "until": moment_in(until, zone, language)}

    tell_country(edition, country.pk, "offer.renomination", gaps, actor=actor.reference, at=at)
    return asked
