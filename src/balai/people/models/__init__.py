from balai.people.models.account import Account
from balai.people.models.person import Person

__all__ = ["Account", "Person"]
