"""Bringing two sides together: answers to needs and interests, proposals, consent, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.engine.documents.words import language_for
from balai.exchange.models import Card, Interest, Match, Outcome
from balai.exchange.queries.exchange import answered_need, whole_matches
from balai.exchange.queries.matching import fit_of
from balai.exchange.rules.exchange import (
    may_agree,
    may_answer,
    may_decline,
    may_tell,
    must_be_reached,
    must_fit,
)
from balai.followup.models.times import day_in
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.office.addresses import link_to
from balai.people.enums import Role
from balai.people.queries import identities_of, persons_with_role
from balai.programmes.services.telling import edition_in

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.directory.models import Organisation
    from balai.exchange.enums import Code
    from balai.people.models import Person
    from balai.programmes.models import Edition

ANSWERED, PROPOSED, AGREED = "exchange.answered", "exchange.proposed", "exchange.agreed"


def _made(match: Match) -> Match:
    """Keep a new match, or say that there is one."""
    try:
        with transaction.atomic():
            match.save(force_insert=True)
    except IntegrityError as error:
        raise RuleViolationError(
            Refusal("exchange.answered_already", _("This was answered already."))
        ) from error
    return match


def _with_points(match: Match, need: Card, offer: Card | None, *, at: datetime) -> None:
    """Keep how near the two were, and why, as it was counted on this day."""
    assert need.edition is not None  # noqa: S101 -- a need has one
    fit = fit_of(need, offer, on=day_in(need.edition, at)) if offer is not None else None
    if fit is not None:
        match.points, match.reasons = fit.points, fit.kept


@transaction.atomic
def answer_need(  # noqa: PLR0913 -- each is named where it is called
    *,
    need_id: UUID,
    provider: Person | None = None,
    organisation: Organisation | None = None,
    words: str,
    contact: str,
    actor: str,
    at: datetime,
    offer: Card | None = None,
) -> Match:
    """Say to somebody that one can help, and how one is reached: the seeker alone reads it.

    Either a person answers for themselves (``provider``), such as an alumnus of an earlier edition, or a
    coordinator for an ``organisation``; ``offer`` is one of theirs that fits, where there is one.

    Raises:
        RuleViolationError: ``exchange.not_open``, ``exchange.own``, ``exchange.answered_already`` or
            ``exchange.no_contact``.
    """
    need = Card.objects.select_for_update(of=("self",)).select_related("edition", "person").get(pk=need_id)
    assert need.edition is not None  # noqa: S101 -- a need has one
    is_own, has_answered = organisation is not None and need.organisation_id == organisation.pk, False
    if provider is not None:
        own = set(identities_of(provider).values_list("pk", flat=True))
        is_own, has_answered = need.person_id in own, answered_need(need, provider)
    enforce(may_answer(need, on=day_in(need.edition, at), is_own=is_own, has_answered=has_answered))
    match = Match(
        edition=need.edition,
        need=need,
        offer=offer,
        seeker=need.person,
        provider=provider,
        provider_organisation=organisation,
        words=words,
        provider_contact=contact.strip(),
        made_at=at,
        made_by=actor,
        provider_agreed_at=at,
    )
    enforce(must_be_reached(contact))
    _with_points(match, need, offer, at=at)
    _made(match)
    _tell_seeker(match, actor=actor, at=at)
    record(
        actor=actor,
        action="exchange.answered",
        subject=match.reference,
        at=at,
        detail={"need": need.reference},
    )
    return match


@transaction.atomic
def answer_interests(  # noqa: PLR0913 -- each is named where it is called
    *, edition: Edition, technology_id: UUID, words: str, contact: str, actor: str, at: datetime
) -> int:
    """Answer everybody of an edition who wants a technology and has no answer; tells how many they are.

    Raises:
        RuleViolationError: ``exchange.no_contact`` or ``exchange.nobody_waits``.
    """
    waiting = (
        Interest.objects.select_for_update(of=("self",))
        .filter(participant__edition=edition, technology=technology_id, match=None)
        .select_related("participant__person__merged_into", "technology__organisation")
        .order_by("participant__name", "pk")
    )
    number = 0
    for interest in waiting:
        person = interest.participant.person
        match = Match(
            edition=edition,
            interest=interest,
            seeker=person.merged_into or person,
            provider_organisation=interest.technology.organisation,
            words=words,
            provider_contact=contact.strip(),
            made_at=at,
            made_by=actor,
            provider_agreed_at=at,
        )
        enforce(must_be_reached(contact))
        _made(match)
        _tell_seeker(match, actor=actor, at=at)
        number += 1
    if not number:
        raise RuleViolationError(
            Refusal("exchange.nobody_waits", _("Everybody who wants this technology has an answer."))
        )
    record(
        actor=actor,
        action="exchange.interests_answered",
        subject=edition.reference,
        at=at,
        detail={"technology": str(technology_id), "people": number},
    )
    return number


@transaction.atomic
def propose(*, need_id: UUID, offer_id: UUID, actor: str, at: datetime) -> Match:
    """Bring an offer to a need: who offers is asked first, then who needs; nobody’s contact is told before.

    Raises:
        RuleViolationError: ``exchange.not_open``, ``exchange.own`` or ``exchange.answered_already``.
    """
    need = Card.objects.select_for_update(of=("self",)).select_related("edition", "person").get(pk=need_id)
    offer = Card.objects.select_related("person__merged_into", "organisation").get(pk=offer_id)
    assert need.edition is not None  # noqa: S101 -- a need has one
    today = day_in(need.edition, at)
    enforce(must_fit(need, offer, on=today))
    is_own = (need.person_id, need.organisation_id) == (offer.person_id, offer.organisation_id)
    enforce(may_answer(need, on=today, is_own=is_own, has_answered=False))
    person = offer.person and (offer.person.merged_into or offer.person)
    match = Match(
        edition=need.edition,
        need=need,
        offer=offer,
        seeker=need.person,
        provider=person,
        provider_organisation=offer.organisation,
        made_at=at,
        made_by=actor,
    )
    _with_points(match, need, offer, at=at)
    _made(match)
    if person is not None:
        _write(match, PROPOSED, person, actor=actor, at=at)
    record(
        actor=actor,
        action="exchange.proposed",
        subject=match.reference,
        at=at,
        detail={"need": need.reference},
    )
    return match


def locked(match_id: UUID) -> Match:
    """The match, locked, with all that rules and letters need of it; within a transaction only."""
    return whole_matches(Match.objects.select_for_update(of=("self",))).get(pk=match_id)


@transaction.atomic
def agree(*, match_id: UUID, is_seeker: bool, contact: str, actor: str, at: datetime) -> Match:
    """Agree, with how one is reached; once both sides have, each sees what the other wrote.

    Raises:
        RuleViolationError: ``exchange.declined``, ``exchange.decided`` or ``exchange.no_contact``.
    """
    match = locked(match_id)
    enforce(may_agree(match, is_seeker=is_seeker, contact=contact))
    if is_seeker:
        match.seeker_contact, match.seeker_agreed_at = contact.strip(), at
    else:
        match.provider_contact, match.provider_agreed_at = contact.strip(), at
    match.save()
    if not is_seeker:
        _tell_seeker(match, actor=actor, at=at)
    elif match.provider is not None and match.provider_agreed_at is not None:
        _write(match, AGREED, match.provider, actor=actor, at=at)
    record(
        actor=actor,
        action="exchange.agreed",
        subject=match.reference,
        at=at,
        detail={"side": "seeker" if is_seeker else "provider"},
    )
    return match


@transaction.atomic
def decline(*, match_id: UUID, actor: str, at: datetime) -> Match:
    """Say no; the other side is shown no contact.

    Raises:
        RuleViolationError: ``exchange.decided``.
    """
    match = locked(match_id)
    enforce(may_decline(match))
    match.declined_at = at
    match.save(update_fields=["declined_at"])
    record(actor=actor, action="exchange.declined", subject=match.reference, at=at)
    return match


@transaction.atomic
def tell_outcome(  # noqa: PLR0913 -- each is named where it is called
    *, match_id: UUID, months: int, code: Code, words: str, actor: str, at: datetime
) -> Outcome:
    """Tell what came of a match 3, 6 or 12 months after both sides agreed.

    Raises:
        RuleViolationError: ``exchange.too_early``.
    """
    match = locked(match_id)
    wave = next((one for one in match.waves if one.months == months), None)
    enforce(may_tell(wave, on=day_in(match.edition, at)))
    outcome, _is_new = Outcome.objects.update_or_create(
        match=match, months=months, defaults={"code": code, "words": words, "at": at, "actor": actor}
    )
    record(
        actor=actor,
        action="exchange.outcome_told",
        subject=match.reference,
        at=at,
        detail={"months": months, "code": code},
    )
    return outcome


# --- letters -----------------------------------------------------------------------------------------------


def _tell_seeker(match: Match, *, actor: str, at: datetime) -> None:
    """Whoever asked; of an organisation its coordinators, who agree for it on the page of the edition."""
    if match.seeker is not None:
        _write(match, ANSWERED, match.seeker, actor=actor, at=at)
    elif match.asking_organisation is not None:
        scope = f"organisation:{match.asking_organisation.pk}"
        page = reverse("exchange:edition", args=[match.edition.code])
        for one in persons_with_role(Role.CENTRE_COORDINATOR, at=at, scope=scope):
            _write(match, ANSWERED, one, actor=actor, at=at, page=page)


def _write(  # noqa: PLR0913 -- each is named where it is called
    match: Match, letter: str, person: Person, *, actor: str, at: datetime, page: str = ""
) -> None:
    person = person.merged_into or person
    language = language_for(person.language)
    send(
        letter=letter,
        to=person,
        language=language,
        context={
            "name": person.name,
            "edition": edition_in(match.edition, language),
            "title": title_of(match, language),
            "link": link_to(page or reverse("exchange:mine")),
        },
        subject_reference=match.reference,
        actor=actor,
        at=at,
    )


def title_of(match: Match, language: str) -> str:
    """What was asked for, in a language."""
    if match.need is not None:
        return str(match.need.title.in_language(language).text)
    assert match.interest is not None  # noqa: S101 -- a check holds one of the two
    return str(match.interest.technology.title.in_language(language).text)
