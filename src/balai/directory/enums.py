"""The words of this room: kinds of bodies, organisations and rooms, safety, visas, and how sure a fact is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Certainty(models.TextChoices):
    """How sure a fact is."""

    KNOWN = "known", _("Known")  # from an official source
    PRINTED = "printed", _("Printed")  # the press or a report says so; nobody has checked it
    ASSUMED = "assumed", _("Assumed")


class Precision(models.TextChoices):
    """How exactly a date is known; the rest of the date is filled in (1963 is stored as 1963-01-01)."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")


class BodyKind(models.TextChoices):
    """What a body is."""

    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organisation")
    GROUPING = "grouping", _("Group of countries")  # a list such as that of the least developed countries
    ORGAN = "organ", _("Organ")  # a council, a consultative committee
    PILLAR = "pillar", _("Programme pillar")  # such as Private Sector Development


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    MINISTRY = "ministry", _("Ministry")
    AGENCY = "agency", _("Agency")
    CENTRE = "centre", _("Centre")
    SECRETARIAT = "secretariat", pgettext_lazy("kind of organisation", "Secretariat")
    EMBASSY = "embassy", _("Embassy")
    COMPANY = "company", _("Company")
    SME = "sme", _("Small or medium enterprise")
    ASSOCIATION = "association", _("Association")
    OTHER = "other", pgettext_lazy("kind of organisation", "Other")


class OrganisationRole(models.TextChoices):
    """What an organisation can be to programmes; one may be several."""

    HOST_MINISTRY = "host_ministry", _("Host ministry")
    IMPLEMENTING_AGENCY = "implementing_agency", _("Implementing agency")
    FOCAL_MINISTRY = "focal_ministry", _("Coordinating ministry")
    SECRETARIAT = "secretariat", pgettext_lazy("kind of organisation", "Secretariat")
    FUNDER = "funder", _("Funder")
    HOST_CENTRE = "host_centre", _("Host centre")
    VENUE = "venue", _("Venue")
    VISITED = "visited", _("Visited enterprise")
    NOMINATING = "nominating", _("Nominating body")


class TravelMode(models.TextChoices):
    """How one gets from one site to another."""

    WALK = "walk", _("On foot")
    ROAD = "road", _("By road")
    RAIL = "rail", _("By rail")


class PhotoRule(models.TextChoices):
    """Whether visitors may take photographs at a site."""

    FREE = "free", _("Photographs are allowed")
    ASK = "ask", _("Ask before each photograph")
    MARKED = "marked", _("Only at marked places")
    FORBIDDEN = "forbidden", _("No photographs")


class PrayerPlace(models.TextChoices):
    """Where people can pray at a site."""

    UNKNOWN = "unknown", pgettext_lazy("prayer place", "Not known")
    ON_SITE = "on_site", _("Prayer room on the site")
    NEARBY = "nearby", _("Mosque or prayer room nearby")
    NONE = "none", pgettext_lazy("prayer place", "None")


class AccessTag(models.TextChoices):
    """What makes a site accessible."""

    STEP_FREE = "step_free", _("Step-free entrance")
    LIFT = "lift", _("Lift")
    TOILET = "toilet", _("Accessible toilet")
    PARKING = "parking", _("Parking near the entrance")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    GUIDE_PATH = "guide_path", _("Guide path for blind people")


class CanteenTag(models.TextChoices):
    """What a canteen can serve."""

    HALAL = "halal", _("Halal")
    VEGETARIAN = "vegetarian", _("Vegetarian")
    VEGAN = "vegan", _("Vegan")
    JAIN = "jain", _("Jain")
    NO_BEEF = "no_beef", _("Without beef")
    NO_PORK = "no_pork", _("Without pork")
    GLUTEN_FREE = "gluten_free", _("Gluten-free")
    LACTOSE_FREE = "lactose_free", _("Lactose-free")
    NUT_FREE = "nut_free", _("Nut-free")


class ProtectionTag(models.TextChoices):
    """What visitors must wear."""

    HELMET = "helmet", _("Helmet")
    GLASSES = "glasses", _("Safety glasses")
    EARS = "ears", _("Ear protection")
    GLOVES = "gloves", _("Gloves")
    SHOES = "shoes", _("Closed or safety shoes")
    COAT = "coat", _("Work coat")
    MASK = "mask", _("Mask")


class RoomKind(models.TextChoices):
    """What a room is for."""

    ROOM = "room", _("Room")
    HALL = "hall", _("Hall")
    WORKSHOP = "workshop", _("Workshop")
    PRAYER_ROOM = "prayer_room", _("Prayer room")


class SafetyClass(models.TextChoices):
    """What must have happened before a trainee touches a machine."""

    OPEN = "open", _("No special care")
    BRIEFED = "briefed", _("After the safety briefing")
    SUPERVISED = "supervised", _("Only beside a supervisor")
    SHOWN = "shown", _("Only shown, never touched")


class AvailabilityKind(models.TextChoices):
    """What a resource person said about a stretch of days."""

    AVAILABLE = "available", _("Available")
    TENTATIVE = "tentative", _("Perhaps")
    UNAVAILABLE = "unavailable", _("Not available")


class PassportType(models.TextChoices):
    """Kinds of passports, as visa rules tell them apart."""

    ORDINARY = "ordinary", _("Ordinary passport")
    SERVICE = "service", _("Service passport")
    DIPLOMATIC = "diplomatic", _("Diplomatic passport")


class VisaKind(models.TextChoices):
    """How a national of one country may enter another."""

    EXEMPT = "exempt", _("No visa needed")
    ON_ARRIVAL = "on_arrival", _("Visa on arrival")
    ELECTRONIC = "electronic", _("Electronic visa")
    EMBASSY = "embassy", _("Visa from an embassy")
    CALLING = "calling", _("Calling visa, after clearance by several agencies")


class DeclaredKind(models.TextChoices):
    """What a country declared about days that lists do not know, or know otherwise."""

    HOLIDAY = "holiday", _("Public holiday")
    LEAVE = "leave", _("Collective leave: offices are closed")
    WORKED = "worked", _("Worked, although lists call it a day off")


class Language(models.TextChoices):
    """Languages to choose from in forms, BCP 47; the tables hold any."""

    ARABIC = "ar", _("Arabic")
    BENGALI = "bn", _("Bengali")
    BURMESE = "my", _("Burmese")
    CHINESE = "zh", _("Chinese")
    DARI = "prs", _("Dari")
    DHIVEHI = "dv", _("Dhivehi")
    DZONGKHA = "dz", _("Dzongkha")
    ENGLISH = "en", _("English")
    FILIPINO = "fil", _("Filipino")
    FRENCH = "fr", _("French")
    HINDI = "hi", _("Hindi")
    INDONESIAN = "id", _("Indonesian")
    JAPANESE = "ja", _("Japanese")
    KHMER = "km", _("Khmer")
    KOREAN = "ko", _("Korean")
    LAO = "lo", _("Lao")
    MALAY = "ms", _("Malay")
    MONGOLIAN = "mn", _("Mongolian")
    NEPALI = "ne", _("Nepali")
    PASHTO = "ps", _("Pashto")
    PERSIAN = "fa", _("Persian")
    PORTUGUESE = "pt", _("Portuguese")
    RUSSIAN = "ru", _("Russian")
    SINHALA = "si", _("Sinhala")
    SPANISH = "es", _("Spanish")
    TAMIL = "ta", _("Tamil")
    TETUM = "tet", _("Tetum")
    THAI = "th", _("Thai")
    URDU = "ur", _("Urdu")
    VIETNAMESE = "vi", _("Vietnamese")
