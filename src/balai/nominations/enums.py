"""The words of this room: what becomes of a nomination, who is nominated, and how an office was reached."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class NominationState(models.TextChoices):
    """Where a nomination is; it changes only in :mod:`balai.nominations.services`."""

    DRAFT = "draft", _("Not sent yet")
    SENT = "sent", _("Sent")
    LATE = "late", _("Late")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Standing(models.TextChoices):
    """How a nomination stands against what is asked; worked out anew whenever one of the two changes."""

    READY = "ready", _("Complete")
    MISSING = "missing", _("Incomplete")
    WAIVER = "waiver", _("Needs a waiver")
    BLOCKED = "blocked", _("Blocked")


class Track(models.TextChoices):
    """From where a nominee comes; the words are those of rules of eligibility."""

    OFFICIAL = "official", _("Official")
    ENTREPRENEUR = "entrepreneur", _("Entrepreneur")
    ACADEMIA = "academia", _("Academia")
    OTHER = "other", _("Other track")


class Sex(models.TextChoices):
    """As in the passport: targets are counted by it."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    OTHER = "other", _("Neither")


class Education(models.TextChoices):
    """The highest education, from the lowest step up."""

    NONE = "none", _("No schooling")
    SCHOOL = "school", _("School")
    DIPLOMA = "diploma", _("College diploma")
    BACHELOR = "bachelor", _("Bachelor’s degree")
    MASTER = "master", _("Master’s degree")
    DOCTOR = "doctor", _("Doctorate")


class LanguageLevel(models.TextChoices):
    """Level in the working language by the Common European Framework."""

    A1 = "A1", _("A1: single words")
    A2 = "A2", _("A2: simple sentences")
    B1 = "B1", _("B1: everyday matters of work")
    B2 = "B2", _("B2: follows lectures and discussions")
    C1 = "C1", _("C1: fluent")
    C2 = "C2", _("C2: as a native speaker")


class Origin(models.TextChoices):
    """How a nomination came in."""

    FOCAL_POINT = "focal-point", _("By the focal point")
    OFFICE = "office", _("Entered by the office")


class WithdrawalReason(models.TextChoices):
    """Who no longer wants it, as far as statistics need to know."""

    NOMINEE = "nominee", _("The nominee cannot come")
    EMPLOYER = "employer", _("The employer does not release the nominee")
    COUNTRY = "country", _("The country proposes somebody else")
    MISTAKE = "mistake", _("Entered by mistake")


class ContactWay(models.TextChoices):
    """How an office was reached when its letter was not read."""

    PHONE = "phone", _("By telephone")
    MESSENGER = "messenger", _("By messenger")
    EMBASSY = "embassy", _("Through the embassy")
    MAIL = "mail", _("By another e-mail address")
    VISIT = "visit", _("In person")


class Reached(models.TextChoices):
    """What came of a try to reach an office."""

    SPOKEN = "spoken", _("Spoke with the office")
    MESSAGE = "message", _("Left a message")
    NOBODY = "nobody", _("Reached nobody")


class Outcome(models.TextChoices):
    """What a rule of eligibility said; the first three are the rulebook’s words."""

    PASS = "pass", _("Met")
    FAIL = "fail", _("Not met")
    UNKNOWN = "unknown", _("Not known yet")
    WAIVED = "waived", _("Waived")
