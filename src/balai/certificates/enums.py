"""The words of this room: what is certified, how a certificate stands, how a completion was decided."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Outcome(models.TextChoices):
    """How an edition ended for somebody."""

    COMPLETED = "completed", _("Completed")
    ATTENDED = "attended", _("Attended")
    NOT_COMPLETED = "not-completed", _("Not completed")


class AppealState(models.TextChoices):
    """What became of an appeal against the decision on somebody's completion."""

    OPEN = "open", pgettext_lazy("appeal", "Open")
    UPHELD = "upheld", pgettext_lazy("appeal", "Upheld")
    REJECTED = "rejected", pgettext_lazy("appeal", "Rejected")


class CertificateState(models.TextChoices):
    """How a certificate stands; what is not valid never becomes valid again."""

    VALID = "valid", pgettext_lazy("certificate", "Valid")
    REVOKED = "revoked", pgettext_lazy("certificate", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("certificate", "Replaced")


class RevocationReason(models.TextChoices):
    """Why a certificate does not count any more."""

    CORRECTED = "corrected", _("Something on it was wrong")
    DECISION = "decision", _("The decision on completion was changed")
    MISTAKE = "mistake", _("It was issued by mistake")
    KEY = "key", _("The key that signed it was withdrawn")


class BatchState(models.TextChoices):
    """How far a batch of certificates is."""

    WAITING = "waiting", _("Being issued")
    STOPPED = "stopped", _("Stopped")
    DONE = "done", pgettext_lazy("batch", "Issued")


class Criterion(models.TextChoices):
    """What the rule of an edition may ask for."""

    PRESENCE = "presence", _("Presence")
    ACTIVITIES = "activities", _("Required activities")
    SAFETY = "safety", _("Safety briefings")
    DELIVERABLES = "deliverables", _("Required reports and tests")
