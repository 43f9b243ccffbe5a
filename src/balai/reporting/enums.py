"""The words of this room: how what is given in kind is valued, and what recipients are counted by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Valuation(models.TextChoices):
    """By which method something given in kind is valued."""

    COST = "cost", _("What it cost the giver")
    STANDARD = "standard", _("Official standard cost")
    MARKET = "market", _("Market price")
    AGREED = "agreed", pgettext_lazy("method of valuation", "Agreed rate")
    PARITY = "parity", _("Purchasing power parity")


class Basis(models.TextChoices):
    """By which record countries are weighed as recipients; the best there is."""

    DAYS = "days", _("Days on which participants were present")
    PEOPLE = "people", _("Participants")
    KNOWN = "known", _("Participants, as far as known")
    PLANNED = "planned", _("Places given")
    NONE = "none", _("No record")
