"""Certificates as they were issued, their papers, the batches that make them, and the keys that signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.certificates.enums import BatchState, CertificateState, RevocationReason
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH
from balai.programmes.models import Edition
from balai.selection.models import Participant

if TYPE_CHECKING:
    from uuid import UUID


class Batch(IdentifiedModel):
    """Somebody asked for the certificates of an edition; the worker issues those that are missing.

    A batch that finds something wrong stops before the first certificate; ``faults`` says what, for whom.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="certificate_batches")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.CharField(max_length=MAX_LENGTH)
    state = models.CharField(_("state"), max_length=8, choices=BatchState, default=BatchState.WAITING)
    faults = models.JSONField(_("faults"), default=list)
    issued = models.PositiveIntegerField(_("issued"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        db_table = "balai_certificate_batch"
        constraints = [
            is_one_of("state", BatchState, name="certificate_batch_state_is_known"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(state=BatchState.WAITING),
                name="certificate_batch_one_at_a_time",
                violation_error_message=_("Certificates of this edition are being issued already."),
            ),
            models.CheckConstraint(
                condition=Q(state=BatchState.WAITING, ended_at=None)
                | ~Q(state=BatchState.WAITING) & Q(ended_at__isnull=False),
                name="certificate_batch_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(faults=[]) ^ Q(state=BatchState.STOPPED),
                name="certificate_batch_stops_with_faults",
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.state}"

    @property
    def reference(self) -> str:
        """How the trail names this batch."""
        return f"certificate_batch:{self.pk}"


class Certificate(IdentifiedModel):
    """One certificate, for ever: it says all of itself, so that it outlives edition, person and office.

    ``document`` is the signed credential, byte by byte. Nothing of it changes but its state, once,
    and the name, when the person is erased: then a credential without name takes the place of the first,
    under the same identifier, and whoever holds the first still has it judged by signature and list.

    Attributes:
        number: printed; drawn, so that it tells nothing and cannot be guessed.
        said: in each language what the check shows: title, programme, dates, places, practice.
        status_list, status_place: where its revocation stands; drawn.
    """

    number = models.CharField(_("number"), max_length=9, unique=True)
    edition = models.ForeignKey(Edition, models.SET_NULL, null=True, related_name="certificates")
    participant = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="certificates")
    batch = models.ForeignKey(Batch, models.SET_NULL, null=True, related_name="certificates")
    state = models.CharField(
        _("state"), max_length=10, choices=CertificateState, default=CertificateState.VALID
    )
    name = models.CharField(_("name"), max_length=240, blank=True)
    native_name = models.CharField(_("name in the person’s own script"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2)
    said = models.JSONField(_("what it says"), default=dict)
    document = models.TextField(_("credential"))
    is_sample = models.BooleanField(_("sample"), default=False)
    status_list = models.PositiveIntegerField(_("list of revocations"))
    status_place = models.PositiveIntegerField(_("place in the list"))
    issued_at = models.DateTimeField(_("issued"))
    issued_by = models.CharField(max_length=MAX_LENGTH)
    revoked_at = models.DateTimeField(_("withdrawn"), null=True)
    revoked_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    revoked_why = models.CharField(_("why"), max_length=10, choices=RevocationReason, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="superseded_by", verbose_name=_("replaces")
    )

    class Meta:
        db_table = "balai_certificate"
        constraints = [
            is_one_of("state", CertificateState, name="certificate_state_is_known"),
            models.UniqueConstraint(
                fields=["edition", "participant"],
                condition=Q(state=CertificateState.VALID),
                name="certificate_one_live_for_a_participant",
                violation_error_message=_("This participant has a certificate of this edition."),
            ),
            models.UniqueConstraint(
                fields=["status_list", "status_place"], name="certificate_place_in_a_list_once"
            ),
            models.CheckConstraint(
                condition=Q(status_place__lt=131_072, status_list__gte=1),
                name="certificate_place_is_in_a_list",
            ),
            models.CheckConstraint(
                condition=Q(state=CertificateState.VALID, revoked_at=None, revoked_by="", revoked_why="")
                | ~Q(state=CertificateState.VALID)
                & Q(revoked_at__gte=F("issued_at"), revoked_why__in=RevocationReason.values)
                & ~Q(revoked_by=""),
                name="certificate_says_why_it_does_not_count",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"),
                name="certificate_number_reads_well",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="certificate_is_signed"),
        ]
        indexes = [
            models.Index(fields=["edition", "name", "id"], name="certificate_by_edition"),
            models.Index(
                fields=["status_list", "status_place"],
                condition=~Q(state=CertificateState.VALID),
                name="certificate_not_valid",
            ),
        ]

    if TYPE_CHECKING:
        edition_id: UUID | None
        participant_id: UUID | None

    def __str__(self) -> str:
        return self.number

    @property
    def reference(self) -> str:
        """How the trail names this certificate."""
        return f"certificate:{self.pk}"

    @property
    def is_valid(self) -> bool:
        return self.state == CertificateState.VALID


class Paper(models.Model):
    """The PDF of a certificate as it was printed; it goes when the person is erased."""

    certificate = models.OneToOneField(
        Certificate, models.CASCADE, primary_key=True, related_name="paper", editable=False
    )
    pdf = models.BinaryField(_("printed form"))

    class Meta:
        db_table = "balai_certificate_paper"

    def __str__(self) -> str:
        return f"paper of {self.certificate_id}"


class IssuerKey(models.Model):
    """The public half of a key that ever signed: what did.json says of it, kept with the database's backups.

    The private half is in a file outside the database. A key is never taken away: certificates last longer.
    """

    id = models.CharField(primary_key=True, max_length=200, editable=False)
    issuer = models.CharField(max_length=160)
    method = models.JSONField()
    made_at = models.DateTimeField(_("made"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        db_table = "balai_issuer_key"
        indexes = [models.Index(fields=["issuer", "-made_at"], name="issuer_key_by_issuer")]

    def __str__(self) -> str:
        return self.id
