"""What several rooms tell together, over the API: tasks, search, and the trail.

The trail is here because it lies below those who may read it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router, Schema

from balai.audit.models import Deed, Look
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope
from balai.portal.queries.gathered import found, open_tasks

trail = Router()
gathered = Router()
READ_TRAIL = needs(TokenScope.TRAIL_READ, Role.ADMINISTRATOR, Role.AUDITOR, Role.API_CLIENT, everywhere=True)
OWN = needs(TokenScope.OWN_READ)
NEWEST_FIRST = ("-at", "-id")


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


class LookOut(Schema):
    """One look at restricted data: who was shown what of whom, and what for."""

    id: UUID
    at: datetime
    actor: str
    subject: str
    field: str
    purpose: str


class LookPage(Schema):
    """Some looks, and where the next page begins."""

    items: list[LookOut]
    after: str


class TaskOut(Schema):
    """One thing that waits for the caller; `state` is late, block, due or wait, `url` leads to the deed."""

    state: str
    what: str
    why: str
    by: str
    left: str
    url: str


class HitOut(Schema):
    """One thing that was found, and the address of its page."""

    title: str
    line: str
    url: str


class FoundOut(Schema):
    """What was found of one kind; at most ten, best first."""

    kind: str
    hits: list[HitOut]


@trail.get("", response=DeedPage, operation_id="list_deeds", **READ_TRAIL)
def list_deeds(request: Caller, subject: str = "", after: str = "") -> DeedPage:
    """List deeds, newest first; `subject` names one thing, as in `person:0190…`."""
    deeds = Deed.objects.filter(subject=subject) if subject else Deed.objects.all()
    page = page_of(deeds, order=NEWEST_FIRST, after=after)
    return DeedPage(items=[DeedOut.from_orm(deed) for deed in page.rows], after=page.after)


@trail.get("looks", response=LookPage, operation_id="list_looks", **READ_TRAIL)
def list_looks(request: Caller, subject: str = "", after: str = "") -> LookPage:
    """List looks at restricted data, newest first; `subject` names one person, as in `person:0190…`."""
    looks = Look.objects.filter(subject=subject) if subject else Look.objects.all()
    page = page_of(looks, order=NEWEST_FIRST, after=after)
    return LookPage(items=[LookOut.from_orm(look) for look in page.rows], after=page.after)


@gathered.get("tasks", response=list[TaskOut], operation_id="list_my_tasks", **OWN)
def list_my_tasks(request: Caller) -> list[TaskOut]:
    """List what waits for the caller, most urgent first."""
    return [
        TaskOut(
            state=move.state,
            what=str(move.what),
            why=str(move.why),
            by=str(move.by),
            left=str(move.left),
            url=move.deed.url if move.deed else "",
        )
        for move in open_tasks(request, at=timezone.now())
    ]


@gathered.get("search", response=list[FoundOut], operation_id="search", **OWN)
def search(request: Caller, words: str) -> list[FoundOut]:
    """Find people, letters and whatever else the caller may see, by kind."""
    return [
        FoundOut(
            kind=str(group.kind),
            hits=[HitOut(title=str(hit.title), line=str(hit.line), url=hit.url) for hit in group.hits],
        )
        for group in found(request, words)
    ]
