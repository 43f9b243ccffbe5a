"""The trail over the API. Here, because the trail lies below those who may read it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from balai.audit.models import Deed
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope

router = Router()


class DeedOut(Schema):
    """One deed: who did what to what, and when; references and codes only."""

    id: UUID
    at: datetime
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


class DeedPage(Schema):
    """Some deeds, and where the next page begins."""

    items: list[DeedOut]
    after: str


@router.get(
    "",
    response=DeedPage,
    operation_id="list_deeds",
    **needs(TokenScope.TRAIL_READ, Role.ADMINISTRATOR, Role.AUDITOR, Role.API_CLIENT, everywhere=True),
)
def list_deeds(request: Caller, subject: str = "", after: str = "") -> DeedPage:
    """List deeds, newest first; `subject` names one thing, as in `person:0190…`."""
    deeds = Deed.objects.filter(subject=subject) if subject else Deed.objects.all()
    page = page_of(deeds, order=["-at", "-id"], after=after)
    return DeedPage(items=[DeedOut.from_orm(deed) for deed in page.rows], after=page.after)
