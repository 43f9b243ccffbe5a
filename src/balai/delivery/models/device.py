"""What presence is noted with: an edition's rules, codes of participants, and devices of coordinators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.people.models import Person
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID

BASE_32 = "^[A-Z2-7]{26}$"
DIGITS = "^[0-9]{6}$"


class PresenceTerms(IdentifiedModel):
    """By which rules an edition tells who was there; all in minutes but the last, which is in days.

    Attributes:
        late_after: who comes later than this after the beginning is late.
        early_before: who goes earlier than this before the end left early.
        opens_before, closes_after: outside of this a scan is accepted, and looked at by somebody.
        claim_hours: for how many hours after the end participants may say themselves that they were there.
        skew_minutes: a clock that is wrong by more is told; times are corrected in any case.
        keeps_days: how long a device may keep names without asking again.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="presence_terms")
    late_after = models.PositiveSmallIntegerField(
        _("late after"), default=10, help_text=_("Minutes after the beginning.")
    )
    early_before = models.PositiveSmallIntegerField(
        _("left early before"), default=15, help_text=_("Minutes before the end.")
    )
    opens_before = models.PositiveSmallIntegerField(
        _("check-in from"), default=60, help_text=_("Minutes before the beginning.")
    )
    closes_after = models.PositiveSmallIntegerField(
        _("check-in until"), default=60, help_text=_("Minutes after the end.")
    )
    claim_hours = models.PositiveSmallIntegerField(
        _("participants may say later that they came, for"),
        default=48,
        help_text=_("Hours after the end. A coordinator confirms it."),
    )
    skew_minutes = models.PositiveSmallIntegerField(
        _("a clock is wrong from"), default=2, help_text=_("Minutes of difference.")
    )
    keeps_days = models.PositiveSmallIntegerField(
        _("devices keep names for"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(14)],
        help_text=_("Days without network, 1 to 14."),
    )

    class Meta:
        db_table = "balai_presence_terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(keeps_days__range=(1, 14)),
                name="presence_devices_forget",
                violation_error_message=_("A device keeps names for 1 to 14 days."),
            ),
            models.CheckConstraint(
                condition=Q(opens_before__lte=1440, closes_after__lte=1440, claim_hours__lte=720)
                & Q(late_after__lte=240, early_before__lte=240, skew_minutes__range=(1, 60)),
                name="presence_terms_can_be_kept",
                violation_error_message=_(
                    "Late and early within 4 hours, check-in within a day, claims within 30 days."
                ),
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}"


class CheckInCode(IdentifiedModel):
    """What a participant shows at the door: a secret in a square code, and six digits to say aloud.

    A lost code is replaced: the row is ended, another begins. Random and unguessable; nothing of a person
    can be read from it.

    Attributes:
        secret: 26 characters of base 32, 128 bits.
        digits: six digits, once among the codes in force of an edition.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="check_in_codes")
    secret = models.CharField(max_length=26, unique=True)
    digits = models.CharField(max_length=6)
    issued_at = models.DateTimeField(_("given"))
    ended_at = models.DateTimeField(_("replaced"), null=True)
    ended_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_check_in_code"
        constraints = [
            models.UniqueConstraint(
                fields=["participant"], condition=Q(ended_at=None), name="check_in_code_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["edition", "digits"], condition=Q(ended_at=None), name="check_in_code_digits_once"
            ),
            models.CheckConstraint(
                condition=Q(digits__regex=DIGITS, secret__regex=BASE_32),
                name="check_in_code_has_its_shape",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | Q(ended_at__gte=F("issued_at")) & ~Q(ended_by=""),
                name="check_in_code_is_ended_by_somebody",
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        participant_id: UUID

    def __str__(self) -> str:
        return f"{self.participant_id}"

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None


class Device(IdentifiedModel):
    """A browser that a coordinator registered to note presence without network, for one edition.

    It proves itself by a secret of its own, of which only a digest is kept here. With it a device may hand
    in what it queued, even after its owner's session has ended; names it gets only while its owner is
    signed in.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="devices")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="devices", verbose_name=_("registered by")
    )
    name = models.CharField(_("name"), max_length=80, help_text=_("Such as: tablet of the workshop."))
    secret_digest = models.CharField(max_length=64, unique=True)
    registered_at = models.DateTimeField(_("registered"))
    expires_at = models.DateTimeField(_("keeps names until"))
    last_seen_at = models.DateTimeField(_("last heard of"), null=True)
    offset_ms = models.BigIntegerField(_("clock, milliseconds behind"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    ended_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_device"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="device_has_a_name"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
                name="device_is_ended_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("registered_at")), name="device_forgets_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["edition", "-registered_at"], name="device_by_edition")]

    if TYPE_CHECKING:
        edition_id: UUID
        person_id: UUID

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        """How the trail names this device."""
        return f"device:{self.pk}"

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None
