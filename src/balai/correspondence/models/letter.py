"""Letters that the office wrote, and each attempt to hand one over."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.correspondence.enums import AttemptOutcome, LetterState
from balai.correspondence.models.register import RegisterEntry
from balai.kernel.identity import IdentifiedModel
from balai.people.models import Person

STATES_THAT_NEED_THE_OFFICE = (LetterState.UNCERTAIN, LetterState.BOUNCED, LetterState.GIVEN_UP)


class Letter(IdentifiedModel):
    """One letter to one person, as it was written: later changes of templates or names do not touch it.

    The state changes only in :mod:`balai.correspondence.services`; nothing else may assign it.

    Attributes:
        unsubscribe: of a letter that somebody asked for: where their mail program ends it with one click.
    """

    entry = models.OneToOneField(
        RegisterEntry,
        models.PROTECT,
        null=True,
        related_name="letter",
        verbose_name=_("line of the register"),
    )
    kind = models.CharField(_("kind of letter"), max_length=80)
    language = models.CharField(_("language"), max_length=12)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="letters")
    recipient_name = models.CharField(_("recipient"), max_length=200, blank=True)
    recipient_address = models.EmailField(_("e-mail address"), blank=True)
    subject_reference = models.CharField(max_length=120, blank=True)
    subject = models.CharField(_("subject"), max_length=500)
    text = models.TextField(_("text"))
    html = models.TextField()
    is_secret = models.BooleanField(default=False)
    unsubscribe = models.URLField(max_length=500, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=LetterState, default=LetterState.QUEUED)
    written_at = models.DateTimeField(_("written"))
    settled_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(_("the mail server's answer"), max_length=500, blank=True)
    read_at = models.DateTimeField(_("read"), null=True)

    class Meta:
        db_table = "balai_letter"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=LetterState.values), name="letter_state_is_known"),
        ]
        indexes = [
            models.Index(fields=["written_at", "id"], name="letter_by_moment"),
            models.Index(fields=["person", "written_at", "id"], name="letter_by_person"),
            models.Index(fields=["subject_reference", "-written_at", "-id"], name="letter_by_subject"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=STATES_THAT_NEED_THE_OFFICE),
                name="letter_needs_the_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.recipient_name or self.recipient_address})"

    @property
    def reference(self) -> str:
        """How the trail names this letter."""
        return f"letter:{self.pk}"

    @property
    def needs_the_office(self) -> bool:
        """Whether somebody has to decide what happens to it."""
        return self.state in STATES_THAT_NEED_THE_OFFICE


class LetterMention(IdentifiedModel):
    """How a letter calls somebody to whom it was not written: a name, or the address that it went to.

    Whoever is erased is then found in letters to governments, employers and embassies, and struck from them.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    said = models.CharField(max_length=320)

    class Meta:
        db_table = "balai_letter_mention"
        constraints = [
            models.UniqueConstraint(fields=["person", "letter", "said"], name="letter_mentions_once"),
            models.CheckConstraint(condition=~Q(said=""), name="letter_mention_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.said}, {self.letter_id}"


class DeliveryAttempt(IdentifiedModel):
    """One hand-over of a letter to the mail server; the row is written before a word of it is sent.

    The constraint is what keeps a letter from being sent twice: while one attempt is open, succeeded or ended
    without an answer, the database refuses another, whoever asks.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="attempts")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        db_table = "balai_delivery_attempt"
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(
                    outcome__in=[AttemptOutcome.OPEN, AttemptOutcome.ACCEPTED, AttemptOutcome.UNCERTAIN]
                ),
                name="letter_is_handed_over_once",
            ),
            models.CheckConstraint(
                condition=Q(outcome=AttemptOutcome.OPEN, ended_at=None)
                | (~Q(outcome=AttemptOutcome.OPEN) & Q(ended_at__isnull=False)),
                name="attempt_that_ended_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}: {self.outcome}"
