"""The rows of this room."""

from __future__ import annotations

from balai.alumni.models.entry import AlumnusEntry
from balai.alumni.models.expert import ExpertOffer
from balai.alumni.models.group import AlumniGroup, GroupLeader, GroupLetter, Silence
from balai.alumni.models.invitation import AlumniInvitation

__all__ = [
    "AlumniGroup",
    "AlumniInvitation",
    "AlumnusEntry",
    "ExpertOffer",
    "GroupLeader",
    "GroupLetter",
    "Silence",
]
