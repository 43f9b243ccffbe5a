from balai.nominations.models.call import CallContact, CallLetter, CountryCall, ReturnedPlaces
from balai.nominations.models.judgement import RuleResult, Waiver
from balai.nominations.models.nomination import Nomination

__all__ = [
    "CallContact",
    "CallLetter",
    "CountryCall",
    "Nomination",
    "ReturnedPlaces",
    "RuleResult",
    "Waiver",
]
