"""Who was where, with all it takes; practice; feedback; materials; gate lists; tests; incidents."""

from balai.delivery.models.device import CheckInCode, Device, PresenceTerms
from balai.delivery.models.door import Kiosk, PaperRow, PaperSheet
from balai.delivery.models.feedback import FeedbackAnswer, FeedbackToken
from balai.delivery.models.gate import GateList, GateName
from balai.delivery.models.incident import Incident, IncidentEntry
from balai.delivery.models.material import Material, MaterialCount, MaterialRendition, MaterialVersion
from balai.delivery.models.outcome_test import (
    AnswerSheet,
    BankQuestion,
    FormQuestion,
    OutcomeTest,
    QuestionOption,
)
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
    "AnswerSheet",
    "BankQuestion",
    "CheckInCode",
    "Conflict",
    "Device",
    "FeedbackAnswer",
    "FeedbackToken",
    "FormQuestion",
    "GateList",
    "GateName",
    "Incident",
    "IncidentEntry",
    "Kiosk",
    "Material",
    "MaterialCount",
    "MaterialRendition",
    "MaterialVersion",
    "OutcomeTest",
    "PaperRow",
    "PaperSheet",
    "PracticeProduct",
    "PracticeSignature",
    "PracticeStep",
    "PracticeTask",
    "Presence",
    "PresenceTerms",
    "QuestionOption",
    "SafetyBriefing",
    "Scan",
    "SignOff",
]
