"""The words of this room: what the panel decides, and of whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DecisionState(models.TextChoices):
    """Where a decision of the panel is; it changes only in :mod:`balai.selection.services.deciding`."""

    PROPOSED = "proposed", _("Before the panel")
    DECIDED = "decided", _("Decided")
    SUPERSEDED = "superseded", _("Replaced by a later version")


class Place(models.TextChoices):
    """What somebody gets by a decision, or by a proposal."""

    SELECTED = "selected", _("In")
    RESERVE = "reserve", _("Reserve")
    NOT_SELECTED = "not-selected", _("Not in")


# --- scoring -----------------------------------------------------------------------------------------------


class Phase(models.TextChoices):
    """When somebody scored: alone before the panel met, or after it had spoken; the two are kept apart."""

    BEFORE = "before", _("Before the meeting")
    AFTER = "after", _("After the meeting")


class Recommendation(models.TextChoices):
    """What a panel member would do."""

    YES = "yes", _("Take")
    RESERVE = "reserve", _("Keep as a reserve")
    NO = "no", _("Do not take")
    DISCUSS = "discuss", _("Discuss")


class ConflictKind(models.TextChoices):
    """Why a panel member does not score somebody."""

    COUNTRY = "country", _("My own country, or one I speak for")
    RELATED = "related", _("Related, a friend, or in business together")
    WORK = "work", _("Works or has worked with me")


# --- proposals ---------------------------------------------------------------------------------------------


class ProposalState(models.TextChoices):
    """How far a proposal is worked out; only :mod:`balai.selection.services.proposing` changes it."""

    WAITING = "waiting", _("Waiting for the worker")
    WORKING = "working", _("Being worked out")
    DONE = "done", _("Worked out and checked")
    REFUSED = "refused", _("Refused by the checker")
    FAILED = "failed", _("Ended without an answer")
    CANCELLED = "cancelled", _("Cancelled")
