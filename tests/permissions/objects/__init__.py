"""What each view is tried with, room by room; a maker says what to aim at.

A module that is imported registers its makers; all are named here, so that nobody tries half of the views.
"""

from tests.permissions.objects import (
    account,
    certificates,
    delivery,
    directory,
    feedback,
    followup,
    letters,
    materials,
    newsroom,
    nominations,
    offers,
    office,
    people,
    portal,
    practice,
    programmes,
    programmes_api,
    rights,
    second_factor,
    selection,
    signing_in,
    timetable,
)

__all__ = [
    "account",
    "certificates",
    "delivery",
    "directory",
    "feedback",
    "followup",
    "letters",
    "materials",
    "newsroom",
    "nominations",
    "offers",
    "office",
    "people",
    "portal",
    "practice",
    "programmes",
    "programmes_api",
    "rights",
    "second_factor",
    "selection",
    "signing_in",
    "timetable",
]
