"""Sites: where programmes go, when they are open, how far they are apart, and what stands there."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.directory.enums import (
    AccessTag,
    CanteenTag,
    Certainty,
    PhotoRule,
    PrayerPlace,
    ProtectionTag,
    RoomKind,
    SafetyClass,
    TravelMode,
)
from balai.directory.models.base import (
    CODE_HELP,
    DirectoryRecord,
    Sourced,
    are_some_of,
    ends_after_it_begins,
    everything_in,
    has_words,
    is_a_code,
    is_on_earth,
    is_one_of,
    is_sorted_by,
    stretch_of_time,
)
from balai.directory.models.country import Country
from balai.directory.models.organisation import Organisation
from balai.kernel.identity import IdentifiedModel
from balai.kernel.translated import TranslatedTextField

COLOURS = 9
"""As many site colours as the sheets of the interface have."""


class Site(DirectoryRecord, Sourced):
    """A place where sessions happen or visits go: a centre, a ministry, a hotel, a company.

    Times of day (opening hours, the Friday break) are those of the site's own time zone.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=CODE_HELP)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="sites", verbose_name=_("organisation")
    )
    name = TranslatedTextField(_("name"))
    country = models.ForeignKey(Country, models.PROTECT, related_name="sites", verbose_name=_("country"))
    city = models.CharField(_("city"), max_length=100)
    address = models.TextField(_("address"), blank=True, max_length=500)
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64)
    description = TranslatedTextField(_("description"), blank=True, lines=4, max_length=2000)
    colour = models.PositiveSmallIntegerField(
        _("colour"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(COLOURS)],
        help_text=_("1 to 9: the colour of this site in timetables and on maps."),
    )
    largest_group = models.PositiveSmallIntegerField(
        _("largest group"), null=True, blank=True, help_text=_("How many visitors it takes at a time.")
    )
    gate_lead_days = models.PositiveSmallIntegerField(
        _("days for the gate list"),
        default=0,
        help_text=_("How many days before a visit the names must be there; 0: no list is asked for."),
    )
    photo_rule = models.CharField(_("photographs"), max_length=12, choices=PhotoRule, default=PhotoRule.ASK)
    prayer_place = models.CharField(
        _("prayer room"), max_length=8, choices=PrayerPlace, default=PrayerPlace.UNKNOWN
    )
    friday_break_from = models.TimeField(_("Friday break from"), null=True, blank=True)
    friday_break_until = models.TimeField(_("Friday break until"), null=True, blank=True)
    accessibility = ArrayField(
        models.CharField(max_length=12, choices=AccessTag),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
    )
    accessibility_note = TranslatedTextField(_("on accessibility"), blank=True, lines=2, max_length=500)
    canteen = ArrayField(
        models.CharField(max_length=12, choices=CanteenTag),
        verbose_name=_("canteen"),
        default=list,
        blank=True,
        help_text=_("What it can serve; nothing: there is no canteen."),
    )
    protection = ArrayField(
        models.CharField(max_length=12, choices=ProtectionTag),
        verbose_name=_("protective equipment"),
        default=list,
        blank=True,
        help_text=_("What every visitor must wear."),
    )
    search_text = models.GeneratedField(
        expression=everything_in("code", "city", translated=("name",)),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_site"
        constraints = [
            is_a_code(name="site_code_is_plain"),
            is_one_of("certainty", Certainty, name="site_certainty_is_known"),
            has_words("name", name="site_has_a_name"),
            is_on_earth(name="site_is_on_earth"),
            models.CheckConstraint(
                condition=Q(colour__range=(1, COLOURS)), name="site_colour_is_one_of_nine"
            ),
            is_one_of("photo_rule", PhotoRule, name="site_photo_rule_is_known"),
            is_one_of("prayer_place", PrayerPlace, name="site_prayer_place_is_known"),
            are_some_of("accessibility", AccessTag, name="site_accessibility_is_known"),
            are_some_of("canteen", CanteenTag, name="site_canteen_is_known"),
            are_some_of("protection", ProtectionTag, name="site_protection_is_known"),
            models.CheckConstraint(
                condition=Q(friday_break_from__isnull=True, friday_break_until__isnull=True)
                | Q(
                    friday_break_from__isnull=False,
                    friday_break_until__isnull=False,
                    friday_break_from__lt=F("friday_break_until"),
                ),
                name="site_friday_break_has_both_ends",
                violation_error_message=_(
                    "Give the beginning and a later end of the Friday break, or neither."
                ),
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="site_by_words"),
            *is_sorted_by("name", "code", name="site_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class OpeningHours(IdentifiedModel):
    """When a site is open on one weekday, in its own time; a day may have several stretches."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="opening_hours", verbose_name=_("site"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), help_text=_("0 is Monday, 6 is Sunday."))
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        db_table = "balai_opening_hours"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)), name="opening_hours_weekday_is_one_of_seven"
            ),
            models.CheckConstraint(
                condition=Q(closes__gt=F("opens")),
                name="opening_hours_close_after_they_open",
                violation_error_message=_("A site closes after it opens, on the same day."),
            ),
            ExclusionConstraint(
                name="opening_hours_do_not_overlap",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("weekday", RangeOperators.EQUAL),
                    (stretch_of_time("opens", "closes"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("The site is open for part of this time already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site_id}: {self.weekday}, {self.opens:%H:%M}–{self.closes:%H:%M}"


class Closure(DirectoryRecord):
    """Days on which a site is closed to visitors: maintenance, a feast of its own, an audit."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="closures", verbose_name=_("site"))
    since = models.DateField(_("first day"))
    until = models.DateField(_("last day"))
    reason = TranslatedTextField(_("reason"))

    class Meta:
        db_table = "balai_closure"
        constraints = [
            ends_after_it_begins(name="closure_ends_after_it_begins"),
            has_words("reason", name="closure_has_a_reason"),
        ]
        indexes = [models.Index(fields=["site", "since"], name="closure_by_site")]

    def __str__(self) -> str:
        return f"{self.since}–{self.until}: {self.reason}"


class TravelTime(DirectoryRecord, Sourced):
    """How long the way from one site to another takes; the way back is as long unless it is given too."""

    origin = models.ForeignKey(Site, models.PROTECT, related_name="ways_out", verbose_name=_("from"))
    destination = models.ForeignKey(Site, models.PROTECT, related_name="ways_in", verbose_name=_("to"))
    mode = models.CharField(_("how"), max_length=4, choices=TravelMode, default=TravelMode.ROAD)
    minutes = models.PositiveSmallIntegerField(_("minutes"), validators=[MinValueValidator(1)])

    class Meta:
        db_table = "balai_travel_time"
        constraints = [
            is_one_of("certainty", Certainty, name="travel_time_certainty_is_known"),
            is_one_of("mode", TravelMode, name="travel_time_mode_is_known"),
            models.CheckConstraint(condition=Q(minutes__gte=1), name="travel_time_is_at_least_a_minute"),
            models.CheckConstraint(
                condition=~Q(origin=F("destination")),
                name="travel_time_leads_elsewhere",
                violation_error_message=_("Choose two different sites."),
            ),
            models.UniqueConstraint(
                fields=["origin", "destination", "mode"],
                condition=Q(archived_at__isnull=True),
                name="travel_time_one_per_way",
                violation_error_message=_("This way is known already. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} → {self.destination}: {self.minutes} min"


class Room(DirectoryRecord):
    """A room, hall, workshop or prayer room of a site."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms", verbose_name=_("site"))
    code = models.SlugField(_("code"), max_length=40, help_text=CODE_HELP)
    name = TranslatedTextField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=RoomKind, default=RoomKind.ROOM)
    capacity = models.PositiveSmallIntegerField(_("places"), validators=[MinValueValidator(1)])
    is_step_free = models.BooleanField(_("reached without steps"), null=True, blank=True)
    equipment = TranslatedTextField(_("equipment"), blank=True, lines=2, max_length=500)

    class Meta:
        db_table = "balai_room"
        constraints = [
            is_a_code(name="room_code_is_plain"),
            is_one_of("kind", RoomKind, name="room_kind_is_known"),
            has_words("name", name="room_has_a_name"),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="room_has_a_place"),
            models.UniqueConstraint(
                fields=["site", "code"],
                name="room_code_once_per_site",
                violation_error_message=_("The site has a room with this code already."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Machine(DirectoryRecord, Sourced):
    """A kind of machine at a site, in one room where that is known; ``quantity`` of them stand there."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="machines", verbose_name=_("site"))
    room = models.ForeignKey(
        Room, models.PROTECT, null=True, blank=True, related_name="machines", verbose_name=_("room")
    )
    code = models.SlugField(_("code"), max_length=40, help_text=CODE_HELP)
    name = TranslatedTextField(_("name"))
    model = models.CharField(_("model"), max_length=100, blank=True)
    serial = models.CharField(_("serial number"), max_length=100, blank=True)
    quantity = models.PositiveSmallIntegerField(_("quantity"), default=1, validators=[MinValueValidator(1)])
    trainees_per_machine = models.PositiveSmallIntegerField(
        _("trainees per machine"), default=1, validators=[MinValueValidator(1)]
    )
    safety_class = models.CharField(
        _("safety"), max_length=12, choices=SafetyClass, default=SafetyClass.BRIEFED
    )
    consumables = TranslatedTextField(
        _("consumables"), blank=True, lines=2, max_length=500, help_text=_("What a practice uses up.")
    )
    description = TranslatedTextField(_("description"), blank=True, lines=3, max_length=1000)
    search_text = models.GeneratedField(
        expression=everything_in("code", "model", translated=("name",)),
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        db_table = "balai_machine"
        constraints = [
            is_a_code(name="machine_code_is_plain"),
            is_one_of("certainty", Certainty, name="machine_certainty_is_known"),
            has_words("name", name="machine_has_a_name"),
            is_one_of("safety_class", SafetyClass, name="machine_safety_class_is_known"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="machine_exists"),
            models.CheckConstraint(condition=Q(trainees_per_machine__gte=1), name="machine_takes_a_trainee"),
            models.UniqueConstraint(
                fields=["site", "code"],
                name="machine_code_once_per_site",
                violation_error_message=_("The site has a machine with this code already."),
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search_text"), "gin_trgm_ops"), name="machine_by_words"),
            *is_sorted_by("name", "code", name="machine_by_name"),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def trainees(self) -> int:
        """How many can practise at the same time."""
        return self.quantity * self.trainees_per_machine
