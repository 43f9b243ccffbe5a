"""The words of this room: what a plan consists of, how it stands, what is said to it and told of it later."""

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


class Months(models.IntegerChoices):
    """How long after the end of the programme is asked how the plan goes."""

    THREE = 3, _("After three months")
    SIX = 6, _("After six months")
    TWELVE = 12, _("After a year")


class Voice(models.TextChoices):
    """Who tells how a plan goes."""

    PARTICIPANT = "participant", pgettext_lazy("voice", "Participant")
    SUCCESSOR = "successor", pgettext_lazy("voice", "Successor")
    SUPERVISOR = "supervisor", pgettext_lazy("voice", "Supervisor")
    FOCAL_POINT = "focal-point", pgettext_lazy("voice", "Focal point")


ANSWERING = (Voice.PARTICIPANT, Voice.SUCCESSOR, Voice.FOCAL_POINT)
"""Whose answer says that a plan was followed up; a supervisor’s is a second opinion."""


class Progress(models.TextChoices):
    """How far one activity of a plan is."""

    NOT_BEGUN = "not-begun", pgettext_lazy("activity", "Not begun")
    UNDER_WAY = "under-way", pgettext_lazy("activity", "Under way")
    DONE = "done", pgettext_lazy("activity", "Done")
    CHANGED = "changed", pgettext_lazy("activity", "Changed")
    GIVEN_UP = "given-up", pgettext_lazy("activity", "Given up")


class Obstacle(models.TextChoices):
    """What stood in the way."""

    MONEY = "money", pgettext_lazy("obstacle", "Money")
    STAFF = "staff", pgettext_lazy("obstacle", "Staff")
    TIME = "time", pgettext_lazy("obstacle", "Time beside other duties")
    EQUIPMENT = "equipment", pgettext_lazy("obstacle", "Equipment or material")
    AUTHORITY = "authority", pgettext_lazy("obstacle", "Authority, or superiors who do not agree")
    RULES = "rules", pgettext_lazy("obstacle", "Rules and permits")
    SKILLS = "skills", pgettext_lazy("obstacle", "Knowledge that was missing")
    PARTNERS = "partners", pgettext_lazy("obstacle", "Partners or buyers who did not come")
    POST = "post", pgettext_lazy("obstacle", "Another post or employer")
    EVENTS = "events", pgettext_lazy("obstacle", "Weather, illness, unrest")
    OTHER = "other", pgettext_lazy("obstacle", "Something else")


class Group(models.TextChoices):
    """Whom the questions of a year later go to: those who took part, and those they are compared with."""

    PARTICIPANTS = "participants", _("Who took part")
    RESERVES = "reserves", _("Reserve list")
