"""Exports of bundles: what somebody asked for, made by a worker, kept sealed until it is fetched or old."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.restricted import DataKeyOwner
from balai.people.models import Person
from balai.programmes.enums import ExportState
from balai.programmes.models.edition import Edition
from balai.programmes.models.series import Series


class BundleExport(IdentifiedModel, DataKeyOwner):
    """A bundle of an edition, or of a series with all its editions, for the person who asked for it.

    It has a data key of its own: a bundle holds the names of resource persons. Whether its person may still
    have it is asked again when it is fetched.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="bundle_exports", verbose_name=_("person")
    )
    edition = models.ForeignKey(Edition, models.CASCADE, null=True, related_name="bundle_exports")
    series = models.ForeignKey(Series, models.CASCADE, null=True, related_name="bundle_exports")
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.MAKING)
    done = models.PositiveIntegerField(_("sections done"), default=0)
    total = models.PositiveIntegerField(_("sections in all"), default=0)
    file_id = KeptFileField(null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    asked_at = models.DateTimeField(_("asked for"))
    ready_at = models.DateTimeField(_("ready"), null=True, blank=True)

    class Meta:
        db_table = "balai_bundle_export"
        constraints = [
            is_one_of("state", ExportState, name="bundle_export_state_is_known"),
            models.CheckConstraint(
                condition=Q(edition__isnull=True) ^ Q(series__isnull=True),
                name="bundle_export_is_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state=ExportState.MAKING) ^ Q(file_id__isnull=False),
                name="bundle_export_ready_has_a_file",
            ),
        ]
        indexes = [models.Index(fields=["asked_at"], name="bundle_export_by_moment")]

    def __str__(self) -> str:
        return self.file_name

    @property
    def reference(self) -> str:
        """How the trail names this export."""
        return f"bundle_export:{self.pk}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or it waits for one."""
        return self.state == ExportState.MAKING

    @property
    def kept(self) -> KeptFile | None:
        """The sealed file, once it is made."""
        if self.file_id is None:
            return None
        return KeptFile(id=self.file_id, name=self.file_name, media_type="application/zip", size=self.size)
