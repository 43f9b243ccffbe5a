"""Nominations and applications over the API; the deeds and rules are those of the pages.

Of what is sealed about somebody else, documents alone are here, each opened for a person whose duty needs it,
with a look that is logged. Passport, needs, faith and health are not: a look at those is for a page that says
what it is for. A nominee reads and writes all of the own application; that too is a look, and logged.
"""

from __future__ import annotations

from ninja import Router

from balai.nominations.api.applications import router as applications
from balai.nominations.api.asking import router as asking
from balai.nominations.api.calls import router as calls
from balai.nominations.api.documents import router as documents
from balai.nominations.api.judging import router as judging
from balai.nominations.api.lists import router as lists
from balai.nominations.api.statements import router as statements

router = Router()
# Own applications first: “applications/…/send” would else be the list of an edition of that name.
for part in (applications, documents, statements, calls, asking, judging, lists):
    router.add_router("", part)

__all__ = ["router"]
