"""Delivery over the API: materials and gains, the running of a day, and reporting an incident."""

from __future__ import annotations

from ninja import Router

from balai.delivery.api.days import router as days
from balai.delivery.api.materials import router as materials

router = Router()
for room in (days, materials):
    router.add_router("", room)

__all__ = ["router"]
