"""The lights of this room: from mandate, money and organisers to lessons and risks.

Each says a rule that must be true, who answers for it and by when, and names what is missing one by one. They
look at an edition that was read with its life (:mod:`balai.programmes.queries.life`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.programmes.adapters.lights.basis import mandate, money, organisers
from balai.programmes.adapters.lights.offer import booklet, curriculum, deadlines, places
from balai.programmes.adapters.lights.preparing import lessons, people, risks, sites

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.programmes.registries import LightSource

LIGHTS: Mapping[str, LightSource] = {
    "mandate": mandate,
    "money": money,
    "organisers": organisers,
    "curriculum": curriculum,
    "places": places,
    "deadlines": deadlines,
    "booklet": booklet,
    "people": people,
    "sites": sites,
    "lessons": lessons,
    "risks": risks,
}
"""By name; the number says where it stands among those of other rooms."""
