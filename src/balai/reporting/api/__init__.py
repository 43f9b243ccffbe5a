"""Spending, final reports and aid data over the API; the deeds and rules are those of the pages."""

from __future__ import annotations

from ninja import Router

from balai.reporting.api.reports import router as reports
from balai.reporting.api.spending import router as spending

router = Router()
for room in (spending, reports):
    router.add_router("", room)

__all__ = ["router"]
