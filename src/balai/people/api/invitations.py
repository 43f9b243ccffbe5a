"""Invitations over the API: who was invited and has not come yet, and inviting somebody on record.

The link itself is told to nobody but its reader, in the letter that brings it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Schema, Status

from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.api.common import ADMINISTER, READ, PersonOut, router
from balai.people.authentication import Caller
from balai.people.models import Invitation, Person
from balai.people.queries import open_invitations
from balai.people.services.invitations import send_invitation


class InvitationOut(Schema):
    """An invitation that was not used; after `expires_at` its link opens nothing."""

    id: UUID
    person: PersonOut
    email: str
    made_at: datetime
    expires_at: datetime


class InvitationPage(Schema):
    """Some invitations, and where the next page begins."""

    items: list[InvitationOut]
    after: str


@router.get("invitations", response=InvitationPage, operation_id="list_invitations", **READ)
def list_invitations(request: Caller, after: str = "") -> dict[str, Any]:
    """List the newest invitation of everybody who was invited and has no account yet, newest first."""
    rows = open_invitations().select_related("person")
    page = page_of(rows, order=["-made_at", "-id"], after=after)
    return {"items": page.rows, "after": page.after}


@router.post(
    "{uuid:person_id}/invite", response={201: InvitationOut}, operation_id="invite_person", **ADMINISTER
)
def invite_person(request: Caller, person_id: UUID) -> Status[Invitation]:
    """Send somebody on record the link that opens their account; an earlier one stops working."""
    person = get_object_or_404(Person, pk=person_id)
    return Status(201, send_invitation(person=person, actor=request.auth.person, at=clock.now()))
