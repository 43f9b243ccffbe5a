"""Editions: one running of a series with its dates; its mandates, its changes, who is known to have come."""

from __future__ import annotations

import datetime as dt

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import Certainty
from balai.directory.models.base import Sourced, everything_in, has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.programmes.enums import ChangeKind, EditionStatus, Mode, PolicyMarker, Publicity
from balai.programmes.models.parts import is_coded
from balai.programmes.models.series import Pledge, Series

POLICY_MARKERS = [f"{marker}:{code}" for marker in PolicyMarker for code, _words in marker.significances]
"""Markers of the OECD, each with its significance: ``1:2`` is gender equality as the principal objective."""

UNDATED = dt.date(9999, 12, 31)
"""Where an edition without dates stands in lists: before all others, newest first."""

CALLS_FIRST = models.ExpressionWrapper(Q(status=EditionStatus.CALL), models.BooleanField()).desc()
"""An order: editions that countries may nominate for before all others."""

STATUSES_THAT_NEED_DATES = (
    EditionStatus.CALL,
    EditionStatus.SELECTION,
    EditionStatus.PREPARATION,
    EditionStatus.RUNNING,
)


def english() -> list[str]:
    """The usual working language."""
    return ["en"]


class Edition(IdentifiedModel, Sourced):
    """One running of a series: dates, places and people.

    The status and the mode change only in :mod:`balai.programmes.services`; nothing else may assign them.
    Dates are days in ``time_zone``. Of historic editions the number of participants may be known before the
    product has a record of each.
    """

    series = models.ForeignKey(Series, models.PROTECT, related_name="editions", verbose_name=_("series"))
    number = models.PositiveSmallIntegerField(_("number in the series"), null=True, blank=True)
    code = models.CharField(_("code"), max_length=24, unique=True)
    title = TranslatedTextField(_("title"))
    theme = TranslatedTextField(_("theme"), blank=True, max_length=300)
    summary = TranslatedTextField(_("summary"), blank=True, lines=6, max_length=4000)
    objective = TranslatedTextField(_("overall objective"), blank=True, lines=3, max_length=2000)
    target_group = TranslatedTextField(_("whom it is for"), blank=True, lines=3, max_length=2000)
    status = models.CharField(_("status"), max_length=12, choices=EditionStatus, default=EditionStatus.IDEA)
    status_before = models.CharField(
        _("status before it was postponed"), max_length=12, choices=EditionStatus, blank=True
    )
    mode = models.CharField(_("mode of attendance"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    publicity = models.CharField(_("publicity"), max_length=10, choices=Publicity, default=Publicity.INTERNAL)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    arrives_on = models.DateField(_("day of arrival"), null=True, blank=True)
    departs_on = models.DateField(_("day of departure"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC")
    country = models.ForeignKey(
        "directory.Country", models.PROTECT, related_name="editions_hosted", verbose_name=_("host country")
    )
    cities = models.JSONField(_("cities"), default=list, blank=True)
    languages = ArrayField(
        models.CharField(max_length=12), verbose_name=_("working languages"), default=english
    )
    interpretation = ArrayField(
        models.CharField(max_length=12), verbose_name=_("interpreted into"), default=list, blank=True
    )
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    host_places = models.PositiveSmallIntegerField(_("of these for the host country"), default=0)
    smallest_group = models.PositiveSmallIntegerField(
        _("fewest participants with whom it is held"), null=True, blank=True
    )
    known_participants = models.PositiveSmallIntegerField(
        _("participants, as far as known"), null=True, blank=True
    )
    sdg_targets = ArrayField(
        models.CharField(max_length=6), verbose_name=_("SDG targets"), default=list, blank=True
    )
    sector_codes = ArrayField(
        models.CharField(max_length=6), verbose_name=_("sector codes"), default=list, blank=True
    )
    policy_markers = ArrayField(
        models.CharField(max_length=6), verbose_name=_("policy markers"), default=list, blank=True
    )
    mandates = models.ManyToManyField(Pledge, through="Mandate", related_name="editions")
    sorts_on = models.GeneratedField(
        expression=Coalesce("starts_on", Value(UNDATED)), output_field=models.DateField(), db_persist=True
    )
    search_text = models.GeneratedField(
        expression=Concat(
            everything_in("code", translated=("title", "theme")),
            Value(" "),
            Lower(Cast("cities", models.TextField())),
            output_field=models.TextField(),
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_edition"
        constraints = [
            is_one_of("certainty", Certainty, name="edition_certainty_is_known"),
            is_coded("edition_code_is_a_code"),
            has_words("title", name="edition_has_a_title"),
            is_one_of("status", EditionStatus, name="edition_status_is_known"),
            is_one_of("mode", Mode, name="edition_mode_is_known"),
            is_one_of("publicity", Publicity, name="edition_publicity_is_known"),
            models.UniqueConstraint(
                fields=["series", "number"],
                name="edition_number_once_in_its_series",
                violation_error_message=_("The series has an edition of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="edition_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(ends_on=None, arrives_on=None, departs_on=None),
                name="edition_dates_begin_with_the_first_day",
                violation_error_message=_("Give the first day before the others."),
            ),
            models.CheckConstraint(
                condition=Q(arrives_on=None) | Q(arrives_on__lte=F("starts_on")),
                name="edition_arrival_comes_first",
                violation_error_message=_("People arrive before the first day, or on it."),
            ),
            models.CheckConstraint(
                condition=Q(departs_on=None) | Q(ends_on__isnull=False, departs_on__gte=F("ends_on")),
                name="edition_departure_comes_last",
                violation_error_message=_("People leave after the last day, or on it."),
            ),
            models.CheckConstraint(
                condition=~Q(status__in=STATUSES_THAT_NEED_DATES)
                | Q(
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    arrives_on__isnull=False,
                    departs_on__isnull=False,
                    places__isnull=False,
                ),
                name="edition_under_way_has_dates_and_places",
                violation_error_message=_("An edition that is under way has all four dates, and places."),
            ),
            models.CheckConstraint(
                condition=Q(places=None) | Q(places__gte=1), name="edition_has_a_place_or_more"
            ),
            models.CheckConstraint(
                condition=Q(places=None, host_places=0)
                | Q(places__isnull=False, host_places__lte=F("places")),
                name="edition_host_places_are_among_its_places",
                violation_error_message=_("The host cannot have more places than there are."),
            ),
            models.CheckConstraint(
                condition=Q(smallest_group=None)
                | Q(places__isnull=False, smallest_group__gte=1, smallest_group__lte=F("places")),
                name="edition_smallest_group_fits_its_places",
                violation_error_message=_("The fewest participants cannot be more than the places."),
            ),
            models.CheckConstraint(
                condition=Q(known_participants=None) | ~Q(source="") | Q(certainty=Certainty.ASSUMED),
                name="edition_known_participants_have_a_source",
                violation_error_message=_("Say from where the number of participants is known."),
            ),
            models.CheckConstraint(condition=~Q(languages=[]), name="edition_has_a_working_language"),
            models.CheckConstraint(
                condition=Q(policy_markers__contained_by=POLICY_MARKERS),
                name="edition_policy_markers_are_known",
                violation_error_message=_(
                    "Write a marker of the OECD with its significance, such as 1:2: gender equality is the"
                    " principal objective."
                ),
            ),
            models.CheckConstraint(
                condition=Q(status=EditionStatus.POSTPONED) ^ Q(status_before=""),
                name="edition_postponed_knows_where_it_was",
            ),
        ]
        indexes = [
            models.Index(fields=["sorts_on", "id"], name="edition_by_date"),
            models.Index(fields=["status", "sorts_on", "id"], name="edition_by_status"),
            models.Index(fields=["series", "sorts_on", "id"], name="edition_by_series"),
            models.Index(CALLS_FIRST, F("sorts_on").desc(), F("id").desc(), name="edition_calls_first"),
            GinIndex(OpClass(F("search_text"), name="gin_trgm_ops"), name="edition_by_words"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    @property
    def reference(self) -> str:
        """How the trail names this edition."""
        return f"edition:{self.pk}"

    @property
    def scope(self) -> str:
        """The scope of a role that is bound to this edition."""
        return self.reference

    @property
    def days(self) -> int | None:
        """How many days it lasts, first and last included."""
        return (self.ends_on - self.starts_on).days + 1 if self.starts_on and self.ends_on else None

    @property
    def is_public(self) -> bool:
        return self.publicity == Publicity.PUBLIC


class Mandate(IdentifiedModel):
    """An edition is held under a pledge; it may serve several."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="mandate_set")
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="mandate_set")

    class Meta:
        db_table = "balai_mandate"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "pledge"],
                name="mandate_once",
                violation_error_message=_("The edition is held under this pledge already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.pledge_id}"


class EditionChange(IdentifiedModel):
    """What was decided about an edition once it was approved, with its reason. Rows are only ever added."""

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="changes")
    kind = models.CharField(_("what was decided"), max_length=10, choices=ChangeKind)
    at = models.DateTimeField(_("moment"))
    actor = models.CharField(_("who decided"), max_length=MAX_LENGTH)
    reason = TranslatedTextField(_("reason"), lines=3, max_length=2000)
    mode_before = models.CharField(max_length=10, choices=Mode, blank=True)
    mode_after = models.CharField(max_length=10, choices=Mode, blank=True)
    starts_on_before = models.DateField(null=True, blank=True)
    starts_on_after = models.DateField(null=True, blank=True)
    ends_on_before = models.DateField(null=True, blank=True)
    ends_on_after = models.DateField(null=True, blank=True)

    class Meta:
        db_table = "balai_edition_change"
        constraints = [
            is_one_of("kind", ChangeKind, name="edition_change_is_known"),
            holds_references("actor", name="edition_change_actor_is_a_reference", or_system=True),
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.CONVERTED) ^ Q(mode_after=""),
                name="edition_change_of_mode_names_the_mode",
            ),
        ]
        indexes = [models.Index(fields=["edition", "at"], name="edition_change_by_moment")]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.kind}"


class KnownCountry(IdentifiedModel):
    """A country known to have taken part in an edition, and with how many people where that is known."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="known_countries")
    country = models.ForeignKey("directory.Country", models.PROTECT, related_name="+")
    participants = models.PositiveSmallIntegerField(_("participants"), null=True, blank=True)

    class Meta:
        db_table = "balai_known_country"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "country"],
                name="known_country_once",
                violation_error_message=_("This country is in the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.country_id}"
