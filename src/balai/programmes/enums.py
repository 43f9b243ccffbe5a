"""The words of this room: what an edition can be, who organises it, and how its parts are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class EditionStatus(models.TextChoices):
    """Where an edition is in its life; :mod:`balai.programmes.rules` has the table of allowed moves."""

    IDEA = "idea", _("Idea")
    APPROVED = "approved", _("Approved")
    CALL = "call", _("Call open")
    SELECTION = "selection", _("Selection")
    PREPARATION = "preparation", _("Preparation")
    RUNNING = "running", _("Running")
    CLOSED = "closed", _("Closed")
    REPORTED = "reported", _("Reported")
    EVALUATED = "evaluated", _("Evaluated")
    POSTPONED = "postponed", _("Postponed")
    CANCELLED = "cancelled", _("Cancelled")


class Mode(models.TextChoices):
    """How people take part in an edition."""

    IN_PERSON = "in-person", _("In person")
    HYBRID = "hybrid", _("In person and online")
    ONLINE = "online", _("Online")


class Publicity(models.TextChoices):
    """Who may know of an edition."""

    INTERNAL = "internal", _("The office only")
    PUBLIC = "public", _("Everybody")


class ImportState(models.TextChoices):
    """How far a file is that somebody brought to be taken in."""

    CHECKING = "checking", _("Being checked")
    REFUSED = "refused", _("Something is wrong")
    SOUND = "sound", _("Nothing is wrong")
    RECORDING = "recording", _("Being recorded")
    DONE = "done", _("Taken in")


class ExportState(models.TextChoices):
    """How far a bundle is that somebody asked for."""

    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")


class ChangeKind(models.TextChoices):
    """What was decided about an edition after it had been approved."""

    MOVED = "moved", _("Moved to other dates")
    POSTPONED = "postponed", _("Postponed")
    RESUMED = "resumed", _("Taken up again")
    CANCELLED = "cancelled", _("Cancelled")
    CONVERTED = "converted", _("Held in another way")


class OrganiserRole(models.TextChoices):
    """What an organisation does for an edition."""

    HOST = "host", _("Host")
    FOCAL_MINISTRY = "focal-ministry", _("Focal ministry")
    SECRETARIAT = "secretariat", _("Secretariat")
    FUNDER = "funder", _("Funder")
    IMPLEMENTER = "implementer", _("Implementing agency")
    PARTNER = "partner", _("Partner")


class Family(models.TextChoices):
    """What kinds of sessions have in common, for hours, colours and a day at a glance."""

    TEACHING = "teaching", _("Teaching")
    PRACTICE = "practice", _("Practice")
    VISIT = "visit", _("Visits")
    EXCHANGE = "exchange", _("Exchange and plans")
    ASSESSMENT = "assessment", _("Tests and evaluation")
    CEREMONY = "ceremony", _("Ceremonies")
    CULTURE = "culture", _("Culture")
    CARE = "care", _("Meals, prayer and rest")
    TRAVEL = "travel", _("Travel")


class OutcomeLevel(models.TextChoices):
    """What an outcome asks of the mind: the taxonomy of Bloom as Anderson and Krathwohl revised it (2001)."""

    REMEMBER = "remember", _("Remember")
    UNDERSTAND = "understand", _("Understand")
    APPLY = "apply", _("Apply")
    ANALYSE = "analyse", _("Analyse")
    EVALUATE = "evaluate", _("Evaluate")
    CREATE = "create", _("Create")


class Grade(models.IntegerChoices):
    """How likely something is, or how much harm it does."""

    VERY_LOW = 1, _("Very low")
    LOW = 2, _("Low")
    MIDDLE = 3, _("Middle")
    HIGH = 4, _("High")
    VERY_HIGH = 5, _("Very high")


class RiskState(models.TextChoices):
    """What became of a risk."""

    OPEN = "open", _("May happen")
    HAPPENED = "happened", _("Happened")
    PAST = "past", _("Can no longer happen")


class Counted(models.TextChoices):
    """What the minutes of a kind of session are given for."""

    SESSION = "session", _("the session")
    COUNTRY = "country", _("each country")
    PARTICIPANT = "participant", _("each participant")


class Attendance(models.TextChoices):
    """Who comes to an activity, and how often it is held."""

    ALL = "all", _("Everybody together")
    EACH_GROUP = "each-group", _("Each group in turn")
    SOME_GROUPS = "some-groups", _("Some groups together")


class DayPart(models.TextChoices):
    """Into which part of a day an activity belongs."""

    ANY = "any", _("Any time")
    MORNING = "morning", _("Morning")
    AFTERNOON = "afternoon", _("Afternoon")
    EVENING = "evening", _("Evening")


class Task(models.TextChoices):
    """What a resource person does in an activity."""

    LEAD = "lead", _("Leads")
    ASSIST = "assist", _("Assists")
    INTERPRET = "interpret", _("Interprets")
    SUPERVISE = "supervise", _("Supervises practice")
    ESCORT = "escort", _("Escorts")
    SUBSTITUTE = "substitute", _("Stands in")


class AssessmentKind(models.TextChoices):
    """How it is seen that an outcome was reached."""

    SIGN_OFF = "sign-off", _("Practice sign-off")
    TEST = "test", _("Test")
    ACTION_PLAN = "action-plan", _("Action plan")
    COUNTRY_REPORT = "country-report", _("Country report")
    PRESENTATION = "presentation", _("Presentation")
    OBSERVATION = "observation", _("Observation")


class Severity(models.TextChoices):
    """What it means not to meet a rule of eligibility."""

    HARD = "hard", _("Nobody can be excused")
    WAIVABLE = "waivable", _("May be waived")
    WARNING = "warning", _("Warning only")


class TravelCategory(models.IntegerChoices):
    """What an organiser pays of a country's participants.

    Source:
        The Colombo Plan's written rule: with air fare, without air fare and allowance, self-sponsored.
    """

    ONE = 1, _("1: with air fare")
    TWO = 2, _("2: without air fare")
    THREE = 3, _("3: at their own expense")


class TargetUnit(models.TextChoices):
    """What a target counts."""

    PEOPLE = "people", _("people")
    PERCENT = "percent", _("percent of the places")


class Benefit(models.TextChoices):
    """What participants are given, or have to see to themselves."""

    TRAVEL = "travel", _("International travel")
    VISA = "visa", _("Visa")
    INSURANCE = "insurance", _("Insurance")
    LODGING = "lodging", _("Lodging")
    MEALS = "meals", _("Meals")
    ALLOWANCE = "allowance", _("Daily allowance")
    TRANSFERS = "transfers", _("Local transport")
    MATERIALS = "materials", _("Course materials")


class Side(models.TextChoices):
    """Who pays for a part of the package."""

    ORGANISER = "organiser", _("An organiser")
    SENDING = "sending", _("The sending government")
    PARTICIPANT = "participant", _("The participant")


class Form(models.TextChoices):
    """Whether a line of the budget is money or something else of worth."""

    CASH = "cash", _("Cash")
    IN_KIND = "in-kind", _("In kind")


class BookletChapter(models.TextChoices):
    """Chapters of the General Information whose text the office writes; the others come from records."""

    ORGANISATIONS = "organisations", _("Which organisations should nominate")
    EXPECTATIONS = "expectations", _("What is expected of them")
    DOCUMENTS = "documents", _("Documents to send")
    PROCEDURE = "procedure", _("How to nominate")
    RESULTS = "results", _("How nominees learn the result")
    OBLIGATIONS = "obligations", _("What participants promise")
    TRAVEL = "travel", _("Travel and visas")
    ORIENTATION = "orientation", _("The first day")
    INFORMATION = "information", _("Other information")
    REPORT = "report", _("What the country report answers")


class BookletFileKind(models.TextChoices):
    """What a file of a frozen booklet is."""

    BOOKLET = "booklet", _("General Information")
    ERRATUM = "erratum", _("Erratum")


class ReservationState(models.TextChoices):
    """How far a site has agreed."""

    WANTED = "wanted", _("Not asked yet")
    ASKED = "asked", _("Asked")
    HELD = "held", _("Held until a day")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Refused")


class Anchor(models.TextChoices):
    """From which day a deadline is counted."""

    ARRIVAL = "arrival", _("arrival")
    END = "end", _("the last day")


class Counting(models.TextChoices):
    """Which days of a notice count; the engine's words."""

    CALENDAR = "calendar", _("calendar days")
    WORKING = "working", _("working days")


class Level(models.TextChoices):
    """Who must have acted by a deadline, from the host down to the person; the engine's words."""

    HOST = "host", _("Host")
    SECRETARIAT = "secretariat", _("Secretariat")
    FOCAL_POINT = "focal_point", _("Focal point")
    AGENCY = "agency", _("Agency")
    APPLICANT = "applicant", _("Applicant")


LEVELS_OF_A_COUNTRY = frozenset({Level.FOCAL_POINT, Level.AGENCY, Level.APPLICANT})
"""These have a deadline in every sending country, in its zone and by its calendar."""


class PolicyMarker(models.TextChoices):
    """What aid is asked about beside its sector: the list PolicyMarker of IATI, after the DAC of the OECD."""

    GENDER = "1", _("Gender equality")
    ENVIRONMENT = "2", _("Environment")
    GOVERNANCE = "3", _("Participation and good governance")
    TRADE = "4", _("Trade development")
    BIODIVERSITY = "5", _("Biological diversity")
    MITIGATION = "6", _("Climate change: mitigation")
    ADAPTATION = "7", _("Climate change: adaptation")
    DESERTIFICATION = "8", _("Desertification")
    HEALTH = "9", _("Health of mothers, newborns and children")
    DISASTERS = "10", _("Disaster risk reduction")
    DISABILITY = "11", _("Disability")
    NUTRITION = "12", _("Nutrition")

    @property
    def significances(self) -> list[tuple[str, StrOrPromise]]:
        """How much an edition can be about it, by code; two markers have more to choose from."""
        if self == self.HEALTH:
            return HEALTH_SHARES
        return SIGNIFICANCES if self == self.DESERTIFICATION else SIGNIFICANCES[:3]


SIGNIFICANCES: list[tuple[str, StrOrPromise]] = [
    ("0", _("looked at, and not an objective")),
    ("1", _("a significant objective")),
    ("2", _("the principal objective")),
    ("3", _("the principal objective, in support of an action programme")),
]
HEALTH_SHARES: list[tuple[str, StrOrPromise]] = [
    ("0", _("little of the money or none")),
    ("1", _("at least a quarter of the money")),
    ("2", _("half of the money")),
    ("3", _("most of the money, not all")),
    ("4", _("the explicit primary objective")),
]
"""The DAC asks of the health of mothers and children how much of the money is for it (2014)."""


def marker_words(marked: str) -> str:
    """A marker with its significance, such as ``1:2``, in words."""
    marker, _colon, significance = marked.partition(":")
    chosen = PolicyMarker(marker)
    return f"{chosen.label}: {dict(chosen.significances)[significance]}"
