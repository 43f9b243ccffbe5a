"""The words of the correspondence room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Direction(models.TextChoices):
    """Which way a letter in the register went."""

    OUTGOING = "out", _("Sent")
    INCOMING = "in", _("Received")


class LetterState(models.TextChoices):
    """What became of a letter that the office wrote."""

    QUEUED = "queued", _("Waiting to be sent")
    HANDING_OVER = "handing_over", _("Being handed over")
    ACCEPTED = "accepted", _("Accepted by the mail server")
    UNCERTAIN = "uncertain", _("Perhaps sent")
    BOUNCED = "bounced", _("Came back")
    GIVEN_UP = "given_up", _("Could not be sent")
    KEPT = "kept", _("Kept in the mailbox")


LEAVING = (LetterState.QUEUED, LetterState.HANDING_OVER)
"""These still have to leave; whom an erasure strikes is struck from them once they have."""


class AttemptOutcome(models.TextChoices):
    """How one hand-over to the mail server ended."""

    OPEN = "open", _("Not ended")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Not accepted")
    UNCERTAIN = "uncertain", _("No answer")
    BOUNCED = "bounced", _("Accepted, then came back")
    SET_ASIDE = "set_aside", _("No answer; sent again by the office")


class Medium(models.TextChoices):
    """How a received letter arrived."""

    POST = "post", _("Post")
    MAIL = "mail", _("E-mail")
    HAND = "hand", _("By hand")
    DIPLOMATIC = "diplomatic", _("Diplomatic channel")


class ReminderState(models.TextChoices):
    """Where a reminder is."""

    PLANNED = "planned", _("Planned")
    SENT = "sent", _("Sent")
    CANCELLED = "cancelled", _("No longer needed")


class ReminderMove(models.TextChoices):
    """What has to be done about one reminder now."""

    CREATE = "create", _("Plan")
    UPDATE = "update", _("Change")
    CANCEL = "cancel", _("Cancel")
    NOTHING = "nothing", _("Leave")
