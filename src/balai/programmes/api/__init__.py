"""Programmes over the API: series, pledges, editions with all that belongs to them, and files.

The deeds and rules are those of the pages. Texts in several languages are objects from language to text; what
a record points to is given and told by its code. A list of an edition is read and kept whole, as on its page:
rows of cells, each a text, with the words that files use.
"""

from __future__ import annotations

from balai.programmes.api.common import router

# Operations stand in the contract in this order.
# isort: off
from balai.programmes.api import series
from balai.programmes.api import editions
from balai.programmes.api import decisions
from balai.programmes.api import lists
from balai.programmes.api import dates
from balai.programmes.api import booklets
from balai.programmes.api import documents
from balai.programmes.api import lessons
from balai.programmes.api import board
from balai.programmes.api import files
# isort: on

__all__ = [
    "board",
    "booklets",
    "dates",
    "decisions",
    "documents",
    "editions",
    "files",
    "lessons",
    "lists",
    "router",
    "series",
]
