"""What somebody needs or offers, in their own words, and which technology of a centre they want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Country, Organisation, Technology, Topic
from balai.directory.models.base import everything_in, has_words, is_one_of
from balai.exchange.enums import Category, Kind
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.people.models import Person
from balai.programmes.models import Edition
from balai.selection.models import Participant
from balai.timetable.models import Session

if TYPE_CHECKING:
    from uuid import UUID

IS_OFFERED = Q(kind=Kind.OFFER, withdrawn_at=None)
STEMS = (
    "setweight("
    "to_tsvector('english'::regconfig, coalesce(%(expressions)s -> 'en', '\"\"'::jsonb))"
    " || to_tsvector('indonesian'::regconfig, coalesce(%(expressions)s -> 'id', '\"\"'::jsonb))"
    " || to_tsvector('simple'::regconfig, %(expressions)s - 'en' - 'id'), '{weight}')"
)
"""English and Indonesian words by their dictionaries, those of other languages as they stand."""
DICTIONARIES = ("english", "indonesian", "simple")
"""Of PostgreSQL, those by which the stems are made."""


def stems_of(title: str, words: str) -> Func:
    """What full-text search compares: stems of the title (A) and of the words (B), all languages together."""
    parts = [
        Func(F(name), template=STEMS.replace("{weight}", weight), output_field=SearchVectorField())
        for name, weight in ((title, "A"), (words, "B"))
    ]
    return Func(*parts, template="%(expressions)s", arg_joiner=" || ", output_field=SearchVectorField())


class Card(IdentifiedModel):
    """A need or an offer of a person or an organisation, until a day; or a technology that a centre offers.

    The card of a technology says what the directory says, so that it is found as other offers are; it holds
    until the technology is archived. Whose card it is, is told to nobody but the office until both sides
    agree.
    """

    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    edition: models.ForeignKey[Edition | None, Edition | None] = models.ForeignKey(
        Edition, models.PROTECT, null=True, related_name="exchange_cards"
    )
    person: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="exchange_cards"
    )
    organisation: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchange_cards",
        verbose_name=_("organisation"),
    )
    technology: models.ForeignKey[Technology | None, Technology | None] = models.ForeignKey(
        Technology,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="exchange_cards",
        verbose_name=_("technology of a centre"),
    )
    country: models.ForeignKey[Country, Country] = models.ForeignKey(
        Country, models.PROTECT, related_name="+", verbose_name=_("country")
    )
    category = models.CharField(_("what it is"), max_length=10, choices=Category)
    title = TranslatedTextField(_("in a few words"), max_length=150)
    words = TranslatedTextField(_("in your words"), blank=True, lines=5, max_length=3000)
    topics = models.ManyToManyField(
        Topic,
        blank=True,
        related_name="exchange_cards",
        db_table="balai_exchange_card_topic",
        verbose_name=_("topics"),
    )
    until = models.DateField(_("until when"), null=True)
    entered_at = models.DateTimeField(_("entered"))
    entered_by = models.CharField(max_length=MAX_LENGTH)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    heading = models.GeneratedField(
        expression=everything_in(translated=("title",)), output_field=models.TextField(), db_persist=True
    )
    stems = models.GeneratedField(
        expression=stems_of("title", "words"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        db_table = "balai_exchange_card"
        constraints = [
            is_one_of("kind", Kind, name="exchange_card_kind_is_known"),
            is_one_of("category", Category, name="exchange_card_category_is_known"),
            has_words("title", name="exchange_card_has_a_title"),
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(organisation=None), name="exchange_card_is_somebodys"
            ),
            models.CheckConstraint(
                # The card of a technology alone belongs to no edition and has no last day.
                condition=Q(edition__isnull=False, until__isnull=False)
                | Q(edition=None, until=None, kind=Kind.OFFER, technology__isnull=False, person=None),
                name="exchange_card_is_of_an_edition_until_a_day",
            ),
            models.UniqueConstraint(
                fields=["technology"],
                condition=Q(edition=None),
                name="exchange_card_once_for_a_technology",
            ),
            holds_references("entered_by", name="exchange_card_entered_by_is_a_reference", or_system=True),
        ]
        indexes = [
            # Read far more often than written: rows that wait beside an index make the planner leave it.
            GinIndex(F("stems"), fastupdate=False, condition=IS_OFFERED, name="exchange_offer_by_stems"),
            GinIndex(
                OpClass(F("heading"), "gin_trgm_ops"),
                fastupdate=False,
                condition=IS_OFFERED,
                name="exchange_offer_alike",
            ),
            models.Index(fields=["technology"], condition=IS_OFFERED, name="exchange_offer_by_technology"),
            models.Index(
                fields=["until", "id"],
                condition=Q(kind=Kind.NEED, withdrawn_at=None),
                name="exchange_need_in_order",
            ),
            models.Index(fields=["edition", "kind", "until", "id"], name="exchange_card_by_edition"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID | None
        person_id: UUID | None
        organisation_id: UUID | None
        technology_id: UUID | None
        country_id: str

    def __str__(self) -> str:
        return str(self.title)

    @property
    def reference(self) -> str:
        """How the trail names this card."""
        return f"exchange_card:{self.pk}"

    @property
    def is_need(self) -> bool:
        return self.kind == Kind.NEED


class Interest(IdentifiedModel):
    """One participant wants one technology that was shown; taken back, the row goes."""

    participant: models.ForeignKey[Participant, Participant] = models.ForeignKey(
        Participant, models.PROTECT, related_name="interests"
    )
    technology: models.ForeignKey[Technology, Technology] = models.ForeignKey(
        Technology, models.PROTECT, related_name="interests"
    )
    session: models.ForeignKey[Session | None, Session | None] = models.ForeignKey(
        Session, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(_("recorded"))

    class Meta:
        db_table = "balai_exchange_interest"
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "technology"], name="exchange_interest_once_in_a_technology"
            )
        ]

    if TYPE_CHECKING:
        participant_id: UUID
        technology_id: UUID

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.technology_id}"
