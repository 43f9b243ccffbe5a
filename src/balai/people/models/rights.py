"""What people ask of whoever holds data about them, and what keeps or ends data: one clock of 72 hours."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from balai.kernel.files import KeptFile, KeptFileField
from balai.kernel.identity import IdentifiedModel
from balai.kernel.references import MAX_LENGTH, holds_references
from balai.kernel.restricted import RestrictedTextField
from balai.people.enums import CopyState, RequestState, RightKind
from balai.people.models.person import Person

CLOCK = dt.timedelta(hours=72)
"""Three times 24 hours: the shortest of the terms that laws give, and so the one for every request."""


class RightsRequest(IdentifiedModel):
    """Somebody asks to be told, to have something corrected, or to be erased.

    What they write and what they are answered is sealed with their own key: it may repeat anything.
    """

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="rights_requests", verbose_name=_("person")
    )
    kind = models.CharField(_("what is asked for"), max_length=10, choices=RightKind)
    state = models.CharField(_("state"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    wish = RestrictedTextField(_("what was written"), owner="person", null=True)
    asked_at = models.DateTimeField(_("asked"))
    due_at = models.DateTimeField(_("due"))
    answer = RestrictedTextField(_("what was answered"), owner="person", null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    answered_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_rights_request"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RightKind.values), name="rights_request_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="rights_request_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(due_at=F("asked_at") + CLOCK), name="rights_request_is_due_in_72_hours"
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.OPEN, answered_at=None)
                | (~Q(state=RequestState.OPEN) & Q(answered_at__isnull=False)),
                name="rights_request_answered_is_dated",
            ),
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(state=RequestState.OPEN),
                name="rights_request_one_open_of_a_kind",
                violation_error_message=_("This was asked for already and waits for an answer."),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="rights_request_by_due"),
            models.Index(fields=["person", "-asked_at"], name="rights_request_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"

    @property
    def reference(self) -> str:
        """How the trail names this request."""
        return f"rights_request:{self.pk}"


class LegalHold(IdentifiedModel):
    """Data about somebody must stay for a time: neither erasure nor retention touches them."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="legal_holds", verbose_name=_("person"))
    reason = models.CharField(
        _("reason"), max_length=500, help_text=_("The case or law, by number; nothing about the person.")
    )
    until = models.DateField(_("until"))
    placed_at = models.DateTimeField(_("placed"))
    placed_by = models.CharField(max_length=MAX_LENGTH)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    lifted_by = models.CharField(max_length=MAX_LENGTH, blank=True)

    class Meta:
        db_table = "balai_legal_hold"
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(lifted_at=None),
                name="legal_hold_one_at_a_time",
                violation_error_message=_("There is a hold on this person already. Lift it first."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="legal_hold_has_a_reason"),
            holds_references("placed_by", name="legal_hold_placer_is_a_reference", or_system=True),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.until}"


class RetentionRule(IdentifiedModel):
    """How long one class of data is kept, from a day on: dated data, as the office decides it.

    Where there is none, what the class itself says holds (:mod:`balai.people.registries`).
    """

    data_class = models.CharField(max_length=60)
    weeks = models.PositiveSmallIntegerField(_("weeks"))
    since = models.DateField(_("in force from"))
    source = models.CharField(_("source"), max_length=500)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_retention_rule"
        constraints = [
            models.UniqueConstraint(
                fields=["data_class", "since"],
                name="retention_rule_one_from_a_day",
                violation_error_message=_("A rule from this day is there already."),
            ),
            models.CheckConstraint(condition=~Q(source=""), name="retention_rule_has_a_source"),
            models.CheckConstraint(condition=Q(weeks__lte=2600), name="retention_rule_ends_in_50_years"),
        ]

    def __str__(self) -> str:
        return f"{self.data_class}: {self.weeks}"


class Breach(IdentifiedModel):
    """Data were seen, changed or lost by whom they were not for. The log of looks tells who is affected.

    Those affected and the authority are told within 72 hours of its being noticed.
    """

    noticed_at = models.DateTimeField(_("noticed"))
    due_at = models.DateTimeField(_("to be told by"))
    began_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("until"))
    looker = models.CharField(
        _("whose looks"),
        max_length=MAX_LENGTH,
        blank=True,
        help_text=_("A reference, such as account:… or person:…; empty: everybody’s."),
    )
    field = models.CharField(
        _("at what"),
        max_length=80,
        blank=True,
        help_text=_("The beginning of a code, such as application.passport; empty: at anything."),
    )
    what = models.TextField(_("what happened"), max_length=4000)
    measures = models.TextField(_("what was done about it"), max_length=4000, blank=True)
    authority_told_at = models.DateTimeField(_("authority told"), null=True, blank=True)
    people_told_at = models.DateTimeField(_("people told"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    entered_by = models.CharField(max_length=MAX_LENGTH)

    class Meta:
        db_table = "balai_breach"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at=F("noticed_at") + CLOCK), name="breach_is_told_in_72_hours"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__gte=F("began_at")),
                name="breach_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            ),
            models.CheckConstraint(condition=~Q(what=""), name="breach_says_what_happened"),
        ]
        verbose_name_plural = "breaches"

    def __str__(self) -> str:
        return f"{self.noticed_at}"

    @property
    def reference(self) -> str:
        """How the trail names this breach."""
        return f"breach:{self.pk}"


class PersonCopy(IdentifiedModel):
    """Somebody's copy of what is held about them, with files: made by a worker, sealed with their own key."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="copies", verbose_name=_("person"))
    state = models.CharField(_("state"), max_length=10, choices=CopyState, default=CopyState.MAKING)
    asked_at = models.DateTimeField(_("asked for"))
    ready_at = models.DateTimeField(_("ready"), null=True)
    file_id = KeptFileField(null=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)

    class Meta:
        db_table = "balai_person_copy"
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CopyState.MAKING, file_id=None)
                | Q(state=CopyState.READY, file_id__isnull=False, ready_at__isnull=False),
                name="person_copy_ready_has_a_file",
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(state=CopyState.MAKING), name="person_copy_one_being_made"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at}"

    @property
    def kept(self) -> KeptFile | None:
        """The sealed file, once it is made."""
        if self.file_id is None:
            return None
        return KeptFile(
            id=self.file_id, name="balai-about-me.zip", media_type="application/zip", size=self.size
        )
