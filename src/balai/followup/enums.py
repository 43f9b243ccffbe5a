"""The words of this room: what a plan consists of, how it stands, what a supervisor says to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Part(models.TextChoices):
    """The steps in which a plan is written."""

    PROBLEM = "problem", _("Problem and purpose")
    ACTIVITIES = "activities", _("Activities")
    INDICATORS = "indicators", _("Indicators")
    SUPPORT = "support", _("Means and support")
    FIRST_STEP = "first-step", _("First step and supervisor")


class PlanState(models.TextChoices):
    """How far a plan is; read from its moments and stored nowhere."""

    NONE = "none", _("Not begun")
    DRAFT = "draft", pgettext_lazy("plan", "Being written")
    RETURNED = "returned", pgettext_lazy("plan", "To be changed")
    SUBMITTED = "submitted", pgettext_lazy("plan", "Submitted")
    ENDORSED = "endorsed", pgettext_lazy("plan", "Endorsed")
    DECLINED = "declined", pgettext_lazy("plan", "Not endorsed")


class Answer(models.TextChoices):
    """What a supervisor says to a plan."""

    YES = "yes", _("I endorse this plan")
    CHANGES = "changes", _("It should be changed first")
    NO = "no", _("I cannot endorse it")


class Promise(models.TextChoices):
    """What a supervisor promises a plan."""

    TIME = "time", pgettext_lazy("promise", "Time")
    STAFF = "staff", pgettext_lazy("promise", "Staff")
    MONEY = "money", pgettext_lazy("promise", "Money")
    EQUIPMENT = "equipment", pgettext_lazy("promise", "Equipment")
    AUTHORITY = "authority", pgettext_lazy("promise", "The authority that it needs")
