"""Entering and withdrawing needs and offers, and taking the technologies of centres in as offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.exchange.enums import Category, Kind
from balai.exchange.models import Card
from balai.exchange.queries.exchange import shown_in
from balai.exchange.rules.exchange import may_change, must_hold
from balai.followup.models.times import day_in
from balai.kernel.refusal import enforce
from balai.kernel.translated import TranslatedText

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from balai.directory.models import Organisation, Technology, Topic
    from balai.people.models import Person
    from balai.programmes.models import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a card says.

    Attributes:
        title, words: by language, as :class:`~balai.kernel.translated.TranslatedText` has them.
        technology: of a centre that a need is about.
        until: the last day on which it holds.
    """

    category: Category
    title: Mapping[str, str]
    until: date
    words: Mapping[str, str] = field(default_factory=dict)
    topics: Sequence[Topic] = ()
    technology: Technology | None = None


@transaction.atomic
def enter_card(  # noqa: PLR0913 -- each is named where it is called
    *,
    kind: Kind,
    edition: Edition,
    owner: Person | Organisation,
    country: str,
    said: Wording,
    actor: str,
    at: datetime,
) -> Card:
    """Enter a need or an offer of a person or an organisation.

    Raises:
        RuleViolationError: ``exchange.until``.
    """
    enforce(must_hold(said.until, on=day_in(edition, at)))
    card = Card(kind=kind, edition=edition, country_id=country, entered_at=at, entered_by=actor)
    if owner._meta.model_name == "person":
        card.person = owner  # type: ignore[assignment] # as the name says
    else:
        card.organisation = owner  # type: ignore[assignment] # as above
    _write(card, said)
    record(actor=actor, action="exchange.entered", subject=card.reference, at=at, detail={"kind": kind})
    return card


@transaction.atomic
def change_card(*, card_id: UUID, said: Wording, actor: str, at: datetime) -> Card:
    """Say a need or an offer in other words, or until another day.

    Raises:
        RuleViolationError: ``exchange.withdrawn``, ``exchange.from_directory`` or ``exchange.until``.
    """
    card = Card.objects.select_for_update().get(pk=card_id)
    enforce(may_change(card))
    assert card.edition is not None  # noqa: S101 -- the rule has refused the others
    enforce(must_hold(said.until, on=day_in(card.edition, at)))
    _write(card, said)
    record(actor=actor, action="exchange.changed", subject=card.reference, at=at)
    return card


def _write(card: Card, said: Wording) -> None:
    card.category, card.until, card.technology = said.category, said.until, said.technology
    card.title, card.words = (
        TranslatedText({language: text.strip() for language, text in given.items() if text.strip()})
        for given in (said.title, said.words)
    )
    card.clean_fields(exclude={field.name for field in Card._meta.fields} - {"title", "words"})
    card.save()
    card.topics.set(said.topics)


@transaction.atomic
def withdraw_card(*, card_id: UUID, actor: str, at: datetime) -> Card:
    """Show a card to nobody any more; what was answered stays.

    Raises:
        RuleViolationError: ``exchange.withdrawn`` or ``exchange.from_directory``.
    """
    card = Card.objects.select_for_update().get(pk=card_id)
    enforce(may_change(card))
    card.withdrawn_at = at
    card.save(update_fields=["withdrawn_at"])
    record(actor=actor, action="exchange.withdrawn", subject=card.reference, at=at)
    return card


@transaction.atomic
def take_technologies_in(*, edition: Edition, actor: str, at: datetime) -> int:
    """Offer what the centres of an edition can show, in the words of the directory; tells how many there are.

    Done again, the cards follow the directory: new technologies come, changed words are taken over, and
    what was archived there is offered no more.
    """
    technologies = list(shown_in(edition).prefetch_related("topics"))
    known = {
        card.technology_id: card
        for card in Card.objects.select_for_update().filter(kind=Kind.OFFER, edition=None)
    }
    for technology in technologies:
        card = known.get(technology.pk) or Card(
            kind=Kind.OFFER, technology=technology, entered_at=at, entered_by=actor
        )
        card.organisation = technology.organisation
        card.country_id = technology.organisation.country_id
        card.category = Category.PROCESS
        card.title = {language: text[:150] for language, text in technology.title.items()}
        card.words = dict(technology.description)
        card.withdrawn_at = None
        card.save()
        card.topics.set(technology.topics.all())
    Card.objects.filter(
        kind=Kind.OFFER, edition=None, withdrawn_at=None, technology__archived_at__isnull=False
    ).update(withdrawn_at=at)
    record(
        actor=actor,
        action="exchange.technologies_offered",
        subject=edition.reference,
        at=at,
        detail={"technologies": len(technologies)},
    )
    return len(technologies)
