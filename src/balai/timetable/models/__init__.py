"""Groups, what planning is asked, timetables and their slots, what is booked, confirmations."""

from balai.timetable.models.asked import Hindrance, PlanningTerms, Search
from balai.timetable.models.booking import Booking
from balai.timetable.models.confirmation import Confirmation
from balai.timetable.models.group import GroupMember
from balai.timetable.models.plan import Session, Slot, SlotMachine, SlotPerson, Timetable

__all__ = [
    "Booking",
    "Confirmation",
    "GroupMember",
    "Hindrance",
    "PlanningTerms",
    "Search",
    "Session",
    "Slot",
    "SlotMachine",
    "SlotPerson",
    "Timetable",
]
