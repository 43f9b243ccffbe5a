"""Selection over the API: proposals, decisions, offers, places and participants; and a member's dossiers.

The deeds and rules are those of the pages. A dossier tells nothing of who it is; no answer holds
the scores of others, nor anything sealed.
"""

from __future__ import annotations

from ninja import Router

from balai.selection.api.decisions import router as decisions
from balai.selection.api.locks import router as locks
from balai.selection.api.own import router as own
from balai.selection.api.panel import router as panel
from balai.selection.api.participants import router as participants
from balai.selection.api.places import router as places
from balai.selection.api.signing import router as signing

router = Router()
for room in (decisions, locks, signing, places, participants, own, panel):
    router.add_router("", room)

__all__ = ["router"]
