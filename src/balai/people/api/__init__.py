"""Persons over the API: records and their merging, roles, invitations, what is one's own, and rights.

Consent is given on a page, where its words are read, and never here; here it is listed, and taken back.
"""

from __future__ import annotations

from balai.people.api.common import router

# Operations stand in the contract in this order.
# isort: off
from balai.people.api import own
from balai.people.api import persons
from balai.people.api import invitations
from balai.people.api import grants
from balai.people.api import rights
# isort: on

__all__ = ["grants", "invitations", "own", "persons", "rights", "router"]
