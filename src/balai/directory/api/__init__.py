"""The directory over the API: every kind to read, and the main deeds.

What a record points to is given and told by its code; texts in several languages are objects from language to
text. Changing sends only the columns that change.
"""

from __future__ import annotations

from balai.directory.api.common import router

# Operations stand in the contract in this order.
# isort: off
from balai.directory.api import countries
from balai.directory.api import organisations
from balai.directory.api import contacts
from balai.directory.api import sites
from balai.directory.api import times
from balai.directory.api import machines
from balai.directory.api import technologies
from balai.directory.api import resource_persons
from balai.directory.api import visa_routes
from balai.directory.api import declared_days
from balai.directory.api import records
# isort: on

__all__ = [
    "contacts",
    "countries",
    "declared_days",
    "machines",
    "organisations",
    "records",
    "resource_persons",
    "router",
    "sites",
    "technologies",
    "times",
    "visa_routes",
]
