"""Calendars: days off, lunar months, prayer times, working days, deadlines, the date finder and iCalendar.

Everything is data in, data out; instants and dates are arguments. The libraries behind it load at the first
use of a function that needs them, not when a module is imported.
"""
