"""The words of this room: what the panel decides, and of whom."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


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


# --- scoring -----------------------------------------------------------------------------------------------


class Phase(models.TextChoices):
    """When somebody scored: alone before the panel met, or after it had spoken; the two are kept apart."""

    BEFORE = "before", _("Before the meeting")
    AFTER = "after", _("After the meeting")


class Recommendation(models.TextChoices):
    """What a panel member would do."""

    YES = "yes", _("Take")
    RESERVE = "reserve", _("Keep as a reserve")
    NO = "no", _("Do not take")
    DISCUSS = "discuss", _("Discuss")


class ConflictKind(models.TextChoices):
    """Why a panel member does not score somebody."""

    COUNTRY = "country", _("My own country, or one I speak for")
    RELATED = "related", _("Related, a friend, or in business together")
    WORK = "work", _("Works or has worked with me")


# --- proposals ---------------------------------------------------------------------------------------------


class ProposalState(models.TextChoices):
    """How far a proposal is worked out; only :mod:`balai.selection.services.proposing` changes it."""

    WAITING = "waiting", _("Waiting for the worker")
    WORKING = "working", _("Being worked out")
    DONE = "done", _("Worked out and checked")
    REFUSED = "refused", _("Refused by the checker")
    FAILED = "failed", _("Ended without an answer")
    CANCELLED = "cancelled", _("Cancelled")


class OfferKind(models.TextChoices):
    """What a nominee is told after the decision."""

    PLACE = "place", _("Offer of a place")
    RESERVE = "reserve", _("Place on the reserve list")
    REGRET = "regret", _("Regret")


class OfferState(models.TextChoices):
    """Where an offer is; it changes only in the services of this room."""

    SENT = "sent", _("Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("of an offer", "Accepted")
    DECLINED = "declined", _("Declined")
    LAPSED = "lapsed", _("Lapsed without an answer")
    WITHDRAWN = "withdrawn", _("Taken back")
    OVERTAKEN = "overtaken", _("Somebody else confirmed first")
    CLOSED = "closed", _("Answered by a later letter")


class Rung(models.TextChoices):
    """On which step of the ladder somebody got an offer."""

    DECISION = "decision", _("By the panel’s decision")
    COUNTRY = "country", _("Alternate of the same country")
    REGION = "region", _("From the other countries, by points")
    HOST = "host", _("Host country, last resort")


class DeclineReason(models.TextChoices):
    """Why a place is not taken, as far as statistics need to know."""

    WORK = "work", _("Work does not allow it")
    EMPLOYER = "employer", _("The employer does not release me")
    HEALTH = "health", _("Health")
    FAMILY = "family", _("Family")
    VISA = "visa", _("Passport or visa")
    OTHER = "other", _("Another reason")


class EndReason(models.TextChoices):
    """Why somebody who had confirmed does not take part."""

    WORK = "work", _("Work")
    EMPLOYER = "employer", _("Recalled by the employer")
    HEALTH = "health", _("Illness")
    FAMILY = "family", _("Illness or death in the family")
    VISA = "visa", _("Visa refused or not in time")
    COUNTRY = "country", _("Recalled by the country")
    CONDUCT = "conduct", _("The office took the place back")
    NO_SHOW = "no-show", _("Did not arrive")
    OTHER = "other", _("Another reason for leaving")


class NameReason(models.TextChoices):
    """Why the name of a participant is corrected."""

    PASSPORT = "passport", _("The passport prints it otherwise")
    ASKED = "asked", _("The participant asked for it")
    TYPED = "typed", _("It was mistyped here")


class ParticipantState(models.TextChoices):
    """Whether somebody who confirmed still comes."""

    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrew")
    RELEASED = "released", _("Released by the office")


class Attendance(models.TextChoices):
    """How somebody takes part."""

    IN_PERSON = "in-person", _("At the place")
    ONLINE = "online", _("Online")


class RoomWish(models.TextChoices):
    """Whether a room may be shared."""

    TWIN = "twin", _("I can share a room")
    SINGLE = "single", _("I need a room of my own")


class PhotoLevel(models.TextChoices):
    """How far photos and words of somebody may go."""

    NONE = "none", _("No photos of me")
    INTERNAL = "internal", _("Only for participants and organisers")
    PUBLIC = "public", _("In public, without my name")
    NAMED = "named", _("In public, with my name")


class Diet(models.TextChoices):
    """What somebody eats, as kitchens count it."""

    ANY = "any", _("Everything")
    HALAL = "halal", _("Halal")
    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    JAIN = "jain", _("Jain")
    NO_BEEF = "no-beef", _("No beef")
    NO_PORK = "no-pork", _("No pork")


class KeptDays(models.TextChoices):
    """Days that somebody keeps free of work for their faith."""

    SABBATH = "sabbath", _("The Sabbath, from sunset on Friday to sunset on Saturday")
    SUNDAY = "sunday", _("Sunday mornings, for a service")
    UPOSATHA = "uposatha", _("Uposatha, the days of the new and of the full moon")
