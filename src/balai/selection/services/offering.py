"""Announcing what the panel decided, and what becomes of an offer: accepted, declined, lapsed, taken back.

Every deed locks the edition first, so that the places of one edition are given one after the other: fifty
who confirm at once are served in a row, and each finds what the one before has left.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext, override

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.kernel.restricted import put
from balai.kernel.translated import TranslatedText
from balai.people.enums import Role
from balai.people.models import Consent, ConsentText, Grant
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.consents import give_consent, publish_consent_text
from balai.people.services.roles import end_grant, grant_role
from balai.programmes.models import Edition, Quota
from balai.programmes.services.telling import moment_in
from balai.selection.enums import (
    Attendance,
    OfferKind,
    OfferState,
    PhotoLevel,
    Place,
    Rung,
)
from balai.selection.models import NumberedPlace, Offer, OfferTerms, Participant, PlaceMove
from balai.selection.models.offer import IS_OPEN
from balai.selection.queries.decisions import decision_in_force, verdicts_of
from balai.selection.queries.offers import (
    allowed_beyond,
    arrival_of,
    held_by_country,
    host_deadline,
    kept_by_country,
    terms_in_force,
    would_be_beyond_quota,
)
from balai.selection.rules.offers import (
    is_settled,
    may_accept,
    may_announce,
    may_answer,
    may_be_beyond,
    may_hold_until,
    may_take_back,
    must_agree,
)
from balai.selection.services.shipped import CONSENTS, TERMS
from balai.selection.services.writing import OUTCOME, let_in, tell_country, until_in, write_to_nominee

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.selection.enums import (
        DeclineReason,
        ParticipantState,
        RoomWish,
    )
    from balai.selection.models import Decision, Verdict

SYSTEM = "system"
ANSWER_DAYS = 5
"""To answer, until an edition has terms of its own."""
LEAST_TIME = dt.timedelta(days=2)
"""A deadline that is nearer than this leaves no time to answer; the days of the terms are given instead."""


def locked(edition_id: UUID) -> Edition:
    """The edition, locked until the deed is done; others who only point to it need not wait."""
    return (
        Edition.objects.select_for_update(of=("self",), no_key=True)
        .select_related("series", "country")
        .get(pk=edition_id)
    )


# --- terms -------------------------------------------------------------------------------------------------


@transaction.atomic
def publish_terms(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    text: Mapping[str, str],
    answer_days: int,
    renomination_days: int,
    actor: str,
    at: datetime,
) -> OfferTerms:
    """Add a version of the terms; offers that went out keep the version that they were sent with."""
    edition = locked(edition.pk)
    last = terms_in_force(edition)
    terms = OfferTerms.objects.create(
        edition=edition,
        version=last.version + 1 if last else 1,
        text=TranslatedText(text),
        answer_days=answer_days,
        renomination_days=renomination_days,
        at=at,
        actor=actor,
    )
    record(
        actor=actor,
        action="offer_terms.published",
        subject=edition.reference,
        at=at,
        detail={"version": terms.version},
    )
    return terms


def terms_of(edition: Edition, *, actor: str, at: datetime) -> OfferTerms:
    """The terms in force; the wording that Balai ships where the office has written none."""
    return terms_in_force(edition) or publish_terms(
        edition=edition, text=TERMS, answer_days=ANSWER_DAYS, renomination_days=7, actor=actor, at=at
    )


# --- announcing --------------------------------------------------------------------------------------------


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

        written = tell_country(edition, country, "offer.government", gaps, actor=actor, at=at)
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


def planned_end(edition: Edition, *, at: datetime) -> datetime:
    """Until when offers usually hold: the planned deadline for acceptances, else the days of the terms."""
    planned = host_deadline(edition, "acceptances")
    if planned is not None and planned > at + LEAST_TIME:
        return planned
    terms = terms_in_force(edition)
    return at + dt.timedelta(days=terms.answer_days if terms else ANSWER_DAYS)


# --- answering ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody says who accepts.

    Attributes:
        signed_as: the name typed in place of a signature.
        needs: diet and needs, sealed: ``{"diet": ["halal"], "allergies": "", "access": "", "faith": ""}``.
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
    offer = _fresh(offer_id, edition)
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
        lambda language: {"attendance": _in_language(Attendance(participant.attendance), language)},
        actor=actor.reference,
        at=at,
    )
    tell_outcome(offer, actor=actor.reference, at=at)
    return participant


def _fresh(offer_id: UUID, edition: Edition) -> Offer:
    offer = Offer.objects.select_related(
        "nomination__person__merged_into", "nomination__person__account", "place", "country", "terms"
    ).get(pk=offer_id)
    offer.edition = edition
    offer.nomination.edition = edition
    if offer.place is not None:
        offer.place.edition = edition
    return offer


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


def words_of_consent(purpose: str, language: str) -> str:
    """The same to be read, before anybody agrees to it."""
    last = ConsentText.objects.filter(purpose=purpose).order_by("-version").first()
    return TranslatedText(last.text if last else CONSENTS[purpose]).in_language(language).text


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
    offer = _fresh(offer_id, edition)
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


@transaction.atomic
def take_offer_back(*, offer_id: UUID, note: str, actor: Person, at: datetime) -> Offer:
    """Take back an offer that waits for its answer, as the office decided and says why.

    Raises:
        RuleViolationError: ``offer.answered``.
    """
    edition = locked(Offer.objects.values_list("edition_id", flat=True).get(pk=offer_id))
    offer = _fresh(offer_id, edition)
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
    offer = _fresh(offer_id, edition)
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
            "outcome": _in_language(OfferState(offer.state), language),
        }

    tell_country(offer.edition, offer.country_id, OUTCOME, gaps, actor=actor, at=at)


def _in_language(word: OfferState | Attendance | ParticipantState, language: str) -> str:
    with override(language):
        return str(word.label)
