"""Doors without a coordinator: a screen with a code that changes, and sheets of paper with a code per row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import SheetState
from balai.delivery.models.device import BASE_32
from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.selection.models import Participant
from balai.timetable.models import Session

if TYPE_CHECKING:
    from uuid import UUID

HEX = "^[0-9a-f]{64}$"


class Kiosk(IdentifiedModel):
    """A screen at the door of a session: participants photograph its code, which changes every half minute.

    Attributes:
        secret: from which the codes are made; 64 hexadecimal digits.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="kiosks")
    secret = models.CharField(max_length=64)
    opened_at = models.DateTimeField(_("opened"))
    opened_by = models.CharField(max_length=MAX_LENGTH)
    closes_at = models.DateTimeField(_("closes"))

    class Meta:
        db_table = "balai_kiosk"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gte=F("opened_at")), name="kiosk_closes_after_it_opens"
            ),
            models.CheckConstraint(condition=Q(secret__regex=HEX), name="kiosk_has_a_secret"),
            holds_references("opened_by", name="kiosk_opened_by_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["session", "closes_at"], name="kiosk_by_session")]

    if TYPE_CHECKING:
        session_id: UUID

    def __str__(self) -> str:
        return f"{self.session_id}"

    @property
    def reference(self) -> str:
        """How the trail names this screen."""
        return f"kiosk:{self.pk}"


class PaperSheet(IdentifiedModel):
    """The sheet of names of one session, for places where no camera may come.

    Printed again it is the same sheet: each row keeps its code, so that any print of it can be read.
    """

    session = models.ForeignKey(Session, models.CASCADE, related_name="paper_sheets")
    state = models.CharField(_("state"), max_length=7, choices=SheetState, default=SheetState.PRINTED)
    printed_at = models.DateTimeField(_("last printed"))
    printed_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_paper_sheet"
        constraints = [
            is_one_of("state", SheetState, name="paper_sheet_state_is_known"),
            models.UniqueConstraint(fields=["session"], name="paper_sheet_once_for_a_session"),
            holds_references("printed_by", name="paper_sheet_printed_by_is_a_reference", or_system=True),
        ]

    if TYPE_CHECKING:
        session_id: UUID

    def __str__(self) -> str:
        return f"{self.session_id}"


class PaperRow(IdentifiedModel):
    """A row of a sheet: its code stands for one participant at one session, and for nothing else."""

    sheet = models.ForeignKey(PaperSheet, models.CASCADE, related_name="rows")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="paper_rows")
    secret = models.CharField(max_length=26, unique=True)

    class Meta:
        db_table = "balai_paper_row"
        constraints = [
            models.UniqueConstraint(fields=["sheet", "participant"], name="paper_row_once"),
            models.CheckConstraint(condition=Q(secret__regex=BASE_32), name="paper_row_secret_has_its_shape"),
        ]

    if TYPE_CHECKING:
        sheet_id: UUID
        participant_id: UUID

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.participant_id}"
