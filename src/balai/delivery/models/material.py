"""Materials: what is handed out for a session or a whole edition, its versions, and their lighter forms.

Who may have a file is asked on the way to it; nothing here is public. Fetches are counted by the day, and
nobody is named in them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import Audience, Rendition
from balai.directory.models.base import is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import DataKeyOwner
from balai.programmes.models import Edition
from balai.timetable.models import Session

if TYPE_CHECKING:
    from uuid import UUID

LIGHTER = (Rendition.SMALL, Rendition.TEXT)


class Material(IdentifiedModel, DataKeyOwner):
    """One thing that is handed out: slides, a handout, an exercise. Its files are sealed with its own key.

    Attributes:
        session: for which it is; none for the edition as a whole.
        withdrawn_at: when it was taken back; its key is destroyed then, and its files are gone.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="materials")
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="materials", verbose_name=_("session")
    )
    title = models.CharField(_("title"), max_length=160)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience, default=Audience.EVERYBODY)
    added_at = models.DateTimeField(_("added"))
    added_by = models.CharField(max_length=MAX_LENGTH)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        db_table = "balai_material"
        constraints = [
            is_one_of("audience", Audience, name="material_audience_is_known"),
            models.CheckConstraint(condition=~Q(title=""), name="material_has_a_title"),
            holds_references("added_by", name="material_added_by_is_a_reference", or_system=True),
        ]
        indexes = [models.Index(fields=["edition", "session"], name="material_by_session")]

    if TYPE_CHECKING:
        edition_id: UUID
        session_id: UUID | None

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """How the trail names this material."""
        return f"material:{self.pk}"


class MaterialVersion(IdentifiedModel):
    """A material as it was given once; the database refuses to change it.

    Attributes:
        digest: SHA-256 of the file, by which browsers know whether they have it already.
        is_scanned: whether a scanner for viruses looked at it; where none is set up, none did.
        note: what is different from the version before.
    """

    material = models.ForeignKey(Material, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = KeptFileField(null=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    is_scanned = models.BooleanField(default=False)
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    added_at = models.DateTimeField(_("added"))
    added_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_material_version"
        constraints = [
            models.UniqueConstraint(fields=["material", "number"], name="material_version_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="material_version_has_a_number"),
            models.CheckConstraint(condition=Q(size__gte=1), name="material_version_is_not_empty"),
            holds_references("added_by", name="material_version_by_is_a_reference", or_system=True),
        ]

    if TYPE_CHECKING:
        material_id: UUID

    def __str__(self) -> str:
        return f"{self.material_id}: {self.number}"

    @property
    def kept(self) -> KeptFile | None:
        return _kept(self)


class MaterialRendition(IdentifiedModel):
    """A lighter form of a version, which the worker made: of a picture or a PDF, where one can be made."""

    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="renditions")
    form = models.CharField(max_length=10, choices=Rendition)
    file = KeptFileField(null=True)
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        db_table = "balai_material_rendition"
        constraints = [
            models.UniqueConstraint(fields=["version", "form"], name="material_rendition_once"),
            models.CheckConstraint(
                condition=Q(form__in=[form.value for form in LIGHTER]), name="material_rendition_is_lighter"
            ),
        ]

    if TYPE_CHECKING:
        version_id: UUID

    def __str__(self) -> str:
        return f"{self.version_id}: {self.form}"

    @property
    def kept(self) -> KeptFile | None:
        return _kept(self)


def _kept(row: MaterialVersion | MaterialRendition) -> KeptFile | None:
    if row.file is None:
        return None
    return KeptFile(id=row.file, name=row.name, media_type=row.media_type, size=row.size)


class MaterialCount(IdentifiedModel):
    """How often one form of a version was fetched on a day, by the clock of the edition; not by whom."""

    version = models.ForeignKey(MaterialVersion, models.PROTECT, related_name="counts")
    form = models.CharField(max_length=10, choices=Rendition)
    on = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("fetched"), default=0)

    class Meta:
        db_table = "balai_material_count"
        constraints = [
            is_one_of("form", Rendition, name="material_count_form_is_known"),
            models.UniqueConstraint(fields=["version", "form", "on"], name="material_count_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.on}: {self.times}"
