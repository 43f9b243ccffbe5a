from balai.directory.models.base import DirectoryRecord, Recorded
from balai.directory.models.body import Body, Membership
from balai.directory.models.calendar import DeclaredDay
from balai.directory.models.country import Country
from balai.directory.models.knowledge import Availability, ResourcePerson, Technology, Topic
from balai.directory.models.organisation import Contact, Organisation
from balai.directory.models.site import Closure, Machine, OpeningHours, Room, Site, TravelTime
from balai.directory.models.visa import VisaRoute

__all__ = [
    "Availability",
    "Body",
    "Closure",
    "Contact",
    "Country",
    "DeclaredDay",
    "DirectoryRecord",
    "Machine",
    "Membership",
    "OpeningHours",
    "Organisation",
    "Recorded",
    "ResourcePerson",
    "Room",
    "Site",
    "Technology",
    "Topic",
    "TravelTime",
    "VisaRoute",
]
