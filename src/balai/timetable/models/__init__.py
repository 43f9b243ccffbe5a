"""Groups, what planning is asked, timetables, slots, bookings, vehicles, confirmations, own calendars."""

from balai.timetable.models.asked import Hindrance, PlanningTerms, Search
from balai.timetable.models.booking import Booking
from balai.timetable.models.calendar import CalendarAddress
from balai.timetable.models.confirmation import Confirmation
from balai.timetable.models.group import GroupMember
from balai.timetable.models.plan import Session, Slot, SlotMachine, SlotPerson, Timetable
from balai.timetable.models.standing import StandIn
from balai.timetable.models.vehicle import Vehicle, VehicleRide

__all__ = [
    "Booking",
    "CalendarAddress",
    "Confirmation",
    "GroupMember",
    "Hindrance",
    "PlanningTerms",
    "Search",
    "Session",
    "Slot",
    "SlotMachine",
    "SlotPerson",
    "StandIn",
    "Timetable",
    "Vehicle",
    "VehicleRide",
]
