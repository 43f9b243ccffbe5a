from balai.selection.models.decision import Decision, Verdict
from balai.selection.models.offer import NumberedPlace, Offer, OfferTerms, PlaceMove, Renomination
from balai.selection.models.panel import (
    ConflictOfInterest,
    Mark,
    PanelDeclaration,
    Reading,
    ScoreSheet,
    SelectionPlan,
)
from balai.selection.models.papers import TravelPapers
from balai.selection.models.participant import Participant
from balai.selection.models.proposal import Lock, Proposal, Signature

__all__ = [
    "ConflictOfInterest",
    "Decision",
    "Lock",
    "Mark",
    "NumberedPlace",
    "Offer",
    "OfferTerms",
    "PanelDeclaration",
    "Participant",
    "PlaceMove",
    "Proposal",
    "Reading",
    "Renomination",
    "ScoreSheet",
    "SelectionPlan",
    "Signature",
    "TravelPapers",
    "Verdict",
]
