"""Nominations and applications over the API; the deeds and rules are those of the pages.

Of what is sealed, documents alone are here, each opened for a person whose duty needs it, with a look that is
logged. Passport, needs, faith and health are not: a look at those is for a page that says what it is for.
"""

from __future__ import annotations

from ninja import Router

from balai.nominations.api.documents import router as documents
from balai.nominations.api.lists import router as lists

router = Router()
router.add_router("", lists)
router.add_router("", documents)

__all__ = ["router"]
