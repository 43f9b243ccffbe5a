"""Contacts of organisations over the API; coordinators see those of their own centre."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from ninja import Schema, Status

from balai.directory import models, queries
from balai.directory.api.common import (
    KEEP,
    READ_PEOPLE,
    RecordOut,
    archive,
    change,
    enter,
    grants_of,
    one,
    router,
)
from balai.kernel.bodies import Word, Words, partly
from balai.kernel.paging import page_of
from balai.people.authentication import Caller


class ContactOut(RecordOut):
    """An office that can be written to or called; `organisation` is a code."""

    organisation: str
    office: Words
    function: Words
    email: str
    telephone: str

    @staticmethod
    def resolve_organisation(record: models.Contact) -> str:
        """Its code."""
        return record.organisation.code


class ContactPage(Schema):
    """Some contacts, and where the next page begins."""

    items: list[ContactOut]
    after: str


class ContactIn(Schema):
    """A new contact; `organisation` is a code."""

    organisation: str
    office: Words
    function: Words = {}
    email: str = ""
    telephone: str = ""


if TYPE_CHECKING:
    ContactChange = ContactIn
else:
    ContactChange = partly(ContactIn, "ContactChange")


@router.get("contacts", response=ContactPage, operation_id="list_contacts", **READ_PEOPLE)
def list_contacts(request: Caller, organisation: Word = "", after: Word = "") -> dict[str, Any]:
    """List contacts in use, of one organisation (its code) or of all; coordinators see their own centre's."""
    rows = queries.contacts_visible_to(grants_of(request)).select_related("organisation")
    if organisation:
        rows = rows.filter(organisation__code=organisation)
    page = page_of(rows, order=("organisation_id", "id"), after=after)
    return {"items": page.rows, "after": page.after}


@router.get("contacts/{uuid:record_id}", response=ContactOut, operation_id="get_contact", **READ_PEOPLE)
def get_contact(request: Caller, record_id: UUID) -> models.Contact:
    """Show one contact; coordinators see those of their own centre."""
    return one(queries.contacts_known_to(grants_of(request)).select_related("organisation"), record_id)


@router.post("contacts", response={201: ContactOut}, operation_id="enter_contact", **KEEP)
def enter_contact(request: Caller, given: ContactIn) -> Status[models.Contact]:
    """Enter a contact of an organisation."""
    return Status(201, enter(request, models.Contact, given.dict()))


@router.patch("contacts/{uuid:record_id}", response=ContactOut, operation_id="change_contact", **KEEP)
def change_contact(request: Caller, record_id: UUID, given: ContactChange) -> models.Contact:
    """Change a contact."""
    return change(request, models.Contact, record_id, given.dict(exclude_unset=True))


@router.post("contacts/{uuid:record_id}/archive", response=ContactOut, operation_id="archive_contact", **KEEP)
def archive_contact(request: Caller, record_id: UUID) -> models.Contact:
    """Take a contact out of use."""
    return archive(request, models.Contact, record_id)
