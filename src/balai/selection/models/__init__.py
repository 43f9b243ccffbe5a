from balai.selection.models.decision import Decision, Verdict
from balai.selection.models.panel import (
    ConflictOfInterest,
    Mark,
    PanelDeclaration,
    Reading,
    ScoreSheet,
    SelectionPlan,
)
from balai.selection.models.proposal import Lock, Proposal, Signature

__all__ = [
    "ConflictOfInterest",
    "Decision",
    "Lock",
    "Mark",
    "PanelDeclaration",
    "Proposal",
    "Reading",
    "ScoreSheet",
    "SelectionPlan",
    "Signature",
    "Verdict",
]
