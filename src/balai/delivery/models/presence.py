"""Raw scans, which only grow; the presence that follows from them; and what somebody has to look at."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import ConflictKind, Mark, Method, PresenceState
from balai.delivery.models.device import Device
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.programmes.models import Edition
from balai.selection.models import Participant
from balai.timetable.models import Session

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

GIVEN_MOST = 1_000
"""Characters of what a scan may say that nobody knows; a whole scan has some three hundred."""


class Scan(IdentifiedModel):
    """One raw note of one person at one session, as it arrived. Rows are added, never changed.

    Attributes:
        nonce: made by the device, once for each scan; who sends it again is answered as before.
        given: what the scan held where nobody knows it: a code, a session that is not there, or the whole
            of what could not be read.
        noted_at: what the device's clock showed.
        offset_ms: what that clock lacked when the scan was handed in.
        at: the moment by the server's clock: ``noted_at`` and ``offset_ms``; of a row of paper that is read
            after the session, the session's beginning.
        received_at: when it was handed in.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="scans")
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="scans")
    participant = models.ForeignKey(Participant, models.CASCADE, null=True, related_name="scans")
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="scans")
    nonce = models.UUIDField(unique=True)
    mark = models.CharField(_("noted"), max_length=10, choices=Mark)
    method = models.CharField(_("how"), max_length=10, choices=Method)
    given = models.CharField(max_length=GIVEN_MOST, blank=True)
    noted_at = models.DateTimeField(_("clock of the device"))
    offset_ms = models.BigIntegerField(default=0)
    at = models.DateTimeField(_("moment"))
    received_at = models.DateTimeField(_("handed in"))
    actor = models.CharField(_("by"), max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_scan"
        constraints = [
            is_one_of("mark", Mark, name="scan_mark_is_known"),
            is_one_of("method", Method, name="scan_method_is_known"),
            models.CheckConstraint(
                condition=~Q(session=None) & ~Q(participant=None) | ~Q(given=""),
                name="scan_is_of_somebody_or_says_what_was_given",
            ),
            holds_references("actor", name="scan_actor_is_a_reference", or_system=True),
        ]
        indexes = [
            models.Index(fields=["session", "participant", "at"], name="scan_by_session"),
            models.Index(fields=["participant", "at"], name="scan_by_participant"),
            models.Index(fields=["edition", "-received_at", "-id"], name="scan_by_edition"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        session_id: UUID | None
        participant_id: UUID | None
        device_id: UUID | None

    def __str__(self) -> str:
        return f"{self.participant_id} {self.mark} {self.at:%Y-%m-%d %H:%M}"

    @property
    def reference(self) -> str:
        """How the trail names this scan."""
        return f"scan:{self.pk}"

    @property
    def read_at(self) -> datetime:
        """When the device noted it, by the server's clock."""
        return min(self.noted_at + timedelta(milliseconds=self.offset_ms), self.received_at)


class Presence(IdentifiedModel):
    """Whether a participant was at a session: one row, which follows from all scans of both.

    Attributes:
        arrived_at, left_at: when they were first and last noted, where that is known.
        is_claimed: they said so themselves, and nobody of the programme has confirmed it.
        decided_by: who noted what counts.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="presences")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="presences")
    state = models.CharField(_("presence"), max_length=10, choices=PresenceState)
    arrived_at = models.DateTimeField(_("came"), null=True)
    left_at = models.DateTimeField(_("went"), null=True)
    is_claimed = models.BooleanField(_("only said so themselves"), default=False)
    method = models.CharField(_("how"), max_length=10, choices=Method)
    decided_at = models.DateTimeField(_("noted"))
    decided_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_presence"
        constraints = [
            is_one_of("state", PresenceState, name="presence_state_is_known"),
            is_one_of("method", Method, name="presence_method_is_known"),
            models.UniqueConstraint(
                fields=["participant", "session"],
                name="presence_once_for_a_session",
                violation_error_message=_("This participant is noted at this session already."),
            ),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(arrived_at=None) | Q(left_at__gte=F("arrived_at")),
                name="presence_ends_after_it_begins",
            ),
            holds_references("decided_by", name="presence_decided_by_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["session", "state"], name="presence_by_session")]

    if TYPE_CHECKING:
        session_id: UUID
        participant_id: UUID

    def __str__(self) -> str:
        return f"{self.participant_id} {self.session_id}: {self.state}"

    @property
    def reference(self) -> str:
        """How the trail names this presence."""
        return f"presence:{self.pk}"


class Conflict(IdentifiedModel):
    """Something about a scan that somebody has to look at; it stops nothing, and stays on record."""

    scan = models.ForeignKey(Scan, models.CASCADE, related_name="conflicts")
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="presence_conflicts")
    kind = models.CharField(_("what"), max_length=16, choices=ConflictKind)
    found_at = models.DateTimeField(_("found"))
    settled_at = models.DateTimeField(_("looked at"), null=True)
    settled_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        db_table = "balai_presence_conflict"
        constraints = [
            is_one_of("kind", ConflictKind, name="presence_conflict_kind_is_known"),
            models.UniqueConstraint(fields=["scan", "kind"], name="presence_conflict_once"),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by="") | Q(settled_at__isnull=False) & ~Q(settled_by=""),
                name="presence_conflict_is_settled_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["edition", "-found_at", "-id"],
                condition=Q(settled_at=None),
                name="presence_conflict_open",
            ),
            models.Index(fields=["edition", "-found_at", "-id"], name="presence_conflict_by_edition"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID
        scan_id: UUID

    def __str__(self) -> str:
        return f"{self.scan_id}: {self.kind}"

    @property
    def reference(self) -> str:
        """How the trail names this conflict."""
        return f"presence_conflict:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.settled_at is None
