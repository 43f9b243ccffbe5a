"""Two sides that were brought together, what came of it within a year, and the meetings of an edition."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models import Organisation
from balai.directory.models.base import is_one_of
from balai.exchange.enums import Code, MatchState
from balai.exchange.models.card import Card, Interest
from balai.followup.enums import Months
from balai.followup.models.times import DAYS, OPENS_BEFORE, Wave
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.people.models import Person
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID


class Match(IdentifiedModel):
    """Somebody answers a need or an interest, or the office proposes that two sides speak.

    What each side wrote for the other to reach it by is shown to the other, and to nobody else, once both
    have agreed; who answers has agreed with it.

    Attributes:
        seeker: whose need or interest it is; None where an organisation asks.
        provider, provider_organisation: who answers.
        points, reasons: how near the two are, as it was counted on that day; None where nobody counted.
    """

    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        Edition, models.PROTECT, related_name="exchange_matches"
    )
    need: models.ForeignKey[Card | None, Card | None] = models.ForeignKey(
        Card, models.PROTECT, null=True, related_name="matches"
    )
    interest: models.OneToOneField[Interest | None, Interest | None] = models.OneToOneField(
        Interest, models.PROTECT, null=True, related_name="match"
    )
    offer: models.ForeignKey[Card | None, Card | None] = models.ForeignKey(
        Card, models.PROTECT, null=True, related_name="matches_of_offer"
    )
    seeker: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+"
    )
    provider: models.ForeignKey[Person | None, Person | None] = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+"
    )
    provider_organisation: models.ForeignKey[Organisation | None, Organisation | None] = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+"
    )
    words = models.TextField(_("your answer"), max_length=2000, blank=True)
    provider_contact = models.CharField(_("how you can be reached"), max_length=300, blank=True)
    seeker_contact = models.CharField(_("how you can be reached"), max_length=300, blank=True)
    points = models.PositiveSmallIntegerField(_("points"), null=True)
    reasons = models.JSONField(default=dict)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(max_length=MAX_LENGTH)
    provider_agreed_at = models.DateTimeField(_("answered"), null=True)
    seeker_agreed_at = models.DateTimeField(_("agreed"), null=True)
    declined_at = models.DateTimeField(_("declined"), null=True)

    class Meta:
        db_table = "balai_exchange_match"
        constraints = [
            models.CheckConstraint(
                condition=Q(need=None) ^ Q(interest=None), name="exchange_match_is_of_one_wish"
            ),
            models.CheckConstraint(
                condition=Q(provider=None) ^ Q(provider_organisation=None),
                name="exchange_match_has_one_provider",
            ),
            models.UniqueConstraint(
                fields=["need", "provider"],
                name="exchange_match_once_for_a_person",
                violation_error_message=_("This person has answered this need already."),
            ),
            models.UniqueConstraint(
                fields=["need", "provider_organisation", "offer"],
                nulls_distinct=False,
                condition=Q(need__isnull=False, provider=None),
                name="exchange_match_once_for_an_offer",
                violation_error_message=_("This offer was brought to this need already."),
            ),
            models.CheckConstraint(
                condition=Q(provider_agreed_at=None, provider_contact="")
                | Q(provider_agreed_at__isnull=False) & ~Q(provider_contact=""),
                name="exchange_match_provider_agrees_with_a_contact",
                violation_error_message=_("Say how you can be reached."),
            ),
            models.CheckConstraint(
                condition=Q(seeker_agreed_at=None, seeker_contact="")
                | Q(seeker_agreed_at__isnull=False) & ~Q(seeker_contact=""),
                name="exchange_match_seeker_agrees_with_a_contact",
                violation_error_message=_("Say how you can be reached."),
            ),
            holds_references("made_by", name="exchange_match_made_by_is_a_reference"),
        ]
        indexes = [models.Index(fields=["edition", "made_at", "id"], name="exchange_match_by_edition")]

    if TYPE_CHECKING:
        edition_id: UUID
        need_id: UUID | None
        interest_id: UUID | None
        seeker_id: UUID | None
        provider_id: UUID | None
        provider_organisation_id: UUID | None

    def __str__(self) -> str:
        return f"{self.need_id or self.interest_id}: {self.state}"

    @property
    def reference(self) -> str:
        """How the trail names this match."""
        return f"exchange_match:{self.pk}"

    @property
    def asking_organisation(self) -> Organisation | None:
        """Whose need it is, where an organisation asks."""
        return self.need.organisation if self.need is not None else None

    @property
    def state(self) -> MatchState:
        """How far the two sides are."""
        if self.declined_at is not None:
            return MatchState.DECLINED
        if self.provider_agreed_at is None:
            return MatchState.PROPOSED
        return MatchState.AGREED if self.seeker_agreed_at else MatchState.ANSWERED

    @property
    def waves(self) -> list[Wave]:
        """The three times at which is asked what came of it, from the day on which both had agreed."""
        if self.seeker_agreed_at is None or self.declined_at is not None or self.provider_agreed_at is None:
            return []
        began = max(self.seeker_agreed_at, self.provider_agreed_at).date()
        days = [(months, began + dt.timedelta(days=DAYS[months])) for months in Months]
        return [Wave(months=months, opens_on=due - OPENS_BEFORE, due_on=due) for months, due in days]


class Outcome(IdentifiedModel):
    """What came of a match after some months; told again, the later word holds, and the trail has both."""

    match: models.ForeignKey[Match, Match] = models.ForeignKey(Match, models.PROTECT, related_name="outcomes")
    months = models.PositiveSmallIntegerField(_("after how many months"), choices=Months)
    code = models.CharField(_("what came of it"), max_length=10, choices=Code)
    words = models.CharField(_("in a sentence"), max_length=500, blank=True)
    at = models.DateTimeField(_("told"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_exchange_outcome"
        constraints = [
            models.UniqueConstraint(fields=["match", "months"], name="exchange_outcome_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(months__in=Months.values), name="exchange_outcome_months_are_known"
            ),
            is_one_of("code", Code, name="exchange_outcome_code_is_known"),
            holds_references("actor", name="exchange_outcome_actor_is_a_reference"),
        ]

    if TYPE_CHECKING:
        match_id: UUID

    def __str__(self) -> str:
        return f"{self.match_id}: {self.months}, {self.code}"


DURING = Func(F("begins_at"), F("ends_at"), function="tstzrange", output_field=DateTimeRangeField())


class Meeting(IdentifiedModel):
    """A time that an organisation holds for one participant during an edition; free until it is booked."""

    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        Edition, models.PROTECT, related_name="exchange_meetings"
    )
    organisation: models.ForeignKey[Organisation, Organisation] = models.ForeignKey(
        Organisation, models.PROTECT, related_name="exchange_meetings", verbose_name=_("with whom")
    )
    place = models.CharField(_("where"), max_length=200)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    participant: models.ForeignKey[Participant | None, Participant | None] = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="exchange_meetings"
    )
    about = models.CharField(_("what you want to speak about"), max_length=300, blank=True)
    changes = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(_("changed"))

    class Meta:
        db_table = "balai_exchange_meeting"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="exchange_meeting_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(about="") | Q(participant__isnull=False),
                name="exchange_meeting_free_is_about_nothing",
            ),
            ExclusionConstraint(
                name="exchange_meeting_one_at_a_time_with_an_organisation",
                expressions=[("organisation", RangeOperators.EQUAL), (DURING, RangeOperators.OVERLAPS)],
                violation_error_message=_("The organisation holds another meeting at that time."),
            ),
            ExclusionConstraint(
                name="exchange_meeting_one_at_a_time_for_a_participant",
                expressions=[("participant", RangeOperators.EQUAL), (DURING, RangeOperators.OVERLAPS)],
                condition=Q(participant__isnull=False),
                violation_error_message=_("You have another meeting at that time."),
            ),
        ]
        indexes = [models.Index(fields=["edition", "begins_at", "id"], name="exchange_meeting_in_order")]

    if TYPE_CHECKING:
        edition_id: UUID
        participant_id: UUID | None
        organisation_id: UUID

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.begins_at}"

    @property
    def reference(self) -> str:
        """How the trail names this meeting."""
        return f"exchange_meeting:{self.pk}"
