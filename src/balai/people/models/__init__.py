from balai.people.enums import EVERYWHERE
from balai.people.models.account import Account
from balai.people.models.consent import Consent, ConsentText
from balai.people.models.grant import Grant
from balai.people.models.invitation import Invitation
from balai.people.models.person import Person
from balai.people.models.rights import (
    CLOCK,
    Breach,
    LegalHold,
    PersonCopy,
    RetentionRule,
    RightsRequest,
)
from balai.people.models.token import ApiToken

__all__ = [
    "CLOCK",
    "EVERYWHERE",
    "Account",
    "ApiToken",
    "Breach",
    "Consent",
    "ConsentText",
    "Grant",
    "Invitation",
    "LegalHold",
    "Person",
    "PersonCopy",
    "RetentionRule",
    "RightsRequest",
]
