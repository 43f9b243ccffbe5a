"""The words of this room: states of timetables, searches and confirmations, and what gets in the way."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TimetableState(models.TextChoices):
    """Where a version of a timetable is; it changes only in the services of this room."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Replaced by a later one")


class SearchKind(models.TextChoices):
    """What the planner is asked."""

    SOLVE = "solve", _("Plan")
    EXPLAIN = "explain", _("Explain why there is none")
    REPAIR = "repair", _("Repair")


class SearchState(models.TextChoices):
    """How far a search is."""

    WAITING = "waiting", _("Waits for its turn")
    WORKING = "working", _("Being worked out")
    DONE = "done", _("Worked out")
    CANCELLED = "cancelled", _("Called off")
    FAILED = "failed", _("Ended without an answer")
    REFUSED = "refused", _("The checker refused the answer")


class Proof(models.TextChoices):
    """What a planner's answer proves; the words are the engine's own."""

    OPTIMAL = "optimal", _("Proven best")
    FEASIBLE = "feasible", _("Not proven best")
    INFEASIBLE = "infeasible", _("Proven that there is none")
    UNKNOWN = "unknown", _("No answer within the limit of work")
    REPAIRED = "repaired", _("There are ways to repair")


class HindranceKind(models.TextChoices):
    """What gets in the way of a published timetable."""

    SITE = "site", _("A site cannot be used")
    PERSON = "person", _("A resource person cannot come")
    SESSION = "session", _("A session cannot be held then, as in rain")


class ConfirmationState(models.TextChoices):
    """What a centre or a resource person says about a session."""

    ASKED = "asked", _("Asked")
    CONFIRMED = "confirmed", _("Confirmed")
    DECLINED = "declined", _("Declined")
