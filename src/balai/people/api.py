"""Persons and what they may do, over the API."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Field, Router, Schema, Status
from pydantic import AfterValidator

from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import EVERYWHERE, Role, TokenScope
from balai.people.models import ApiToken, Grant, Person
from balai.people.queries import identities_of, persons_matching
from balai.people.services.persons import create_person as record_person
from balai.people.services.roles import end_grant as end_role
from balai.people.services.roles import grant_role as give_role

router = Router()
READ = needs(TokenScope.PEOPLE_READ, Role.ADMINISTRATOR, Role.AUDITOR, Role.API_CLIENT, everywhere=True)
ADMINISTER = needs(TokenScope.PEOPLE_WRITE, Role.ADMINISTRATOR, everywhere=True)
"""A program has no person who could answer for a role that is given."""

OWN = needs(TokenScope.OWN_READ)
NEWEST_FIRST = ("-since", "-id")


def _is_address(email: str) -> str:
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise ValueError(str(error.message)) from error
    return email


def _is_language(code: str) -> str:
    if code not in dict(settings.LANGUAGES):
        raise ValueError(gettext("There is no such language here."))
    return code


def _is_time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(gettext("There is no such time zone. Write one such as Asia/Jakarta."))
    return name


class PersonIn(Schema):
    """Somebody to record; `language` and `time_zone` are those in which they are written to."""

    name: str = Field(min_length=1, max_length=200)
    email: Annotated[str, AfterValidator(_is_address)] = Field("", max_length=254)
    language: Annotated[str, AfterValidator(_is_language)] = "en"
    time_zone: Annotated[str, AfterValidator(_is_time_zone)] = "UTC"


class PersonOut(Schema):
    """A person, without anything restricted."""

    id: UUID
    name: str
    email: str
    language: str
    time_zone: str


class PersonPage(Schema):
    """Some persons, and where the next page begins."""

    items: list[PersonOut]
    after: str


class GrantIn(Schema):
    """A role to give; `scope` is `all`, or one thing, as in `country:BT`."""

    role: Role
    scope: str = Field(EVERYWHERE, max_length=64)


class GrantOut(Schema):
    """A role that somebody holds, held, or will hold."""

    id: UUID
    role: str
    scope: str
    since: datetime
    until: datetime | None


class GrantPage(Schema):
    """Some roles of one person, and where the next page begins."""

    person: PersonOut
    items: list[GrantOut]
    after: str


class MeOut(Schema):
    """Who is calling, and as what."""

    account: UUID
    person: PersonOut | None
    grants: list[GrantOut]


class TokenOut(Schema):
    """A token of the caller; its secret was shown once and is kept nowhere."""

    id: UUID
    label: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_on: date | None


class TokenPage(Schema):
    """Some tokens, and where the next page begins."""

    items: list[TokenOut]
    after: str


@router.get("me", response=MeOut, operation_id="get_me", **OWN)
def get_me(request: Caller) -> MeOut:
    """Say who is calling, and which roles are held now."""
    account = request.auth
    return MeOut(
        account=account.pk,
        person=None if account.person is None else PersonOut.from_orm(account.person),
        grants=[
            GrantOut.from_orm(grant) for grant in sorted(request.grants, key=lambda g: (g.role, g.scope))
        ],
    )


@router.get("me/tokens", response=TokenPage, operation_id="list_my_tokens", **OWN)
def list_my_tokens(request: Caller, after: str = "") -> TokenPage:
    """List the tokens of the caller, newest first."""
    tokens = ApiToken.objects.filter(account=request.auth)
    page = page_of(tokens, order=["-created_at", "-id"], after=after)
    return TokenPage(items=[TokenOut.from_orm(token) for token in page.rows], after=page.after)


@router.get("", response=PersonPage, operation_id="list_people", **READ)
def list_people(request: Caller, words: str = "", after: str = "") -> PersonPage:
    """List persons by name; `words` must all occur in name or e-mail address."""
    page = page_of(persons_matching(words), order=["name", "id"], after=after)
    return PersonPage(items=[PersonOut.from_orm(person) for person in page.rows], after=page.after)


@router.post("", response={201: PersonOut}, operation_id="create_person", **ADMINISTER)
def create_person(request: Caller, given: PersonIn) -> Status[Person]:
    """Record a person, who needs no account."""
    person = record_person(**given.dict(), actor=request.auth.person, at=timezone.now())
    return Status(201, person)


@router.get("{uuid:person_id}", response=PersonOut, operation_id="get_person", **READ)
def get_person(request: Caller, person_id: UUID) -> Person:
    """Show one person."""
    return get_object_or_404(Person, pk=person_id)


@router.get("{uuid:person_id}/grants", response=GrantPage, operation_id="list_grants", **READ)
def list_grants(request: Caller, person_id: UUID, after: str = "") -> GrantPage:
    """List the roles of a person, ended ones too, newest first; those of double records are theirs."""
    person = get_object_or_404(Person, pk=person_id)
    grants = Grant.objects.filter(person__in=identities_of(person))
    page = page_of(grants, order=NEWEST_FIRST, after=after)
    return GrantPage(
        person=PersonOut.from_orm(person),
        items=[GrantOut.from_orm(grant) for grant in page.rows],
        after=page.after,
    )


@router.post("{uuid:person_id}/grants", response={201: GrantOut}, operation_id="grant_role", **ADMINISTER)
def grant_role(request: Caller, person_id: UUID, given: GrantIn) -> Status[Grant]:
    """Give a person a role from now on."""
    person = get_object_or_404(Person, pk=person_id)
    grant = give_role(
        person=person, role=given.role, scope=given.scope, actor=request.auth.person, at=timezone.now()
    )
    return Status(201, grant)


@router.post("grants/{uuid:grant_id}/end", response=GrantOut, operation_id="end_grant", **ADMINISTER)
def end_grant(request: Caller, grant_id: UUID) -> Grant:
    """Take a role away from now on; that it was held stays on record."""
    grant = get_object_or_404(Grant, pk=grant_id)
    return end_role(grant=grant, actor=request.auth.person, at=timezone.now())
