"""Persons over the API."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import Role, TokenScope
from balai.people.models import Person
from balai.people.queries import grants_held_by, persons_matching

router = Router()


class PersonOut(Schema):
    """A person, without anything restricted."""

    id: UUID
    name: str
    language: str


class PersonPage(Schema):
    """Some persons, and where the next page begins."""

    items: list[PersonOut]
    after: str


class GrantOut(Schema):
    """A role that is held now."""

    role: str
    scope: str
    since: datetime
    until: datetime | None


class MeOut(Schema):
    """Who is calling, and as what."""

    account: UUID
    person: PersonOut | None
    grants: list[GrantOut]


@router.get("me", response=MeOut, operation_id="get_me", **needs(TokenScope.PEOPLE_READ))
def get_me(request: Caller) -> MeOut:
    """Say who is calling, and which roles are held now."""
    account = request.auth
    grants = grants_held_by(account, at=timezone.now()).order_by("role", "scope")
    return MeOut(
        account=account.pk,
        person=None if account.person is None else PersonOut.from_orm(account.person),
        grants=[GrantOut.from_orm(grant) for grant in grants],
    )


@router.get(
    "",
    response=PersonPage,
    operation_id="list_people",
    **needs(TokenScope.PEOPLE_READ, Role.ADMINISTRATOR, Role.AUDITOR, Role.API_CLIENT, everywhere=True),
)
def list_people(request: Caller, search: str = "", after: str = "") -> PersonPage:
    """List persons by name; `search` looks in name and e-mail address."""
    page = page_of(persons_matching(search), order=["name", "id"], after=after)
    return PersonPage(items=[PersonOut.from_orm(person) for person in page.rows], after=page.after)


@router.get(
    "{uuid:person_id}",
    response=PersonOut,
    operation_id="get_person",
    **needs(TokenScope.PEOPLE_READ, Role.ADMINISTRATOR, Role.AUDITOR, Role.API_CLIENT, everywhere=True),
)
def get_person(request: Caller, person_id: UUID) -> Person:
    """Show one person."""
    return get_object_or_404(Person, pk=person_id)
