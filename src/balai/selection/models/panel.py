"""How an edition is selected, who reads which dossier, and what the readers score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.nominations.models import Nomination
from balai.people.models import Person
from balai.programmes.models import Edition, RubricCriterion
from balai.selection.enums import ConflictKind, Phase, Recommendation
from balai.selection.models.decision import LARGEST_SEED

if TYPE_CHECKING:
    from uuid import UUID

    from balai.directory.models import Country

HIGHEST_MARK = 5
FULL_SCORE = 1000
"""Tenths of a point that somebody gets with the highest mark throughout."""


class SelectionPlan(IdentifiedModel):
    """How an edition is selected; where none is written, what stands here holds.

    Attributes:
        readers: how many panel members read each dossier.
        spread: tenths of a point between two readers from which a third one reads.
        shows_country: whether a dossier tells the country, employer and position; otherwise it tells none.
        reserves: how many reserves a proposal names.
        seed: the number that lots are drawn with; it is published before the scores are in.
        scores_due_at: by when the panel members have scored.
        meets_at: when the panel meets; scores after the meeting are taken from then on.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="selection_plan")
    readers = models.PositiveSmallIntegerField(_("readers of each dossier"), default=2)
    spread = models.PositiveSmallIntegerField(_("spread that asks for a third reader"), default=200)
    shows_country = models.BooleanField(_("readers see country, employer and position"), default=False)
    reserves = models.PositiveSmallIntegerField(_("reserves"), default=9)
    seed = models.PositiveIntegerField(_("number of the lots"), default=1)
    scores_due_at = models.DateTimeField(_("scores are due"), null=True, blank=True)
    meets_at = models.DateTimeField(_("the panel meets"), null=True, blank=True)

    class Meta:
        db_table = "balai_selection_plan"
        constraints = [
            models.CheckConstraint(
                condition=Q(readers__gte=1, readers__lte=9),
                name="selection_plan_has_readers",
                violation_error_message=_("One to nine people read each dossier."),
            ),
            models.CheckConstraint(
                condition=Q(spread__gte=1, spread__lte=FULL_SCORE), name="selection_plan_spread_is_a_score"
            ),
            models.CheckConstraint(condition=Q(reserves__lte=999), name="selection_plan_reserves_are_few"),
            models.CheckConstraint(
                condition=Q(seed__lte=LARGEST_SEED), name="selection_plan_seed_is_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}"


class PanelDeclaration(IdentifiedModel):
    """A panel member of an edition has said with whom they have a conflict of interest, perhaps with nobody.

    Nobody opens a dossier before.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="panel_declarations")
    member = models.ForeignKey(Person, models.PROTECT, related_name="panel_declarations")
    at = models.DateTimeField(_("declared"))

    class Meta:
        db_table = "balai_panel_declaration"
        constraints = [models.UniqueConstraint(fields=["edition", "member"], name="panel_declaration_once")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.member_id}"


class ConflictOfInterest(IdentifiedModel):
    """Whom a panel member does not score: the nominees of a country, or one nominee."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="conflicts")
    member = models.ForeignKey(Person, models.PROTECT, related_name="conflicts")
    kind = models.CharField(_("why"), max_length=8, choices=ConflictKind)
    country: models.ForeignKey[Country | None, Country | None] = models.ForeignKey(
        "directory.Country", models.PROTECT, null=True, related_name="+", verbose_name=_("country")
    )
    nomination = models.ForeignKey(Nomination, models.PROTECT, null=True, related_name="conflicts")
    at = models.DateTimeField(_("declared"))

    class Meta:
        db_table = "balai_conflict_of_interest"
        constraints = [
            is_one_of("kind", ConflictKind, name="conflict_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=ConflictKind.COUNTRY, country__isnull=False, nomination=None)
                | ~Q(kind=ConflictKind.COUNTRY) & Q(country=None, nomination__isnull=False),
                name="conflict_is_with_a_country_or_a_nominee",
            ),
            models.UniqueConstraint(
                fields=["edition", "member", "country"], name="conflict_once_with_a_country"
            ),
            models.UniqueConstraint(fields=["member", "nomination"], name="conflict_once_with_a_nominee"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.country_id or self.nomination_id}"


class Reading(IdentifiedModel):
    """A panel member reads a nominee's dossier and scores it; taken from them, it stays with its reason."""

    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="readings")
    member = models.ForeignKey(Person, models.PROTECT, related_name="readings")
    is_third = models.BooleanField(_("because the others are far apart"), default=False)
    assigned_at = models.DateTimeField(_("given"))
    assigned_by = models.CharField(max_length=MAX_LENGTH)
    released_at = models.DateTimeField(_("taken back"), null=True)
    released_why = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_reading"
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "member"],
                condition=Q(released_at=None),
                name="reading_once_for_a_member",
                violation_error_message=_("This member reads this dossier already."),
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, released_why="")
                | Q(released_at__isnull=False) & ~Q(released_why=""),
                name="reading_released_says_why",
            ),
            holds_references("assigned_by", name="reading_assigned_by_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["member", "nomination"], name="reading_by_member")]

    if TYPE_CHECKING:
        member_id: UUID
        nomination_id: UUID

    def __str__(self) -> str:
        return f"{self.nomination_id}: {self.member_id}"

    @property
    def reference(self) -> str:
        """How the trail names this reading."""
        return f"reading:{self.pk}"


class ScoreSheet(IdentifiedModel):
    """What one reader says of one dossier, before or after the meeting; once handed in it stays.

    The database shows a sheet to a panel member only when it is theirs, or when they have handed in their own
    for the same nominee and phase (:func:`balai.selection.queries.scores.seen_by`).

    Attributes:
        total: tenths of a point from 0 to 1000, by the weights of the rubric when it was handed in.
        comment: for the panel; no nominee and no country reads it.
    """

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="sheets")
    phase = models.CharField(_("phase"), max_length=6, choices=Phase, default=Phase.BEFORE)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    recommendation = models.CharField(_("recommendation"), max_length=8, choices=Recommendation, blank=True)
    kept_at = models.DateTimeField(_("saved"))
    submitted_at = models.DateTimeField(_("handed in"), null=True)
    total = models.PositiveSmallIntegerField(_("points, in tenths"), null=True)

    class Meta:
        db_table = "balai_score_sheet"
        constraints = [
            models.UniqueConstraint(fields=["reading", "phase"], name="score_sheet_once_in_a_phase"),
            is_one_of("phase", Phase, name="score_sheet_phase_is_known"),
            models.CheckConstraint(
                condition=Q(recommendation="") | Q(recommendation__in=Recommendation.values),
                name="score_sheet_recommendation_is_known",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, total=None)
                | Q(submitted_at__isnull=False, total__isnull=False, total__lte=FULL_SCORE)
                & ~Q(recommendation=""),
                name="score_sheet_handed_in_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading_id} {self.phase}"

    @property
    def reference(self) -> str:
        """How the trail names this sheet."""
        return f"score_sheet:{self.pk}"


class Mark(IdentifiedModel):
    """What a reader gives for one criterion of the rubric, from 0 to 5."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="marks")
    criterion = models.ForeignKey(RubricCriterion, models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(_("mark"))

    class Meta:
        db_table = "balai_mark"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once_for_a_criterion"),
            models.CheckConstraint(
                condition=Q(mark__lte=HIGHEST_MARK),
                name="mark_is_from_0_to_5",
                violation_error_message=_("A mark is from 0 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.criterion_id}: {self.mark}"
