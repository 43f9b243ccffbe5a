"""What the operations on the directory share: whom they open to, finding and writing."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import StringConstraints

from balai.directory import models, queries
from balai.directory.forms.filters import on_a_day
from balai.directory.kinds import KINDS
from balai.directory.rules import KEEPERS, WRITERS
from balai.directory.services.records import archive_record, change_record, enter_record
from balai.kernel import clock
from balai.kernel.paging import page_of
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.people.queries import grants_held_by

router = Router()
READ = needs(TokenScope.DIRECTORY_READ)
READ_PEOPLE = needs(TokenScope.DIRECTORY_READ, *queries.READERS_OF_PEOPLE)
KEEP = needs(TokenScope.DIRECTORY_WRITE, *KEEPERS, everywhere=True)
KEEP_A_CENTRE = needs(TokenScope.DIRECTORY_WRITE, *WRITERS)

D = TypeVar("D", bound=models.DirectoryRecord)
CountryCode = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]


class RecordOut(Schema):
    """What every record has; `archived` ones are no longer offered."""

    id: UUID
    archived: bool

    @staticmethod
    def resolve_archived(record: models.DirectoryRecord) -> bool:
        """Whether it is out of use."""
        return record.is_archived


class SourcedOut(RecordOut):
    """Also where it is written, and how sure it is: known, printed or assumed."""

    source: str
    certainty: str


class SourcedIn(Schema):
    """Where it is written, and how sure it is."""

    source: str = ""
    certainty: str = "known"


POINTED_TO: dict[str, type[Model]] = {
    "parent": models.Organisation,
    "organisation": models.Organisation,
    "body": models.Body,
    "site": models.Site,
    "origin": models.Site,
    "destination": models.Site,
}
"""What is given by its code."""
COUNTRIES = frozenset({"country", "host", "nationality", "residence"})


def listed(  # noqa: PLR0913 -- each is one thing in which the lists of two kinds differ
    name: str,
    asked: dict[str, Any],
    after: str,
    *related: str,
    order: tuple[str, ...] = ("sort_name", "id"),
    caller: Caller | None = None,
    prefetched: str = "",
) -> dict[str, Any]:
    """A page of a kind of record, found as on its page in the directory.

    Args:
        name: of the kind.
        asked: what to look for, by word; what is empty is not asked.
        after: where the page before ended.
        related: records that are fetched with each.
        order: of the list.
        caller: whose grants say what is visible, where the kind asks for them.
        prefetched: a relation to many that is fetched for the whole page.

    Raises:
        LookupError: the kind has no list.
    """
    listing = KINDS[name].listing
    if listing is None:
        raise LookupError(name)
    given = {word: value for word, value in asked.items() if value}
    rows = listing.prepare(listing.found(**on_a_day(given, clock.now().date())))
    rows = rows.defer(None)  # here the long texts are told too
    if caller is not None and listing.visible is not None:
        rows = rows.filter(pk__in=listing.visible(grants_of(caller)).values("pk"))
    if related:
        rows = rows.select_related(*related)
    if prefetched:
        rows = rows.prefetch_related(prefetched)
    page = page_of(rows, order=order, after=after)
    return {"items": page.rows, "after": page.after}


def one(rows: QuerySet[D], record_id: UUID) -> D:
    """The record of this id; answers 404 where there is none."""
    return get_object_or_404(rows, pk=record_id)


def grants_of(request: Caller) -> list[Any]:
    """The grants that the caller holds now."""
    return list(grants_held_by(request.auth, at=clock.now()))


def enter(request: Caller, model: type[D], given: dict[str, Any]) -> D:
    """Enter a record as the caller."""
    return enter_record(model, values=found(given), actor=request.auth.person, at=clock.now())


def change(request: Caller, model: type[D], record_id: UUID, given: dict[str, Any]) -> D:
    """Change the columns that were given."""
    record = get_object_or_404(model, pk=record_id)
    site = getattr(record, "site", None)
    return change_record(record, values=found(given, site), actor=request.auth.person, at=clock.now())


def archive(request: Caller, model: type[D], record_id: UUID) -> D:
    """Take a record out of use."""
    record = get_object_or_404(model, pk=record_id)
    return archive_record(record, actor=request.auth.person, at=clock.now())


def found(given: dict[str, Any], site: models.Site | None = None) -> dict[str, Any]:
    """What was given, with records in place of codes.

    Raises:
        ValidationError: a code is that of nothing; by column.
    """
    values = dict(given)
    for name, model in POINTED_TO.items():
        if isinstance(values.get(name), str) and values[name]:
            values[name] = coded(model._default_manager.all(), name, values[name])
    for name in COUNTRIES & values.keys():
        values[f"{name}_id"] = values.pop(name)
    if values.get("room"):
        rooms = models.Room.objects.filter(site=values.get("site") or site)
        values["room"] = coded(rooms, "room", values["room"])
    if "topics" in values:
        values["topics"] = _topics(values["topics"])
    return values


def coded(rows: QuerySet[Any], name: str, code: str) -> Any:
    """The record in use with a code; otherwise what is wrong is told at the column."""
    record = queries.live(rows).filter(code=code).first()
    if record is None:
        raise _unknown(name, code, is_archived=rows.filter(code=code).exists())
    return record


def _topics(codes: list[str]) -> list[models.Topic]:
    known = models.Topic.objects.in_bulk(codes, field_name="code")
    for code in codes:
        if code not in known or known[code].is_archived:
            raise _unknown("topics", code, is_archived=code in known)
    return [known[code] for code in codes]


def _unknown(name: str, code: str, *, is_archived: bool) -> ValidationError:
    message = (
        _("What has the code “%(value)s” is archived. Take it back into use, or name another.")
        if is_archived
        else _("Nothing in use has the code “%(value)s”.")
    )
    return ValidationError({name: message % {"value": code}})
