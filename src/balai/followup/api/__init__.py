"""Action plans, country reports, and what became of them, over the API."""

from __future__ import annotations

from ninja import Router

from balai.followup.api.country_reports import router as country_reports
from balai.followup.api.own import router as own
from balai.followup.api.plans import router as plans
from balai.followup.api.tracking import router as tracking

router = Router()
for room in (plans, country_reports, tracking, own):
    router.add_router("", room)

__all__ = ["router"]
