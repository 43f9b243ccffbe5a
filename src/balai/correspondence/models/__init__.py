from balai.correspondence.models.letter import DeliveryAttempt, Letter, LetterMention
from balai.correspondence.models.register import RegisterCounter, RegisterEntry
from balai.correspondence.models.reminder import Reminder
from balai.correspondence.models.template import LetterTemplate

__all__ = [
    "DeliveryAttempt",
    "Letter",
    "LetterMention",
    "LetterTemplate",
    "RegisterCounter",
    "RegisterEntry",
    "Reminder",
]
