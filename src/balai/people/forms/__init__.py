from balai.people.forms.administration import (
    GrantForm,
    InviteForm,
    MergeForm,
    PeopleFilter,
    PersonForm,
    SystemForm,
)
from balai.people.forms.own import OwnDetailsForm, TokenForm
from balai.people.forms.signing_in import AcceptForm

__all__ = [
    "AcceptForm",
    "GrantForm",
    "InviteForm",
    "MergeForm",
    "OwnDetailsForm",
    "PeopleFilter",
    "PersonForm",
    "SystemForm",
    "TokenForm",
]
