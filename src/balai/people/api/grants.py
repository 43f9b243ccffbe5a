"""Roles over the API: who holds which, giving one, and ending it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.api.common import ADMINISTER, READ, GrantOut, PersonOut, router
from balai.people.authentication import Caller
from balai.people.enums import EVERYWHERE, Role
from balai.people.models import Grant, Person
from balai.people.queries import identities_of
from balai.people.services.roles import end_grant as end_role
from balai.people.services.roles import grant_role as give_role

NEWEST_FIRST = ("-since", "-id")


class GrantIn(Schema):
    """A role to give; `scope` is `all`, or one thing, as in `country:BT`."""

    role: Role
    scope: str = Field(EVERYWHERE, max_length=64)


class GrantPage(Schema):
    """Some roles of one person, and where the next page begins."""

    person: PersonOut
    items: list[GrantOut]
    after: str


@router.get("{uuid:person_id}/grants", response=GrantPage, operation_id="list_grants", **READ)
def list_grants(request: Caller, person_id: UUID, after: str = "") -> dict[str, Any]:
    """List the roles of a person, ended ones too, newest first; those of double records are theirs."""
    person = get_object_or_404(Person, pk=person_id)
    grants = Grant.objects.filter(person__in=identities_of(person))
    page = page_of(grants, order=NEWEST_FIRST, after=after)
    return {"person": person, "items": page.rows, "after": page.after}


@router.post("{uuid:person_id}/grants", response={201: GrantOut}, operation_id="grant_role", **ADMINISTER)
def grant_role(request: Caller, person_id: UUID, given: GrantIn) -> Status[Grant]:
    """Give a person a role from now on."""
    person = get_object_or_404(Person, pk=person_id)
    grant = give_role(
        person=person, role=given.role, scope=given.scope, actor=request.auth.person, at=clock.now()
    )
    return Status(201, grant)


@router.post("grants/{uuid:grant_id}/end", response=GrantOut, operation_id="end_grant", **ADMINISTER)
def end_grant(request: Caller, grant_id: UUID) -> Grant:
    """Take a role away from now on; that it was held stays on record."""
    grant = get_object_or_404(Grant, pk=grant_id)
    return end_role(grant=grant, actor=request.auth.person, at=clock.now())
