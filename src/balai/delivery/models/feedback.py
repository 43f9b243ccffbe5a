"""Feedback: who has answered, and apart from that what was answered.

Nothing leads from a token to an answer. Their keys are random and tell no time, neither row has a moment,
and the deed lays all answers of a questionnaire down anew, in any order, whenever one is added: so neither
the order nor the transaction of a row tells whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from balai.delivery.enums import FeedbackKind
from balai.directory.models.base import is_one_of
from balai.programmes.models import Edition
from balai.selection.models import Participant
from balai.timetable.models import Session

if TYPE_CHECKING:
    from uuid import UUID

LONGEST_VOICE = 2_000


def _is_of_a_session(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(kind=FeedbackKind.PULSE, session__isnull=False)
        | ~Q(kind=FeedbackKind.PULSE) & Q(session=None),
        name=name,
    )


class FeedbackToken(models.Model):
    """That a participant has answered a questionnaire; not what, and not when."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="feedback_tokens")
    kind = models.CharField(_("questions"), max_length=8, choices=FeedbackKind)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="feedback_tokens")

    class Meta:
        db_table = "balai_feedback_token"
        constraints = [
            is_one_of("kind", FeedbackKind, name="feedback_token_kind_is_known"),
            _is_of_a_session("feedback_token_pulse_has_a_session"),
            models.UniqueConstraint(
                fields=["participant", "edition", "kind", "session"],
                nulls_distinct=False,
                name="feedback_once",
                violation_error_message=_("You have answered this already."),
            ),
        ]

    if TYPE_CHECKING:
        session_id: UUID | None

    def __str__(self) -> str:
        return f"{self.participant_id}: {self.kind}"


class FeedbackAnswer(models.Model):
    """What somebody answered; nobody can find out who.

    Attributes:
        given: by question, the word of the choice; what was left out is not there.
        voice: in their own words.
        may_be_quoted: whether they consent to be quoted, without a name.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="feedback_answers")
    kind = models.CharField(_("questions"), max_length=8, choices=FeedbackKind)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="feedback_answers")
    given = models.JSONField(_("answers"), default=dict)
    voice = models.CharField(_("in your own words"), max_length=LONGEST_VOICE, blank=True)
    may_be_quoted = models.BooleanField(_("may be quoted"), default=False)

    class Meta:
        db_table = "balai_feedback_answer"
        constraints = [
            is_one_of("kind", FeedbackKind, name="feedback_answer_kind_is_known"),
            _is_of_a_session("feedback_answer_pulse_has_a_session"),
            models.CheckConstraint(
                condition=Q(may_be_quoted=False) | ~Q(voice=""), name="feedback_answer_quotes_something"
            ),
        ]
        indexes = [models.Index(fields=["edition", "kind", "session"], name="feedback_by_questions")]

    if TYPE_CHECKING:
        session_id: UUID | None

    def __str__(self) -> str:
        return f"{self.edition_id}: {self.kind}"
