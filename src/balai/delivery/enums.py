"""The words of this room, by subject."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

# --- presence -----------------------------------------------------------------------------------------------


class PresenceState(models.TextChoices):
    """Whether somebody was at a session."""

    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")
    ONLINE = "online", _("Online")


THERE = (PresenceState.PRESENT, PresenceState.LATE, PresenceState.LEFT_EARLY, PresenceState.ONLINE)
"""States of those who were there, for however long."""


class Mark(models.TextChoices):
    """What one scan or tick says.

    Coming and going are moments, from which late and left early follow by the edition's rules; the others
    are what a person ticks.
    """

    IN = "in", _("Came")
    OUT = "out", _("Went")
    PRESENT = "present", _("Present")
    LATE = "late", _("Late")
    LEFT_EARLY = "left_early", _("Left early")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")
    ONLINE = "online", _("Online")
    CLEARED = "cleared", _("Not told")
    """Only an officer's correction says this: nothing is known after all."""
    UNREAD = "unread", _("Could not be read")
    """Only the server says this, of what a device handed in and nobody can read."""


class Method(models.TextChoices):
    """How somebody was noted at a session."""

    SCAN = "scan", _("Code scanned")
    KIOSK = "kiosk", _("Screen at the door")
    MANUAL = "manual", _("Ticked in the list")
    PAPER = "paper", _("Paper sheet")
    SELF_CLAIM = "self_claim", _("Said so themselves, later")
    OFFICE = "office", _("Corrected by the office")


class ConflictKind(models.TextChoices):
    """What somebody has to look at. The floor's word holds meanwhile."""

    TWO_DEVICES = "two_devices", _("Two devices noted the same person")
    CONTRADICTION = "contradiction", _("Two notes contradict each other")
    NOT_CONFIRMED = "not_confirmed", _("No longer takes part")
    OTHER_GROUP = "other_group", _("Not expected at this session")
    CODE_ENDED = "code_ended", _("The code was replaced")
    CODE_UNKNOWN = "code_unknown", _("Nobody has this code")
    OUTSIDE_WINDOW = "outside_window", _("Not at the time of the session")
    CLOCK_SKEW = "clock_skew", _("The clock of the device was wrong")
    SELF_CLAIM = "self_claim", _("Only said so themselves")
    SESSION_UNKNOWN = "session_unknown", _("There is no such session")
    DEVICE_ENDED = "device_ended", _("The device was no longer allowed")
    UNREADABLE = "unreadable", _("Handed in, and cannot be read")


class SheetState(models.TextChoices):
    """Where a printed sheet of names is."""

    PRINTED = "printed", _("Printed")
    SCANNED = "scanned", _("Scanned")


# --- practice ------------------------------------------------------------------------------------------


class Level(models.TextChoices):
    """How far somebody came with a task as a whole: what a transcript says."""

    OBSERVED = "observed", _("Observed")
    ASSISTED = "assisted", _("Assisted")
    INDEPENDENT = "independent", _("Independent")


class StepResult(models.TextChoices):
    """How somebody did one step, in the words of the workshop."""

    NOT_SEEN = "not_seen", _("Not seen")
    OBSERVED = "observed", _("Watched")
    ASSISTED = "assisted", _("Helped")
    INDEPENDENT = "independent", _("Alone")


class Signer(models.TextChoices):
    """Whose signature it is."""

    SUPERVISOR = "supervisor", _("Supervisor")
    PARTICIPANT = "participant", _("Participant")


class SignedBy(models.TextChoices):
    """How somebody signed."""

    DRAWN = "drawn", _("By hand, on the screen")
    ACCOUNT = "account", _("Signed in, with a button")


# --- feedback ------------------------------------------------------------------------------------------


class FeedbackKind(models.TextChoices):
    """Which questions participants are asked."""

    PULSE = "pulse", _("After a session")
    MIDWAY = "midway", _("Halfway")
    END = "end", _("At the end")


# --- materials -----------------------------------------------------------------------------------------


class Audience(models.TextChoices):
    """Who of an edition gets a material."""

    EVERYBODY = "everybody", _("Participants and resource persons")
    TRAINERS = "trainers", _("Resource persons and coordinators only")


class Rendition(models.TextChoices):
    """In which form a version of a material is fetched."""

    ORIGINAL = "original", _("As it was given")
    SMALL = "small", _("Smaller")
    TEXT = "text", _("Text only")


# --- paper ---------------------------------------------------------------------------------------------


class Paper(models.TextChoices):
    """What is printed of the participants of an edition."""

    BADGES = "badges", _("Badges")
    TENTS = "tents", _("Name tents")
    BY_GROUP = "by_group", _("Roster by group")
    BY_COUNTRY = "by_country", _("Roster by country")
    LIST = "list", _("List of participants")


# --- tests before and after ----------------------------------------------------------------------------


class Occasion(models.TextChoices):
    """When what participants know is asked."""

    BEFORE = "before", _("Test before the course")
    AFTER = "after", _("Test after the course")


class ParallelForm(models.TextChoices):
    """One of two lists of questions of the same outcomes; who had one before has the other after."""

    A = "A", _("Form A")
    B = "B", _("Form B")


class IncidentKind(models.TextChoices):
    """What an incident is about."""

    ILLNESS = "illness", _("Illness")
    ACCIDENT = "accident", _("Accident or injury")
    LOSS = "loss", _("Loss, theft or damage")
    CONDUCT = "conduct", _("Conduct or harassment")
    MISSING = "missing", _("Somebody is missing")
    SAFETY = "safety", _("Safety of a place or a machine")
    OTHER = "other", _("Another incident")


class EntryKind(models.TextChoices):
    """What an entry of an incident tells."""

    ACCOUNT = "account", _("What happened")
    MEASURE = "measure", _("Measure taken")
    FOLLOW_UP = "follow-up", _("What is to follow")
    CORRECTION = "correction", _("Correction")
