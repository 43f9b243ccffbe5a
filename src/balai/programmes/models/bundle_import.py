"""Imports of bundles: a file that somebody brought, what is wrong with it, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import is_one_of
from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.restricted import DataKeyOwner, RestrictedJSONField
from balai.people.models import Person
from balai.programmes.enums import ImportState


class BundleImport(IdentifiedModel, DataKeyOwner):
    """A file that somebody brought to be taken in: sealed until it is, or is refused or put away.

    It has a data key of its own, for the file and for what is wrong with it, which repeats cells of it. A
    worker checks it, its person looks at what would come of it, and a worker records it when they say so.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="bundle_imports", verbose_name=_("person")
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES)
    file_id = KeptFileField(null=True, blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    media_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=ImportState, default=ImportState.CHECKING)
    done = models.PositiveIntegerField(_("records done"), default=0)
    total = models.PositiveIntegerField(_("records in all"), default=0)
    problems = RestrictedJSONField(null=True)
    problem_count = models.PositiveIntegerField(_("number of problems"), default=0)
    outcome = models.JSONField(_("what came of it"), default=dict)
    brought_at = models.DateTimeField(_("brought"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        db_table = "balai_bundle_import"
        constraints = [
            is_one_of("state", ImportState, name="bundle_import_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=ImportState.REFUSED) ^ Q(problem_count=0),
                name="bundle_import_refused_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-brought_at"], name="bundle_import_by_person"),
            models.Index(fields=["brought_at"], name="bundle_import_by_moment"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def reference(self) -> str:
        """How the trail names this import."""
        return f"bundle_import:{self.pk}"

    @property
    def is_at_work(self) -> bool:
        """Whether a worker has it, or waits for it."""
        return self.state in {ImportState.CHECKING, ImportState.RECORDING}

    @property
    def kept(self) -> KeptFile | None:
        """The sealed file, while there is one."""
        if self.file_id is None:
            return None
        return KeptFile(id=self.file_id, name=self.file_name, media_type=self.media_type, size=self.size)
