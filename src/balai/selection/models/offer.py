"""Offers of places, the numbered places themselves, and the terms on which they are offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.correspondence.models import Letter
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.nominations.models import Nomination
from balai.programmes.models import Edition
from balai.selection.enums import DeclineReason, OfferKind, OfferState, Rung
from balai.selection.models.decision import Verdict

if TYPE_CHECKING:
    from uuid import UUID

    from balai.directory.models import Country

IS_OPEN = Q(kind=OfferKind.PLACE, state=OfferState.SENT)
"""Offers of a place that wait for their answer."""


class OfferTerms(IdentifiedModel):
    """One version of the terms of an edition's offers. Rows are only ever added.

    Attributes:
        text: allowances, duties, cost recovery, what happens when the programme is cancelled.
        answer_days: how long somebody who moves up has to answer.
        renomination_days: how long a country may name a new person for a place that became free.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="offer_terms")
    version = models.PositiveSmallIntegerField(_("version"))
    text = TranslatedTextField(_("terms"), lines=14, max_length=10_000)
    answer_days = models.PositiveSmallIntegerField(_("days to answer for who moves up"), default=5)
    renomination_days = models.PositiveSmallIntegerField(
        _("days for a country to name a new person"), default=7
    )
    at = models.DateTimeField(_("in force since"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_offer_terms"
        constraints = [
            models.UniqueConstraint(fields=["edition", "version"], name="offer_terms_version_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="offer_terms_version_begins_at_one"),
            models.CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=60),
                name="offer_terms_leave_days_to_answer",
                violation_error_message=_("Give from 1 to 60 days to answer."),
            ),
            models.CheckConstraint(
                condition=Q(renomination_days__lte=60),
                name="offer_terms_renomination_is_not_endless",
                violation_error_message=_("Give a country 60 days at most."),
            ),
            holds_references("actor", name="offer_terms_actor_is_a_reference", or_system=True),
        ]
        verbose_name_plural = "terms of offers"

    def __str__(self) -> str:
        return f"{self.edition_id} {self.version}"


class NumberedPlace(IdentifiedModel):
    """One of the places of an edition; at most one person holds it (:class:`Participant`).

    ``country`` is the country whose place it is now. A place that no country has is open to all.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="numbered_places")
    number = models.PositiveSmallIntegerField(_("number"))
    country: models.ForeignKey[Country | None, Country | None] = models.ForeignKey(
        "directory.Country", models.PROTECT, null=True, related_name="+", verbose_name=_("country")
    )

    class Meta:
        db_table = "balai_numbered_place"
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="numbered_place_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="numbered_place_begins_at_one"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        country_id: str | None

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.number}"

    @property
    def reference(self) -> str:
        """How the trail names this place."""
        return f"numbered_place:{self.pk}"


class PlaceMove(IdentifiedModel):
    """A place went to another country; where that is more than its quota, why. Rows are only ever added."""

    place = models.ForeignKey(NumberedPlace, models.PROTECT, related_name="moves")
    from_country = models.ForeignKey("directory.Country", models.PROTECT, null=True, related_name="+")
    to_country = models.ForeignKey("directory.Country", models.PROTECT, related_name="+")
    is_beyond_quota = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_place_move"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_beyond_quota=False) | ~Q(reason=""),
                name="place_move_beyond_quota_says_why",
                violation_error_message=_("Say why the country gets more places than its quota."),
            ),
            holds_references("actor", name="place_move_actor_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.from_country_id or '*'} → {self.to_country_id}"


class Offer(IdentifiedModel):
    """What one nominee was offered or told: a place, a number on the reserve list, or regret.

    Several may be offered the same place: the first who confirms has it, and the others are told. Edition
    and country repeat those of the nomination, so that lists of 20,000 rows need no further tables.
    The state changes only in :mod:`balai.selection.services`; nothing else may assign it.

    Attributes:
        rung: how somebody came to it.
        explanation: the sentence by which the office was proposed this person, in the office's language.
        beyond_quota: why the country may have more places than its quota; empty where it needs none.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="offers")
    country: models.ForeignKey[Country, Country] = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="+", verbose_name=_("country")
    )
    nomination: models.ForeignKey[Nomination, Nomination] = models.ForeignKey(
        Nomination, models.PROTECT, related_name="offers", verbose_name=_("nominee")
    )
    verdict = models.ForeignKey(Verdict, models.PROTECT, null=True, related_name="offers")
    kind = models.CharField(_("kind"), max_length=8, choices=OfferKind)
    state = models.CharField(_("state"), max_length=10, choices=OfferState, default=OfferState.SENT)
    place = models.ForeignKey(NumberedPlace, models.PROTECT, null=True, related_name="offers")
    rung = models.CharField(_("how"), max_length=10, choices=Rung, default=Rung.DECISION)
    reserve_rank = models.PositiveSmallIntegerField(_("number on the reserve list"), null=True)
    terms = models.ForeignKey(OfferTerms, models.PROTECT, null=True, related_name="+")
    explanation = models.CharField(max_length=1000, blank=True)
    beyond_quota = models.CharField(_("why more than the quota"), max_length=500, blank=True)
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.CharField(max_length=MAX_LENGTH)
    expires_at = models.DateTimeField(_("holds until"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    why = models.CharField(_("why"), max_length=8, choices=DeclineReason, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        db_table = "balai_offer"
        constraints = [
            is_one_of("kind", OfferKind, name="offer_kind_is_known"),
            is_one_of("state", OfferState, name="offer_state_is_known"),
            is_one_of("rung", Rung, name="offer_rung_is_known"),
            models.UniqueConstraint(
                fields=["nomination"],
                condition=IS_OPEN,
                name="offer_one_open_for_a_nominee",
                violation_error_message=_("This nominee has an offer that waits for an answer."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind=OfferKind.PLACE,
                    place__isnull=False,
                    terms__isnull=False,
                    expires_at__isnull=False,
                    reserve_rank=None,
                )
                | Q(kind=OfferKind.RESERVE, place=None, reserve_rank__isnull=False, expires_at__isnull=False)
                | Q(kind=OfferKind.REGRET, place=None, reserve_rank=None, expires_at=None),
                name="offer_has_what_its_kind_needs",
            ),
            models.CheckConstraint(
                condition=Q(state=OfferState.SENT, answered_at=None)
                | ~Q(state=OfferState.SENT) & Q(answered_at__isnull=False),
                name="offer_answered_is_dated",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.ACCEPTED)
                | Q(kind=OfferKind.PLACE, answered_at__lte=F("expires_at")),
                name="offer_is_accepted_in_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=OfferState.DECLINED) | ~Q(why=""), name="offer_declined_says_why"
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("sent_at")),
                name="offer_holds_for_a_while",
                violation_error_message=_("This moment is over already."),
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "country", "id"], name="offer_by_country"),
            models.Index(fields=["country", "id"], name="offer_by_country_alone"),
            models.Index(fields=["sent_at", "id"], name="offer_by_moment"),
            models.Index(fields=["expires_at", "id"], condition=IS_OPEN, name="offer_by_expiry"),
            models.Index(fields=["place", "state"], name="offer_by_place"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        nomination_id: UUID
        country_id: str
        place_id: UUID | None

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.kind} {self.state}"

    @property
    def reference(self) -> str:
        """How the trail names this offer."""
        return f"offer:{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether a place is offered and the answer is waited for."""
        return self.kind == OfferKind.PLACE and self.state == OfferState.SENT


class Renomination(IdentifiedModel):
    """A country was asked to name a new person for a place that became free. Rows are only ever added."""

    place = models.ForeignKey(NumberedPlace, models.PROTECT, related_name="renominations")
    country = models.ForeignKey("directory.Country", models.PROTECT, related_name="+")
    until = models.DateTimeField(_("until"))
    at = models.DateTimeField(_("asked"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_renomination"
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="renomination_leaves_time"),
            holds_references("actor", name="renomination_actor_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.place_id}: {self.country_id}"
