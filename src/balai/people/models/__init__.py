from balai.people.enums import EVERYWHERE
from balai.people.models.account import Account
from balai.people.models.consent import Consent, ConsentText
from balai.people.models.grant import Grant
from balai.people.models.invitation import Invitation
from balai.people.models.person import Person
from balai.people.models.token import ApiToken

__all__ = ["EVERYWHERE", "Account", "ApiToken", "Consent", "ConsentText", "Grant", "Invitation", "Person"]
