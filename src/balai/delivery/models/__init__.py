"""Who was at which session, with all it takes to note it; practice; feedback; materials; gate lists."""

from balai.delivery.models.device import CheckInCode, Device, PresenceTerms
from balai.delivery.models.door import Kiosk, PaperRow, PaperSheet
from balai.delivery.models.feedback import FeedbackAnswer, FeedbackToken
from balai.delivery.models.gate import GateList, GateName
from balai.delivery.models.material import Material, MaterialCount, MaterialRendition, MaterialVersion
from balai.delivery.models.practice import (
    PracticeProduct,
    PracticeSignature,
    PracticeStep,
    PracticeTask,
    SafetyBriefing,
    SignOff,
)
from balai.delivery.models.presence import Conflict, Presence, Scan

__all__ = [
    "CheckInCode",
    "Conflict",
    "Device",
    "FeedbackAnswer",
    "FeedbackToken",
    "GateList",
    "GateName",
    "Kiosk",
    "Material",
    "MaterialCount",
    "MaterialRendition",
    "MaterialVersion",
    "PaperRow",
    "PaperSheet",
    "PracticeProduct",
    "PracticeSignature",
    "PracticeStep",
    "PracticeTask",
    "Presence",
    "PresenceTerms",
    "SafetyBriefing",
    "Scan",
    "SignOff",
]
