"""What an edition leaves behind: lessons for the next, frozen booklets, lights a person answers for."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.directory.models.base import has_words, is_one_of
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.translated import TranslatedTextField
from balai.people.models import Person
from balai.programmes.enums import BookletChapter, BookletFileKind, OrganiserRole
from balai.programmes.models.edition import Edition


class Lesson(IdentifiedModel):
    """What an edition taught its organisers; a task of the next edition until it is settled there."""

    edition = models.ForeignKey(
        Edition, models.PROTECT, related_name="lessons", verbose_name=_("learnt in the edition")
    )
    number = models.PositiveSmallIntegerField(_("number"))
    source = models.CharField(_("where it was said"), max_length=300)
    text = TranslatedTextField(_("lesson"), lines=3, max_length=1000)
    is_demanded = models.BooleanField(_("demanded by the evaluation"), default=False)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="lessons", verbose_name=_("owner")
    )
    owner_role = models.CharField(
        _("owner by role"), max_length=16, choices=OrganiserRole, default=OrganiserRole.HOST
    )
    due_on = models.DateField(_("due"), null=True, blank=True)
    taken_up_in = models.ForeignKey(
        Edition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lessons_taken_up",
        verbose_name=_("a task of the edition"),
    )
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    answer = TranslatedTextField(_("what was done"), blank=True, lines=3, max_length=1000)

    class Meta:
        db_table = "balai_lesson"
        constraints = [
            is_one_of("owner_role", OrganiserRole, name="lesson_owner_role_is_known"),
            models.UniqueConstraint(
                fields=["edition", "number"],
                name="lesson_number_once_in_its_edition",
                violation_error_message=_("The edition has a lesson of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, answer={}) | Q(done_at__isnull=False, taken_up_in__isnull=False),
                name="lesson_done_says_where",
                violation_error_message=_("A lesson is settled within an edition."),
            ),
            models.CheckConstraint(
                condition=Q(taken_up_in=None) | ~Q(taken_up_in=models.F("edition")),
                name="lesson_is_for_another_edition",
                violation_error_message=_("A lesson is taken up by another edition than it was learnt in."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def reference(self) -> str:
        """How the trail names this lesson."""
        return f"lesson:{self.pk}"


class BookletText(IdentifiedModel):
    """What the office writes into one chapter of the booklet, a line for each paragraph or point.

    A chapter without a row has the words that the product ships.
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="booklet_texts")
    chapter = models.CharField(_("chapter"), max_length=16, choices=BookletChapter)
    text = TranslatedTextField(_("text"), lines=6, max_length=6000)

    class Meta:
        db_table = "balai_booklet_text"
        constraints = [
            is_one_of("chapter", BookletChapter, name="booklet_text_chapter_is_known"),
            has_words("text", name="booklet_text_says_something"),
            models.UniqueConstraint(
                fields=["edition", "chapter"],
                name="booklet_text_once_for_a_chapter",
                violation_error_message=_("This chapter has its text already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.chapter}"


class Booklet(IdentifiedModel):
    """One frozen version of the General Information of an edition; later ones are errata. Never changed.

    ``facts`` is what it was made from, ``changes`` names what differs from the version before.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="booklets")
    version = models.PositiveSmallIntegerField(_("version"))
    frozen_at = models.DateTimeField(_("frozen"))
    actor = models.CharField(_("by whom"), max_length=MAX_LENGTH)
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    reason = TranslatedTextField(_("reason of the erratum"), blank=True, max_length=2000)
    changes = models.JSONField(default=list)

    class Meta:
        db_table = "balai_booklet"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "version"],
                name="booklet_version_once",
                violation_error_message=_(
                    "Somebody else has frozen this version meanwhile. Look at it first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(version=1, reason={}) | Q(version__gt=1) & ~Q(reason={}),
                name="booklet_erratum_has_a_reason",
                violation_error_message=_("Say why the booklet changes."),
            ),
            holds_references("actor", name="booklet_actor_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.version}"


class BookletFile(IdentifiedModel):
    """The PDF of a frozen booklet or of its erratum in one language, byte for byte as sent. Never changed."""

    booklet = models.ForeignKey(Booklet, models.PROTECT, related_name="files")
    kind = models.CharField(_("kind"), max_length=8, choices=BookletFileKind, default=BookletFileKind.BOOKLET)
    language = models.CharField(_("language"), max_length=12)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        db_table = "balai_booklet_file"
        constraints = [
            is_one_of("kind", BookletFileKind, name="booklet_file_kind_is_known"),
            models.UniqueConstraint(
                fields=["booklet", "kind", "language"], name="booklet_file_once_of_its_kind"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="booklet_file_has_its_digest"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booklet_id} {self.language}"


class LightOverride(IdentifiedModel):
    """Somebody answers with their name for going on although a light is not green."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="light_overrides")
    light = models.SlugField(max_length=64)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.TextField(_("reason"), max_length=1000)
    at = models.DateTimeField(_("moment"))

    class Meta:
        db_table = "balai_light_override"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "light"],
                name="light_override_once",
                violation_error_message=_("Somebody answers for this already."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="light_override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.light}"
