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
