from balai.nominations.models.application import Application, Endorsement, Submission
from balai.nominations.models.call import CallContact, CallCopy, CallLetter, CountryCall, ReturnedPlaces
from balai.nominations.models.judgement import RuleResult, Waiver
from balai.nominations.models.nomination import Nomination
from balai.nominations.models.profile import Document, Profile, RequiredDocument

__all__ = [
    "Application",
    "CallContact",
    "CallCopy",
    "CallLetter",
    "CountryCall",
    "Document",
    "Endorsement",
    "Nomination",
    "Profile",
    "RequiredDocument",
    "ReturnedPlaces",
    "RuleResult",
    "Submission",
    "Waiver",
]
