"""Offers of places: made, taken back, and lapsed when their time is over.

Every deed about places locks the edition first, so that the places of one edition are given one after the
other: fifty who confirm at once are served in a row, and each finds what the one before has left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import override

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.enums import Role
from balai.people.queries import grants_live_at
from balai.people.services.roles import grant_role
from balai.programmes.models import Edition
from balai.selection.enums import (
    OfferKind,
    OfferState,
)
from balai.selection.models import Offer
from balai.selection.rules.offers import (
    may_take_back,
)
from balai.selection.services.writing import OUTCOME, let_in, tell_country, until_in, write_to_nominee

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.enums import (
        Attendance,
        ParticipantState,
        Rung,
    )
    from balai.selection.models import NumberedPlace, OfferTerms, Verdict

SYSTEM = "system"


def locked(edition_id: UUID) -> Edition:
    """The edition, locked until the deed is done; others who only point to it need not wait."""
    return (
        Edition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("series", "country")
        .get(pk=edition_id)
    )


def make_offer(  # noqa: PLR0913 -- each is named where it is called
    nomination: Nomination,
    place: NumberedPlace,
    *,
    rung: Rung,
    terms: OfferTerms,
    until: datetime,
    verdict: Verdict | None = None,
    explanation: str = "",
    beyond_quota: str = "",
    actor: str,
    at: datetime,
) -> Offer:
    """Write to a nominee that a place is theirs if they confirm; a part of the deeds that offer places."""
    person = nomination.person
    letter = write_to_nominee(
        nomination,
        "offer.place",
        lambda language: {
            "until": until_in(person, until, language),
            "terms": terms.text.in_language(language).text,
        },
        actor=actor,
        at=at,
    )
    offer = Offer.objects.create(
        edition=nomination.edition,
        country_id=nomination.country_id,
        nomination=nomination,
        verdict=verdict,
        kind=OfferKind.PLACE,
        place=place,
        rung=rung,
        terms=terms,
        explanation=explanation,
        beyond_quota=beyond_quota,
        letter=letter,
        sent_at=at,
        sent_by=actor,
        expires_at=until,
    )
    record(
        actor=actor,
        action="offer.made",
        subject=offer.reference,
        at=at,
        detail={"nomination": nomination.reference, "place": place.number, "rung": rung.value},
    )
    _be_nominee(nomination, at=at)
    let_in(person, at=at)
    return offer


def _be_nominee(nomination: Nomination, *, at: datetime) -> None:
    """Whoever is offered a place has the role in which the page is opened."""
    person = nomination.person.merged_into or nomination.person
    scope = nomination.edition.scope
    held = grants_live_at(at).filter(person=person, role__in=[Role.NOMINEE, Role.PARTICIPANT], scope=scope)
    if not held.exists():
        grant_role(person=person, role=Role.NOMINEE, scope=scope, actor=None, at=at)


def fresh_offer(offer_id: UUID, edition: Edition) -> Offer:
    offer = Offer.objects.select_related(
        "nomination__person__merged_into", "nomination__person__account", "place", "country", "terms"
    ).get(pk=offer_id)
    offer.edition = edition
    offer.nomination.edition = edition
    if offer.place is not None:
        offer.place.edition = edition
    return offer


@transaction.atomic
def take_offer_back(*, offer_id: UUID, note: str, actor: Person, at: datetime) -> Offer:
    """Take back an offer that waits for its answer, as the office decided and says why.

    Raises:
        RuleViolationError: ``offer.answered``.
    """
    edition = locked(Offer.objects.values_list("edition_id", flat=True).get(pk=offer_id))
    offer = fresh_offer(offer_id, edition)
    enforce(may_take_back(offer))
    offer.state, offer.answered_at, offer.note = OfferState.WITHDRAWN, at, note
    offer.save(update_fields=["state", "answered_at", "note"])
    record(actor=actor.reference, action="offer.withdrawn", subject=offer.reference, at=at)
    write_to_nominee(
        offer.nomination, "offer.withdrawn", lambda _language: {"reason": note}, actor=actor.reference, at=at
    )
    tell_outcome(offer, actor=actor.reference, at=at)
    return offer


def lapse_offers(*, overdue: Sequence[UUID], at: datetime) -> int:
    """Let offers lapse whose time is over, each in a transaction of its own; one that was answered stays.

    Args:
        overdue: which to look at.
        at: the moment.

    Returns:
        How many lapsed.
    """
    return sum(_lapse(offer_id, at=at) for offer_id in overdue)


@transaction.atomic
def _lapse(offer_id: UUID, *, at: datetime) -> bool:
    edition = locked(Offer.objects.values_list("edition_id", flat=True).get(pk=offer_id))
    offer = fresh_offer(offer_id, edition)
    if not offer.is_open or offer.expires_at is None or offer.expires_at > at:
        return False
    offer.state, offer.answered_at = OfferState.LAPSED, at
    offer.save(update_fields=["state", "answered_at"])
    record(actor=SYSTEM, action="offer.lapsed", subject=offer.reference, at=at)
    write_to_nominee(offer.nomination, "offer.lapsed", lambda _language: {}, actor=SYSTEM, at=at)
    tell_outcome(offer, actor=SYSTEM, at=at)
    return True


def tell_outcome(offer: Offer, *, actor: str, at: datetime) -> None:
    """Tell the country what became of one of its people."""

    def gaps(language: str) -> dict[str, str]:
        return {
            "country": offer.country.name.in_language(language).text,
            "nominee": f"{offer.nomination.name} ({offer.nomination.code})",
            "outcome": words_in(OfferState(offer.state), language),
        }

    mentions = [offer.nomination.as_mentioned]
    tell_country(offer.edition, offer.country_id, OUTCOME, gaps, mentions=mentions, actor=actor, at=at)


def words_in(word: OfferState | Attendance | ParticipantState, language: str) -> str:
    with override(language):
        return str(word.label)
