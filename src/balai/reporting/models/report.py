"""The final report of an edition: its versions, their chapters, and the files that were frozen of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.programmes.models import Edition
from balai.reporting.enums import ReportFileKind, ReportPart, ReportState

if TYPE_CHECKING:
    from uuid import UUID


class FinalReport(IdentifiedModel):
    """One version of the final report of an edition: written, approved, and frozen for good.

    A frozen one never changes; a further one with the next number supersedes it and says why. The database
    holds all of this. Nobody is named in it but who approved it.

    Attributes:
        reason: why it supersedes the one before; of the first version there is none.
        published_at: since when everybody may have it; the one thing that changes of a frozen one.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="final_reports")
    number = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("state"), max_length=8, choices=ReportState, default=ReportState.DRAFT)
    reason = models.CharField(
        _("why it is amended"),
        max_length=500,
        blank=True,
        help_text=_("It stands on the cover of the new version."),
    )
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.CharField(max_length=MAX_LENGTH)
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    frozen_at = models.DateTimeField(_("frozen"), null=True)
    frozen_by = models.CharField(max_length=MAX_LENGTH, blank=True)
    published_at = models.DateTimeField(_("published"), null=True)
    published_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_final_report"
        constraints = [
            is_one_of("state", ReportState, name="final_report_state_is_known"),
            models.UniqueConstraint(fields=["edition", "number"], name="final_report_number_once"),
            models.UniqueConstraint(
                fields=["edition"],
                condition=~Q(state=ReportState.FROZEN),
                name="final_report_one_at_a_time",
                violation_error_message=_("A version of this report is being written."),
            ),
            models.CheckConstraint(
                condition=Q(number=1, reason="") | Q(number__gt=1) & ~Q(reason=""),
                name="final_report_amended_says_why",
                violation_error_message=_("Say why the report is amended."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.DRAFT, approved_at=None, approved_by="")
                | ~Q(state=ReportState.DRAFT) & Q(approved_at__isnull=False) & ~Q(approved_by=""),
                name="final_report_is_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.FROZEN, frozen_at__isnull=False) & ~Q(frozen_by="")
                | ~Q(state=ReportState.FROZEN) & Q(frozen_at=None, frozen_by=""),
                name="final_report_is_frozen_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by="")
                | Q(state=ReportState.FROZEN, published_at__isnull=False) & ~Q(published_by=""),
                name="final_report_is_published_when_frozen",
            ),
            holds_references("begun_by", name="final_report_beginner_is_a_reference"),
        ]

    if TYPE_CHECKING:
        edition_id: UUID

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.number}"

    @property
    def reference(self) -> str:
        """How the trail names this version."""
        return f"final_report:{self.pk}"

    @property
    def is_draft(self) -> bool:
        """Whether it may be written in."""
        return self.state == ReportState.DRAFT

    @property
    def is_frozen(self) -> bool:
        """Whether it stays as it is."""
        return self.state == ReportState.FROZEN


class ReportChapter(IdentifiedModel):
    """One chapter of a version: what a person wrote, and what the records gave when they were last asked.

    Attributes:
        text: by language; a line for each paragraph, one that begins with a hyphen for each point.
        told: ``blocks`` by language, as :class:`balai.engine.documents.report.Block` reads them, and
            ``figures``: by what they count, the numbers that the records give, the whole first.
        version: how often its text was kept, so that nobody writes over another.
    """

    report = models.ForeignKey(FinalReport, models.PROTECT, related_name="chapters")
    part = models.CharField(_("chapter"), max_length=16, choices=ReportPart)
    text = TranslatedTextField(
        _("text"),
        blank=True,
        lines=12,
        max_length=12_000,
        help_text=_(
            "A line for each paragraph; one that begins with a hyphen for each point. What stands in braces below"
            " is replaced by the figure of the records. Name no participant: the report stays for ever."
        ),
    )
    told = models.JSONField(default=dict)
    told_at = models.DateTimeField(_("figures taken"))
    version = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField(_("written"), null=True)
    written_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_report_chapter"
        constraints = [
            is_one_of("part", ReportPart, name="report_chapter_part_is_known"),
            models.UniqueConstraint(fields=["report", "part"], name="report_chapter_once"),
            models.CheckConstraint(
                condition=Q(written_at=None, written_by="", version=0)
                | Q(written_at__isnull=False, version__gt=0) & ~Q(written_by=""),
                name="report_chapter_is_written_by_somebody",
            ),
        ]

    if TYPE_CHECKING:
        report_id: UUID

    def __str__(self) -> str:
        return f"{self.report_id}: {self.part}"


class ReportFile(IdentifiedModel):
    """A frozen version in one language and form, byte for byte as it was made. Rows are only ever added."""

    report = models.ForeignKey(FinalReport, models.PROTECT, related_name="files")
    kind = models.CharField(_("form"), max_length=4, choices=ReportFileKind)
    language = models.CharField(_("language"), max_length=12)
    content = models.BinaryField()
    size = models.PositiveIntegerField(_("bytes"))
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "balai_report_file"
        constraints = [
            is_one_of("kind", ReportFileKind, name="report_file_kind_is_known"),
            models.UniqueConstraint(
                fields=["report", "kind", "language"], name="report_file_once_a_language"
            ),
        ]

    if TYPE_CHECKING:
        report_id: UUID

    def __str__(self) -> str:
        return f"{self.report_id}: {self.language}.{self.kind}"
