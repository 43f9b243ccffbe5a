"""What a nominee answers to an offer: becoming a participant with all that belongs to it, or saying no."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.kernel.restricted import put
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.people.models import Consent, ConsentText, Grant
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.consents import give_consent, publish_consent_text
from balai.people.services.roles import end_grant, grant_role
from balai.programmes.models import Quota
from balai.selection.enums import (
    Attendance,
    OfferState,
    PhotoLevel,
)
from balai.selection.models import Offer, Participant, PlaceMove
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.offers import (
    allowed_beyond,
    held_by_country,
)
from balai.selection.rules.offers import (
    may_accept,
    may_answer,
    may_be_beyond,
    must_agree,
)
from balai.selection.services.keeping import written
from balai.selection.services.offering import fresh_offer, locked, tell_outcome, words_in
from balai.selection.services.shipped import CONSENTS
from balai.selection.services.writing import write_to_nominee

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.selection.enums import (
        DeclineReason,
        RoomWish,
    )
    from balai.selection.models import NumberedPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody says who accepts.

    Attributes:
        signed_as: the name typed in place of a signature.
        needs: diet and needs, sealed: ``{"diet": ["halal"], "fasts": True, "allergies": "", "access": "",
            "faith": ""}``.
        emergency: whom to call, sealed: name, relation, phone, language.
    """

    attendance: Attendance
    room: RoomWish | None
    photos: PhotoLevel
    signed_as: str
    agrees_to_terms: bool
    agrees_to_data: bool
    needs: Mapping[str, Any] = field(default_factory=dict)
    emergency: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def accept_offer(*, offer_id: UUID, answers: Answers, actor: Person, at: datetime) -> Participant:
    """Confirm: the nominee becomes a participant and holds the place; others who were offered it are told.

    Two clicks confirm once. The database refuses a place that somebody holds, whatever this deed believes.

    Args:
        offer_id: of a place.
        answers: what the nominee says.
        actor: the nominee, or an officer who enters what came on paper.
        at: the moment, which the offer must not have outlived.

    Raises:
        RuleViolationError: ``offer.overtaken``, ``offer.lapsed``, ``offer.answered``,
            ``offer.needs_no_answer``, ``offer.terms_not_agreed``, ``offer.data_not_agreed``,
            ``nomination.taken_back``, ``offers.not_now`` or ``place.beyond_quota``.
        UnreadableError: the installation has no keys to seal what is said with.
    """
    edition = locked(Offer.objects.values_list("edition_id", flat=True).get(pk=offer_id))
    offer = fresh_offer(offer_id, edition)
    already = Participant.objects.filter(offer=offer).first()
    if already is not None and already.is_confirmed:
        return already
    enforce(may_accept(offer, at=at))
    enforce(must_agree(terms=answers.agrees_to_terms, data=answers.agrees_to_data))
    place = offer.place
    assert place is not None  # noqa: S101 -- the database has none without; this tells the type checker
    _bring_place(place, offer, actor=actor.reference, at=at)
    offer.state, offer.answered_at = OfferState.ACCEPTED, at
    offer.save(update_fields=["state", "answered_at"])
    participant = _participant(offer, place, answers, at=at)
    record(
        actor=actor.reference,
        action="offer.accepted",
        subject=offer.reference,
        at=at,
        detail={"participant": participant.reference, "place": place.number},
    )
    _change_roles(participant, at=at)
    _note_consents(participant, answers, at=at)
    _tell_overtaken(offer, actor=actor.reference, at=at)
    write_to_nominee(
        offer.nomination,
        "participant.confirmed",
        lambda language: {"attendance": words_in(Attendance(participant.attendance), language)},
        actor=actor.reference,
        at=at,
    )
    tell_outcome(offer, actor=actor.reference, at=at)
    return participant


def _bring_place(place: NumberedPlace, offer: Offer, *, actor: str, at: datetime) -> None:
    """A place goes to the country of who confirms it; beyond its quota only by a recorded decision."""
    country = offer.country_id
    given = Quota.objects.filter(edition=offer.edition, country=country).values_list("places", flat=True)
    may = (given.first() or 0) + allowed_beyond(offer.edition).get(country, 0)
    is_beyond = held_by_country(offer.edition).get(country, 0) + 1 > may
    enforce(may_be_beyond(is_beyond_quota=is_beyond, reason=offer.beyond_quota))
    if place.country_id == country:
        return
    PlaceMove.objects.create(
        place=place,
        from_country_id=place.country_id,
        to_country_id=country,
        is_beyond_quota=bool(offer.beyond_quota),
        reason=offer.beyond_quota,
        at=at,
        actor=actor,
    )
    place.country_id = country
    place.save(update_fields=["country"])


def _participant(offer: Offer, place: NumberedPlace, answers: Answers, *, at: datetime) -> Participant:
    nomination = offer.nomination
    person = nomination.person.merged_into or nomination.person
    participant = Participant(
        edition=offer.edition,
        country_id=offer.country_id,
        person=person,
        nomination=nomination,
        offer=offer,
        place=place,
        place_number=place.number,
        name=nomination.name,
        attendance=answers.attendance,
        room=answers.room or "",
        photos=answers.photos,
        signed_as=answers.signed_as,
        confirmed_at=at,
    )
    put(participant, "needs", dict(answers.needs))
    put(participant, "emergency", dict(answers.emergency))
    put(participant, "kept_days", written(()))  # of everybody, so that it tells nothing that somebody has it
    participant.save(force_insert=True)
    return participant


def _change_roles(participant: Participant, *, at: datetime) -> None:
    """Nominee until now, participant from now on."""
    person, scope = participant.person, participant.edition.scope
    people = identities_of(person)
    for grant in grants_live_at(at).filter(person__in=people, role=Role.NOMINEE, scope=scope):
        end_grant(grant=grant, actor=None, at=at)
    held = Grant.objects.filter(person__in=people, role=Role.PARTICIPANT, scope=scope, until=None)
    if not held.exists():
        grant_role(person=person, role=Role.PARTICIPANT, scope=scope, actor=None, at=at)


def _note_consents(participant: Participant, answers: Answers, *, at: datetime) -> None:
    """What was agreed to, in exactly the words that were shown."""
    wanted = ["participation-data"]
    if answers.photos != PhotoLevel.NONE:
        wanted.append(f"photos-{answers.photos}")
    for purpose in wanted:
        text = consent_text(purpose, at=at)
        live = Consent.objects.filter(person=participant.person, purpose=purpose, withdrawn_at=None)
        if not live.exists():
            give_consent(person=participant.person, text=text, at=at)


def consent_text(purpose: str, *, at: datetime) -> ConsentText:
    """The words in force for a purpose; the ones that Balai ships where there are none."""
    last = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    return last or publish_consent_text(purpose=purpose, text=CONSENTS[purpose], at=at)


def texts_of_consent(purpose: str) -> TranslatedText:
    """The same to be read, before anybody agrees to it."""
    last = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    return TranslatedText(last.text if last else CONSENTS[purpose])


def words_of_consent(purpose: str, language: str) -> str:
    """The same in one language."""
    return texts_of_consent(purpose).in_language(language).text


def _tell_overtaken(offer: Offer, *, actor: str, at: datetime) -> None:
    """Whoever else was offered the place hears that it is taken; a reserve stays one."""
    others = Offer.objects.filter(IS_OPEN, place=offer.place_id).exclude(pk=offer.pk)
    for other in others.select_related("nomination__person__merged_into", "nomination__person__account"):
        other.state, other.answered_at = OfferState.OVERTAKEN, at
        other.save(update_fields=["state", "answered_at"])
        other.nomination.edition = offer.edition
        record(
            actor=actor,
            action="offer.overtaken",
            subject=other.reference,
            at=at,
            detail={"by": offer.reference},
        )
        write_to_nominee(other.nomination, "offer.overtaken", lambda _language: {}, actor=actor, at=at)


@transaction.atomic
def decline_offer(*, offer_id: UUID, why: DeclineReason, note: str, actor: Person, at: datetime) -> Offer:
    """Say no to a place, with the reason; the country is told, and the place is free at once.

    Raises:
        RuleViolationError: as :func:`accept_offer`, where it is about the offer.
    """
    edition = locked(Offer.objects.values_list("edition_id", flat=True).get(pk=offer_id))
    offer = fresh_offer(offer_id, edition)
    enforce(may_answer(offer, at=at))
    offer.state, offer.answered_at, offer.why, offer.note = OfferState.DECLINED, at, why, note
    offer.save(update_fields=["state", "answered_at", "why", "note"])
    record(
        actor=actor.reference,
        action="offer.declined",
        subject=offer.reference,
        at=at,
        detail={"why": why.value},
    )
    tell_outcome(offer, actor=actor.reference, at=at)
    return offer
