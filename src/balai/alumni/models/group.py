"""Groups of alumni: who leads one, what was written to it, and who wants no such letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.alumni.enums import GroupKind
from balai.alumni.models.entry import AlumnusEntry
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.people.models import Person

if TYPE_CHECKING:
    from uuid import UUID


class AlumniGroup(IdentifiedModel):
    """The alumni of one edition, one country or one topic.

    Members are not kept: they are those of the directory of whom it is true. The row is there once somebody
    leads the group, writes to it, or wants none of its letters.
    """

    edition = models.OneToOneField("programmes.Edition", models.CASCADE, null=True, related_name="+")
    country = models.OneToOneField("directory.Country", models.CASCADE, null=True, related_name="+")
    topic = models.OneToOneField("directory.Topic", models.CASCADE, null=True, related_name="+")

    class Meta:
        db_table = "balai_alumni_group"
        constraints = [
            models.CheckConstraint(
                condition=Q(edition__isnull=False, country=None, topic=None)
                | Q(edition=None, country__isnull=False, topic=None)
                | Q(edition=None, country=None, topic__isnull=False),
                name="alumni_group_has_one_thing_in_common",
            )
        ]

    if TYPE_CHECKING:
        edition_id: UUID | None
        country_id: str | None
        topic_id: UUID | None

    def __str__(self) -> str:
        return str(self.edition or self.country or self.topic)

    @property
    def kind(self) -> GroupKind:
        """What its members have in common."""
        if self.edition_id:
            return GroupKind.EDITION
        return GroupKind.COUNTRY if self.country_id else GroupKind.TOPIC

    @property
    def reference(self) -> str:
        """How the trail names this group."""
        return f"alumni_group:{self.pk}"


class GroupLeader(IdentifiedModel):
    """An alumnus whom the office has asked to lead a group; who leaves the directory leads none."""

    group = models.ForeignKey(AlumniGroup, models.CASCADE, related_name="leaders")
    entry = models.ForeignKey(AlumnusEntry, models.CASCADE, related_name="leads")
    named_at = models.DateTimeField(_("named"))
    named_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_alumni_leader"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "entry"],
                name="alumni_group_is_led_once_by_somebody",
                violation_error_message=_("This alumnus leads the group already."),
            ),
            holds_references("named_by", name="alumni_leader_named_by_is_a_reference"),
        ]

    if TYPE_CHECKING:
        group_id: UUID
        entry_id: UUID

    def __str__(self) -> str:
        return f"{self.entry_id} leads {self.group_id}"


class GroupLetter(IdentifiedModel):
    """What somebody wrote to a group: it goes to each member alone, and shows no address to anybody.

    Attributes:
        person: who wrote it.
        signed: the name below it: of the office, or of the alumnus as the directory shows it.
        members: to how many it went.
    """

    group: models.ForeignKey[AlumniGroup, AlumniGroup] = models.ForeignKey(
        AlumniGroup, models.CASCADE, related_name="letters"
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    signed = models.CharField(_("signed"), max_length=200)
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=4000)
    written_at = models.DateTimeField(_("written"))
    members = models.PositiveIntegerField(_("sent to"))

    class Meta:
        db_table = "balai_alumni_letter"
        constraints = [
            models.CheckConstraint(
                condition=~Q(subject="") & ~Q(text=""), name="alumni_letter_says_something"
            ),
        ]
        indexes = [models.Index(fields=["group", "-written_at", "-id"], name="alumni_letter_by_group")]

    def __str__(self) -> str:
        return self.subject

    @property
    def reference(self) -> str:
        """What each member's copy is about."""
        return f"alumni_letter:{self.pk}"


class Silence(IdentifiedModel):
    """Letters that an alumnus does not want: those of one group, or invitations where no group is named.

    It outlasts the entry in the directory, so that nobody is written to again by joining once more.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    group = models.ForeignKey(AlumniGroup, models.CASCADE, null=True, related_name="silences")
    since = models.DateTimeField(_("since"))

    class Meta:
        db_table = "balai_alumni_silence"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "group"], nulls_distinct=False, name="alumni_silence_is_kept_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
