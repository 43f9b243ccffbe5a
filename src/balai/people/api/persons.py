"""Records of persons: found, made, and brought together where one human being was recorded twice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.api.common import (
    ADMINISTER,
    READ,
    Address,
    ConsentPage,
    Language,
    PersonOut,
    TimeZone,
    router,
)
from balai.people.authentication import Caller
from balai.people.models import Person
from balai.people.queries import consents_of, persons_matching
from balai.people.services.merging import merge_persons
from balai.people.services.merging import undo_merge as take_merge_back
from balai.people.services.persons import create_person as record_person

ORDER = ("name", "id")


class PersonIn(Schema):
    """Somebody to record; `language` and `time_zone` are those in which they are written to."""

    name: str = Field(min_length=1, max_length=200)
    email: Address = Field("", max_length=254)
    language: Language = "en"
    time_zone: TimeZone = "UTC"


class PersonPage(Schema):
    """Some persons, and where the next page begins."""

    items: list[PersonOut]
    after: str


class MergeIn(Schema):
    """The record that stands for both from now on."""

    kept: UUID


@router.get("", response=PersonPage, operation_id="list_people", **READ)
def list_people(request: Caller, words: str = "", after: str = "") -> dict[str, Any]:
    """List persons by name; `words` must all occur in name or e-mail address."""
    page = page_of(persons_matching(words), order=ORDER, after=after)
    return {"items": page.rows, "after": page.after}


@router.post("", response={201: PersonOut}, operation_id="create_person", **ADMINISTER)
def create_person(request: Caller, given: PersonIn) -> Status[Person]:
    """Record a person, who needs no account."""
    person = record_person(**given.dict(), actor=request.auth.person, at=clock.now())
    return Status(201, person)


@router.get("{uuid:person_id}", response=PersonOut, operation_id="get_person", **READ)
def get_person(request: Caller, person_id: UUID) -> Person:
    """Show one person."""
    return get_object_or_404(Person, pk=person_id)


@router.get("{uuid:person_id}/doubles", response=PersonPage, operation_id="list_doubles", **READ)
def list_doubles(request: Caller, person_id: UUID, after: str = "") -> dict[str, Any]:
    """List the records that were merged into this one."""
    person = get_object_or_404(Person, pk=person_id)
    page = page_of(person.duplicates.all(), order=ORDER, after=after)
    return {"items": page.rows, "after": page.after}


@router.post("{uuid:person_id}/merge", response=PersonOut, operation_id="merge_person", **ADMINISTER)
def merge_person(request: Caller, person_id: UUID, given: MergeIn) -> Person:
    """Let this record and another stand for one person; nothing is moved, so it can be taken back."""
    duplicate = get_object_or_404(Person, pk=person_id)
    kept = get_object_or_404(Person, pk=given.kept)
    return merge_persons(duplicate=duplicate, kept=kept, actor=request.auth.person, at=clock.now())


@router.post("{uuid:person_id}/merge/undo", response=PersonOut, operation_id="undo_merge", **ADMINISTER)
def undo_merge(request: Caller, person_id: UUID) -> Person:
    """Let the two records stand for two persons again."""
    duplicate = get_object_or_404(Person, pk=person_id)
    return take_merge_back(duplicate=duplicate, actor=request.auth.person, at=clock.now())


@router.get("{uuid:person_id}/consents", response=ConsentPage, operation_id="list_consents", **READ)
def list_consents(request: Caller, person_id: UUID, after: str = "") -> dict[str, Any]:
    """List what a person agreed to, withdrawn consents too, newest first."""
    person = get_object_or_404(Person, pk=person_id)
    page = page_of(consents_of(person), order=["-given_at", "-id"], after=after)
    return {"items": page.rows, "after": page.after}
