"""Nominations: a country's proposal of one person for one edition."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Deferrable, F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import everything_in, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.nominations.enums import (
    Education,
    LanguageLevel,
    NominationState,
    Origin,
    Sex,
    Standing,
    Track,
    WithdrawalReason,
)
from balai.nominations.models.call import CountryCall

if TYPE_CHECKING:
    from uuid import UUID

    from balai.directory.models import Country
    from balai.people.models import Person
    from balai.programmes.models import Edition

IS_LIVE = ~Q(state=NominationState.WITHDRAWN)

FACTS_BY_GROUP = (
    (_("Who"), ("name", "email", "sex", "birth_on", "passport_until")),
    (_("Work"), ("track", "employer", "position", "sector", "experience_years")),
    (_("Learning"), ("education", "language_level", "took_part_before")),
    (_("Asked by some rules"), ("is_military", "has_conflict_of_interest")),
    (_("Why"), ("reason", "expected_use")),
)
"""What a country writes about a nominee, by the names of the columns, in the parts of its form."""

FACTS = tuple(name for _title, names in FACTS_BY_GROUP for name in names)


class Nomination(IdentifiedModel):
    """A country's proposal of one person for one edition.

    No row is ever deleted: one that is taken back is withdrawn, with its reason. The first in rank, as many
    as the country has places, are the principals; those after them are alternates. Edition and country repeat
    those of the call, by a foreign key over all three, so that the database itself refuses two live
    nominations of a person.
    The state and the standing change only in :mod:`balai.nominations.services`; nothing else may assign them.
    """

    call = models.ForeignKey(
        CountryCall, models.PROTECT, related_name="nominations", db_index=False
    )  # nomination_by_call begins with it
    edition: models.ForeignKey[Edition, Edition] = models.ForeignKey(
        "programmes.Edition", models.PROTECT, related_name="nominations", verbose_name=_("edition")
    )
    country: models.ForeignKey[Country, Country] = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="nominations", verbose_name=_("country")
    )
    person: models.ForeignKey[Person, Person] = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="nominations", verbose_name=_("nominee")
    )
    code = models.CharField(_("reference"), max_length=40, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"))
    state = models.CharField(
        _("state"), max_length=10, choices=NominationState, default=NominationState.DRAFT
    )
    standing = models.CharField(_("standing"), max_length=8, choices=Standing, default=Standing.MISSING)
    origin = models.CharField(max_length=12, choices=Origin, default=Origin.FOCAL_POINT)
    version = models.PositiveIntegerField(default=0)
    entered_at = models.DateTimeField(_("entered"))

    name = models.CharField(_("name"), max_length=200, help_text=_("As in the passport."))
    email = models.EmailField(_("e-mail address"), blank=True)
    sex = models.CharField(_("sex in the passport"), max_length=6, choices=Sex, blank=True)
    birth_on = models.DateField(_("date of birth"), null=True, blank=True)
    passport_until = models.DateField(
        _("passport valid until"),
        null=True,
        blank=True,
        help_text=_("The last day only; the number is asked of the nominee."),
    )
    track = models.CharField(_("kind of nominee"), max_length=12, choices=Track, blank=True)
    employer = models.CharField(_("employer or enterprise"), max_length=200, blank=True)
    position = models.CharField(_("position"), max_length=200, blank=True)
    sector = models.SlugField(
        _("sector of work"), max_length=40, blank=True, help_text=_("One word, such as textiles.")
    )
    experience_years = models.PositiveSmallIntegerField(
        _("years of experience in the field"), null=True, blank=True
    )
    education = models.CharField(_("highest education"), max_length=8, choices=Education, blank=True)
    language_level = models.CharField(
        _("level in the working language"), max_length=2, choices=LanguageLevel, blank=True
    )
    is_military = models.BooleanField(_("serves in the military"), null=True, blank=True)
    took_part_before = models.BooleanField(_("took part in this series before"), null=True, blank=True)
    has_conflict_of_interest = models.BooleanField(
        _("is related to somebody who decides"), null=True, blank=True
    )
    reason = models.TextField(
        _("why this person"), blank=True, max_length=2000, help_text=_("Fifty to two hundred words.")
    )
    expected_use = models.TextField(_("what it will be used for at home"), blank=True, max_length=2000)

    submitted_at = models.DateTimeField(_("sent"), null=True)
    was_late = models.BooleanField(default=False)
    admitted_at = models.DateTimeField(_("admitted although late"), null=True)
    admitted_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    admitted_because = models.CharField(_("reason"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    withdrawn_why = models.CharField(_("why"), max_length=8, choices=WithdrawalReason, blank=True)
    withdrawn_note = models.CharField(_("note"), max_length=300, blank=True)

    search_text = models.GeneratedField(
        expression=everything_in("code", "name", "employer", "position"),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_nomination"
        constraints = [
            is_one_of("state", NominationState, name="nomination_state_is_known"),
            is_one_of("standing", Standing, name="nomination_standing_is_known"),
            models.UniqueConstraint(
                fields=["edition", "person"],
                condition=IS_LIVE,
                name="nomination_one_live_per_nominee",
                violation_error_message=_("This person is already nominated for this edition."),
            ),
            ExclusionConstraint(
                name="nomination_rank_once_in_a_country",
                expressions=[("call", RangeOperators.EQUAL), ("rank", RangeOperators.EQUAL)],
                condition=IS_LIVE,
                deferrable=Deferrable.DEFERRED,  # two change places in one transaction
                violation_error_message=_("Two nominees have the same rank."),
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="nomination_rank_begins_at_one"),
            models.CheckConstraint(condition=~Q(name=""), name="nomination_has_a_name"),
            models.CheckConstraint(
                condition=Q(state=NominationState.DRAFT, submitted_at=None)
                | Q(state__in=[NominationState.SENT, NominationState.LATE], submitted_at__isnull=False)
                | Q(state=NominationState.WITHDRAWN),
                name="nomination_sent_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_why="")
                & ~Q(state=NominationState.WITHDRAWN)
                | Q(state=NominationState.WITHDRAWN, withdrawn_at__isnull=False)
                & ~Q(withdrawn_why="")
                & ~Q(withdrawn_by=""),
                name="nomination_withdrawn_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(admitted_at=None, admitted_by="", admitted_because="")
                | Q(admitted_at__isnull=False, was_late=True) & ~Q(admitted_by="") & ~Q(admitted_because=""),
                name="nomination_admitted_was_late_and_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state=NominationState.SENT, was_late=True) | Q(admitted_at__isnull=False),
                name="nomination_late_is_admitted_before_it_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state=NominationState.LATE) | Q(was_late=True, admitted_at=None),
                name="nomination_in_the_late_queue_was_late",
            ),
            models.CheckConstraint(
                condition=Q(experience_years=None) | Q(experience_years__lte=70),
                name="nomination_experience_is_of_one_life",
                violation_error_message=_("This is more than a working life."),
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"], name="nomination_by_call"),
            models.Index(fields=["edition", "country", "rank", "id"], name="nomination_by_country"),
            models.Index(fields=["country", "rank", "id"], name="nomination_by_country_alone"),
            models.Index(fields=["name", "id"], name="nomination_by_name"),
            models.Index(fields=["entered_at", "id"], name="nomination_by_entry"),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(state=NominationState.LATE),
                name="nomination_late_queue",
            ),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="nomination_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def reference(self) -> str:
        """How the trail names this nomination."""
        return f"nomination:{self.pk}"

    @property
    def as_mentioned(self) -> tuple[UUID, str]:
        """Whom a letter to somebody else names, and how: an erasure strikes it there."""
        return self.person_id, self.name

    @property
    def is_live(self) -> bool:
        return self.state != NominationState.WITHDRAWN
