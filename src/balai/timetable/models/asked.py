"""What planning is asked: terms of an edition, what gets in the way, and each search with its answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.programmes.models import Edition
from balai.timetable.enums import HindranceKind, SearchKind, SearchState

if TYPE_CHECKING:
    from uuid import UUID

OPEN = (SearchState.WAITING, SearchState.WORKING)
WEIGHTS = ("site_day", "contact_minute", "heavy_late", "waiting_minute", "trainer_minute", "kept_time")
MOST = 10_000
"""As heavy as the engine lets a wish be."""


class PlanningTerms(IdentifiedModel):
    """How an edition wants its days: hours, meals, what a group can bear, and what its wishes weigh.

    Times are local to the edition. Minutes are of one group's day; weights are points for each unit of
    :class:`balai.engine.timetabling.problem.Weights`.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="planning_terms")
    grid = models.PositiveSmallIntegerField(
        _("sessions begin on multiples of"), default=15, help_text=_("Minutes: 5, 10, 15, 20, 30 or 60.")
    )
    day_from = models.TimeField(_("the day begins"), default=dt.time(7, 30))
    day_until = models.TimeField(_("the day ends"), default=dt.time(21))
    lunch_from = models.TimeField(_("lunch from"), default=dt.time(12))
    lunch_until = models.TimeField(_("lunch until"), default=dt.time(13))
    friday_from = models.TimeField(_("Friday prayer from"), default=dt.time(11, 30))
    friday_until = models.TimeField(_("Friday prayer until"), default=dt.time(13))
    day_minutes = models.PositiveSmallIntegerField(_("longest day"), default=720, help_text=_("Minutes."))
    contact_minutes = models.PositiveSmallIntegerField(
        _("most teaching on a day"), default=480, help_text=_("Minutes.")
    )
    sites = models.PositiveSmallIntegerField(_("most sites on a day"), default=4)
    free_half_day_in = models.PositiveSmallIntegerField(
        _("a free half-day in"), default=7, help_text=_("Days on end.")
    )
    site_day = models.PositiveSmallIntegerField(
        _("each site of a group’s day"), default=30, validators=[MaxValueValidator(MOST)]
    )
    contact_minute = models.PositiveSmallIntegerField(
        _("each minute of teaching too much"), default=1, validators=[MaxValueValidator(MOST)]
    )
    contact_good = models.PositiveSmallIntegerField(_("good teaching on a day, minutes"), default=360)
    heavy_late = models.PositiveSmallIntegerField(
        _("each heavy session after noon"), default=20, validators=[MaxValueValidator(MOST)]
    )
    waiting_minute = models.PositiveSmallIntegerField(
        _("each minute of waiting and travel"), default=1, validators=[MaxValueValidator(MOST)]
    )
    trainer_minute = models.PositiveSmallIntegerField(
        _("each minute too much of a resource person"), default=1, validators=[MaxValueValidator(MOST)]
    )
    trainer_good = models.PositiveSmallIntegerField(_("good for a resource person, minutes"), default=300)
    kept_time = models.PositiveSmallIntegerField(
        _("each session on days kept free"),
        default=4,
        validators=[MaxValueValidator(MOST)],
        help_text=_("For each participant and group."),
    )
    vehicle_seats = models.PositiveSmallIntegerField(
        _("seats of a vehicle"),
        default=25,
        help_text=_("Without the driver’s. Vehicle lists share the groups out by it."),
    )
    seed = models.PositiveIntegerField(_("number of the lots"), default=0)
    work = models.PositiveIntegerField(
        _("limit of work"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("Ten units take one to three seconds."),
    )

    class Meta:
        db_table = "balai_planning_terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(grid__in=[5, 10, 15, 20, 30, 60]),
                name="planning_grid_divides_an_hour",
                violation_error_message=_("Choose 5, 10, 15, 20, 30 or 60 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(day_from__lt=F("lunch_from"), lunch_from__lt=F("lunch_until"))
                & Q(lunch_until__lt=F("day_until")),
                name="planning_day_has_lunch_in_it",
                violation_error_message=_("Lunch lies within the day, and ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(friday_from__lt=F("friday_until")),
                name="planning_friday_prayer_ends_after_it_begins",
                violation_error_message=_("The Friday prayer ends after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(day_minutes__range=(60, 1440), contact_minutes__range=(30, 1440))
                & Q(sites__range=(1, 20), free_half_day_in__range=(1, 60)),
                name="planning_limits_can_be_kept",
                violation_error_message=_("A day is 1 to 24 hours long, and has 1 to 20 sites."),
            ),
            models.CheckConstraint(
                condition=Q(vehicle_seats__range=(1, 200)),
                name="planning_vehicle_has_seats",
                violation_error_message=_("A vehicle has 1 to 200 seats."),
            ),
            models.CheckConstraint(condition=Q(work__range=(1, 100_000)), name="planning_work_is_limited"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__lte": MOST}), name=f"planning_{name}_is_not_too_heavy"
                )
                for name in WEIGHTS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}"

    if TYPE_CHECKING:
        edition_id: UUID


class Hindrance(IdentifiedModel):
    """Something that gets in the way: a centre cancels, a trainer is ill, it rains.

    Every problem that is built afterwards knows it; a repair begins with it.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="hindrances")
    kind = models.CharField(_("what is in the way"), max_length=8, choices=HindranceKind)
    site = models.ForeignKey(
        "directory.Site", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("site")
    )
    person = models.ForeignKey(
        "directory.ResourcePerson",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resource person"),
    )
    session = models.ForeignKey(
        "timetable.Session",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("session"),
    )
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    reason = TranslatedTextField(_("reason"), max_length=200)
    at = models.DateTimeField(_("reported"))
    actor = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_hindrance"
        constraints = [
            is_one_of("kind", HindranceKind, name="hindrance_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind=HindranceKind.SITE, site__isnull=False, person=None, session=None)
                | Q(kind=HindranceKind.PERSON, site=None, person__isnull=False, session=None)
                | Q(kind=HindranceKind.SESSION, site=None, person=None, session__isnull=False),
                name="hindrance_names_what_it_is_about",
                violation_error_message=_("Name the site, the resource person or the session."),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")),
                name="hindrance_ends_after_it_begins",
                violation_error_message=_("The end must lie after the beginning."),
            ),
            models.CheckConstraint(condition=~Q(reason={}), name="hindrance_says_why"),
            holds_references("actor", name="hindrance_actor_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["edition", "begins_at"], name="hindrance_by_edition")]

    if TYPE_CHECKING:
        edition_id: UUID
        site_id: UUID | None
        person_id: UUID | None
        session_id: UUID | None

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.begins_at:%Y-%m-%d %H:%M}"

    @property
    def reference(self) -> str:
        """How the trail names this hindrance."""
        return f"hindrance:{self.pk}"


class Search(IdentifiedModel):
    """A question to the planner, worked out by the worker in a process of its own, and its checked answer.

    What the checker refuses is kept nowhere: the state says that it was refused, and why.

    Attributes:
        problem: what the engine is asked, as it reads it.
        before: for a repair, and to explain why there is none, the published timetable.
        frozen_until: for both: what has begun before it stays.
        given_up: for a repair, limits that its problem leaves out, by language.
        points, bound: of the best timetable so far; no timetable costs less than the bound.
        answer: the engine's whole answer, as JSON; of a repair at work, the ways that are found already.
        timetable: the draft that a plan became.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="timetable_searches")
    kind = models.CharField(max_length=8, choices=SearchKind, default=SearchKind.SOLVE)
    state = models.CharField(max_length=9, choices=SearchState, default=SearchState.WAITING)
    problem = models.JSONField()
    problem_digest = models.CharField(max_length=64)
    seed = models.PositiveIntegerField(_("number of the lots"))
    work = models.PositiveIntegerField(_("limit of work"))
    before = models.ForeignKey(
        "timetable.Timetable", models.CASCADE, null=True, related_name="repair_searches"
    )
    frozen_until = models.DateTimeField(null=True)
    given_up = models.JSONField(default=list)
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(max_length=MAX_LENGTH)
    points = models.IntegerField(null=True)
    bound = models.IntegerField(null=True)
    answered_at = models.DateTimeField(_("worked out"), null=True)
    status = models.CharField(max_length=10, blank=True)
    answer = models.JSONField(null=True)
    failure = models.CharField(max_length=300, blank=True)
    timetable = models.ForeignKey(
        "timetable.Timetable", models.SET_NULL, null=True, related_name="made_by_search"
    )

    class Meta:
        db_table = "balai_timetable_search"
        constraints = [
            is_one_of("kind", SearchKind, name="timetable_search_kind_is_known"),
            is_one_of("state", SearchState, name="timetable_search_state_is_known"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state__in=OPEN),
                name="timetable_search_one_at_work",
                violation_error_message=_("A timetable of this edition is being worked out already."),
            ),
            models.CheckConstraint(
                condition=Q(state=SearchState.DONE, answered_at__isnull=False, answer__isnull=False)
                & ~Q(status="")
                | Q(state=SearchState.WORKING, kind=SearchKind.REPAIR, status="", timetable=None)
                | ~Q(state=SearchState.DONE) & Q(answer=None, status="", timetable=None),
                name="timetable_search_shows_only_what_was_checked",
            ),
            models.CheckConstraint(
                condition=~Q(kind=SearchKind.REPAIR) | Q(before__isnull=False, frozen_until__isnull=False),
                name="timetable_repair_knows_what_it_repairs",
            ),
            holds_references("asked_by", name="timetable_search_asked_by_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["edition", "-asked_at"], name="timetable_search_by_edition")]

    if TYPE_CHECKING:
        edition_id: UUID
        timetable_id: UUID | None

    def __str__(self) -> str:
        return f"{self.edition_id} {self.kind} {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def reference(self) -> str:
        """How the trail names this search."""
        return f"timetable_search:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def has_ways(self) -> bool:
        """Whether there are ways to repair of which none is taken yet."""
        is_repair = self.kind == SearchKind.REPAIR and self.status != "infeasible"
        return is_repair and bool(self.answer) and self.timetable_id is None
