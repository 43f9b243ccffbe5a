"""The judge: holds a timetable against the rulebook (T1 to T33, T41 to T52) with the standard library alone.

It shares nothing with the solver but the classes of problem and result. It counts minute by minute where the
solver reasons about intervals: slower, and by another road.
"""

from __future__ import annotations

from balai.engine.timetabling.check.breach import Breach
from balai.engine.timetabling.check.claims import (
    GRAVITY,
    breaches_around,
    disturbance,
    disturbed,
    misclaimed,
    misexplained,
    misrepaired,
)
from balai.engine.timetabling.check.rules import breaches, breaches_of
from balai.engine.timetabling.check.wishes import WISHES, costs

__all__ = [
    "GRAVITY",
    "WISHES",
    "Breach",
    "breaches",
    "breaches_around",
    "breaches_of",
    "costs",
    "disturbance",
    "disturbed",
    "misclaimed",
    "misexplained",
    "misrepaired",
]
