"""Experts who come back: an alumnus offers, the office takes up or says why not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext, override

from balai.alumni.enums import ExpertOfferState
from balai.alumni.models import ExpertOffer
from balai.alumni.queries.alumni import entry_of, open_offers
from balai.alumni.rules.alumni import may_close, may_offer, must_say_why
from balai.audit.services import record
from balai.correspondence.services.writing import send
from balai.directory.enums import Certainty
from balai.directory.models import ResourcePerson
from balai.directory.services.records import change_record, enter_record, restore_record
from balai.engine.documents.words import language_for
from balai.kernel.refusal import enforce
from balai.kernel.translated import TranslatedText
from balai.office.addresses import link_to
from balai.people.models import Person
from balai.people.queries import identities_of
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from uuid import UUID

    from balai.directory.models import Topic
    from balai.programmes.models import Edition

ANSWERED = "alumni.offer_answered"


@transaction.atomic
def offer_oneself(  # noqa: PLR0913 -- each is named where it is called
    *,
    person: Person,
    topics: Iterable[Topic],
    languages: Sequence[str],
    about: str,
    edition: Edition | None,
    at: datetime,
) -> ExpertOffer:
    """Offer to come back as a resource person.

    Raises:
        RuleViolationError: ``alumni.not_one`` or ``alumni.offered_already``.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    waiting = open_offers().filter(person__in=identities_of(person)).first()
    enforce(may_offer(person, waiting))
    made = ExpertOffer.objects.create(
        person=person, edition=edition, languages=list(languages), about=about, offered_at=at
    )
    made.topics.set(topics)
    record(actor=person.reference, action="expert_offer.made", subject=made.reference, at=at)
    return made


@transaction.atomic
def withdraw_offer(*, offer_id: UUID, actor: str, at: datetime) -> ExpertOffer:
    """Take an offer back before it is answered.

    Raises:
        RuleViolationError: ``alumni.offer_closed``.
    """
    offer = _locked(offer_id)
    enforce(may_close(offer))
    _close(offer, ExpertOfferState.WITHDRAWN, actor=actor, at=at)
    return offer


@transaction.atomic
def decline_offer(*, offer_id: UUID, answer: str, actor: str, at: datetime) -> ExpertOffer:
    """Say that an offer is not taken up now, and why.

    Raises:
        RuleViolationError: ``alumni.offer_closed`` or ``alumni.no_answer``.
    """
    offer = _locked(offer_id)
    enforce(may_close(offer) or must_say_why(answer))
    _close(offer, ExpertOfferState.DECLINED, answer=answer, actor=actor, at=at)
    _tell(offer, actor=actor, at=at)
    return offer


@transaction.atomic
def take_up_offer(*, offer_id: UUID, answer: str, actor: Person | None, at: datetime) -> ExpertOffer:
    """Enter the alumnus among the resource persons, linked with the offer, in one deed.

    Who has a card already gets the topics and languages of the offer added to it; an archived one comes back.

    Raises:
        RuleViolationError: ``alumni.offer_closed``, or as of entering a record of the directory.
    """
    offer = _locked(offer_id)
    enforce(may_close(offer))
    offer.resource_person = _card(offer, actor=actor, at=at)
    _close(offer, ExpertOfferState.TAKEN_UP, answer=answer, actor=reference_of(actor), at=at)
    _tell(offer, actor=reference_of(actor), at=at)
    return offer


def _locked(offer_id: UUID) -> ExpertOffer:
    rows = ExpertOffer.objects.select_for_update(of=("self",)).select_related(
        "person__merged_into", "edition"
    )
    return rows.get(pk=offer_id)


def _close(
    offer: ExpertOffer, state: ExpertOfferState, *, actor: str, at: datetime, answer: str = ""
) -> None:
    offer.state, offer.closed_at, offer.closed_by, offer.answer = state, at, actor, answer
    offer.save()
    record(actor=actor, action=f"expert_offer.{state}", subject=offer.reference, at=at)


def _card(offer: ExpertOffer, *, actor: Person | None, at: datetime) -> ResourcePerson:
    person = offer.person.merged_into or offer.person
    topics, about = list(offer.topics.all()), TranslatedText({language_for(person.language): offer.about})
    held = ResourcePerson.objects.filter(person__in=identities_of(person)).first()
    if held is not None:
        if held.is_archived:
            held = restore_record(held, actor=actor, at=at)
        values: dict[str, Any] = {
            "topics": [*held.topics.all(), *topics],
            "languages": sorted({*held.languages, *offer.languages}),
        }
        return change_record(held, values=values, actor=actor, at=at)
    entry = entry_of(person)
    return enter_record(
        ResourcePerson,
        values={
            "person": person,
            "code": _free_code(person.name),
            "topics": topics,
            "languages": sorted(offer.languages),
            "about": about,
            "source": _source(offer, entry.organisation if entry else ""),
            "certainty": Certainty.KNOWN,
        },
        actor=actor,
        at=at,
    )


def _source(offer: ExpertOffer, organisation: str) -> str:
    """From where the directory knows it: the alumnus said so."""
    told = f"Offered by the alumnus, {offer.offered_at:%Y-%m-%d}"
    return f"{told} ({organisation})" if organisation else told


def _free_code(name: str) -> str:
    """A short name that no card has."""
    stem = slugify(name)[:30].replace("_", "-").strip("-") or "alumnus"
    taken = set(ResourcePerson.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(
        code
        for code in (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
        if code not in taken
    )


def _tell(offer: ExpertOffer, *, actor: str, at: datetime) -> None:
    person = offer.person.merged_into or offer.person
    language = language_for(person.language)
    with override(language):
        said = {
            ExpertOfferState.TAKEN_UP: gettext("is taken up: you are among the resource persons now"),
            ExpertOfferState.DECLINED: gettext("is not taken up now"),
        }[ExpertOfferState(offer.state)]
    send(
        letter=ANSWERED,
        to=person,
        language=language,
        context={
            "name": person.name,
            "said": said,
            "answer": offer.answer or "–",
            "link": link_to(reverse("alumni:offer")),
        },
        subject_reference=offer.reference,
        actor=actor,
        at=at,
    )
