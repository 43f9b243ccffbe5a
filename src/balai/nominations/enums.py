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


class ApplicationState(models.TextChoices):
    """How far a nominee is with the application; it changes only in :mod:`balai.nominations.services`."""

    DRAFT = "draft", _("Being filled in")
    SENT = "sent", _("Sent to the secretariat")
    RETURNED = "returned", _("Returned for completion")


class Section(models.TextChoices):
    """The steps of the application, in order; the words are part of addresses."""

    IDENTITY = "identity", _("Who you are")
    PASSPORT = "passport", _("Passport")
    CONTACT = "contact", _("How to reach you")
    WORK = "work", _("Work")
    LEARNING = "learning", _("Education and languages")
    MOTIVATION = "motivation", _("Why you apply")
    NEEDS = "needs", _("What you need")
    HEALTH = "health", _("Health")
    DOCUMENTS = "documents", _("Documents")
    EMPLOYER = "employer", _("Your employer’s part")
    DECLARATIONS = "declarations", _("Declarations")


class DocumentKind(models.TextChoices):
    """What a nominee may be asked to send."""

    PASSPORT = "passport", _("Scan of the passport")
    PHOTO = "photo", _("Photo")
    DEGREE = "degree", _("Degree or diploma")
    CV = "cv", _("Curriculum vitae")
    LANGUAGE = "language", _("Language certificate")
    HEALTH = "health", _("Health certificate")
    CHAMBER = "chamber", _("Letter of a chamber or association")
    OTHER = "other", _("Another document")


class Scan(models.TextChoices):
    """What the scanner for viruses said; what it found something in is never kept."""

    CLEAN = "clean", _("Scanned, nothing found")
    NONE = "none", _("Not scanned: no scanner is set up")


class PassportKind(models.TextChoices):
    """Which kind of passport; the route to a visa depends on it."""

    ORDINARY = "ordinary", _("Ordinary")
    SERVICE = "service", _("Service")
    DIPLOMATIC = "diplomatic", _("Diplomatic")


class EmployerKind(models.TextChoices):
    """For whom a nominee works."""

    CENTRAL = "central", _("Central government")
    LOCAL = "local", _("Local government")
    STATE_ENTERPRISE = "state-firm", _("State enterprise")
    ENTERPRISE = "enterprise", _("Small or medium enterprise")
    ASSOCIATION = "association", _("Chamber or association")
    ACADEMIA = "academia", _("University or institute")
    CIVIL = "civil", _("Non-governmental organisation")


class LanguageTest(models.TextChoices):
    """How the level in the working language is shown."""

    SELF = "self", _("My own estimate")
    TOEFL = "toefl", _("TOEFL")
    IELTS = "ielts", _("IELTS")
    SCORE = "score", _("EnglishScore")
    EMPLOYER = "employer", _("Letter of the employer")
    OTHER = "other", _("Another test")


class PhotoConsent(models.TextChoices):
    """Where pictures and words of a participant may be shown."""

    NONE = "none", _("Nowhere")
    INTERNAL = "internal", _("Within the programme only")
    PUBLIC = "public", _("In public, without my name")
    NAMED = "named", _("In public, with my name")


class Signatory(models.TextChoices):
    """Who signs the employer’s part."""

    EMPLOYER = "employer", _("Supervisor or head of the organisation")
    CHAMBER = "chamber", _("Chamber or association: the nominee owns the enterprise")
    SECOND = "second", _("Second signatory: the supervisor is the focal point")


class Support(models.TextChoices):
    """What an employer promises for what is learnt to be used."""

    TIME = "time", _("Time")
    MONEY = "money", _("Money")
    EQUIPMENT = "equipment", _("Equipment")
    AUTHORITY = "authority", _("Authority to decide")


class FactSource(models.TextChoices):
    """Who told what a rule of eligibility has seen."""

    APPLICATION = "application", _("application")
    FOCAL_POINT = "focal-point", _("focal point")
    RECORDS = "records", _("records")
