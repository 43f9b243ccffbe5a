"""The words of this room: how what is given in kind is valued."""

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
