"""What the operations on programmes have in common: whom they open to, plain values, and finding things."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from ninja import Field, Router, Schema
from ninja.errors import HttpError
from pydantic import StringConstraints

from balai.directory.models import Body, Country
from balai.kernel import bodies, clock
from balai.kernel.bodies import Tongue
from balai.kernel.refusal import Refusal
from balai.kernel.translated import TranslatedText
from balai.people.authentication import Caller, needs
from balai.people.enums import TokenScope
from balai.people.queries import grants_held_by
from balai.programmes.models import Edition
from balai.programmes.rules import (
    BRINGERS,
    DECIDERS,
    GIVERS,
    KEEPERS,
    MONEY_KEEPERS,
    READERS,
    SERIES_KEEPERS,
    may_decide,
    may_keep_edition,
    readable_editions,
)

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from balai.people.models import Grant, Person


router = Router()
READ = needs(TokenScope.PROGRAMMES_READ, *READERS)
KEEP = needs(TokenScope.PROGRAMMES_WRITE, *KEEPERS)
WATCH = needs(TokenScope.PROGRAMMES_READ, *KEEPERS)
KEEP_LISTS = needs(TokenScope.PROGRAMMES_WRITE, *MONEY_KEEPERS)
KEEP_SERIES = needs(TokenScope.PROGRAMMES_WRITE, *SERIES_KEEPERS, everywhere=True)
DECIDE = needs(TokenScope.PROGRAMMES_WRITE, *DECIDERS)
BRING = needs(TokenScope.PROGRAMMES_WRITE, *BRINGERS, everywhere=True)
FOLLOW = needs(TokenScope.PROGRAMMES_READ, *BRINGERS, everywhere=True)
GIVE = needs(TokenScope.PROGRAMMES_READ, *GIVERS)


FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2075, 12, 31)
"""Between these the calendars know feasts and fasts; an edition on another day is a slip of the pen."""


Day = Annotated[bodies.Day, Field(ge=FIRST_DAY, le=LAST_DAY)]
Seen = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F-]{32,36}(:[0-9a-f]*)?$")]
"""A row that a writer had before them: its identifier, or the mark with which it was told."""
Told_ = Annotated[str, StringConstraints(pattern=r"^[^\x00]*[^\x00\s][^\x00]*$", max_length=2000)]
Reason = Annotated[dict[Tongue, Told_], Field(min_length=1)]
"""Why something is decided, by language; it stands in the letters."""


class ReasonIn(Schema):
    """Why; the reason goes out with the letters."""

    reason: Reason


class ExportOut(Schema):
    """A bundle that was asked for: `making` or `ready`, and how many of its lists are written."""

    id: UUID
    file_name: str
    state: str
    done: int
    total: int
    asked_at: datetime
    ready_at: datetime | None


def person_of(request: Caller) -> Person:
    person = request.auth.person
    assert person is not None  # noqa: S101 -- whoever holds a role is a person
    return person


def by(request: Caller) -> dict[str, Any]:
    return {"actor": person_of(request).reference, "at": clock.now()}


def grants_of(request: Caller) -> list[Grant]:
    return list(grants_held_by(request.auth, at=clock.now()))


def admit(refusal: Refusal | None) -> None:
    """Stop who may not do this (403), as the page does."""
    if refusal is not None:
        raise HttpError(403, str(refusal.message))


def edition_of(request: Caller, code: str) -> Edition:
    return get_object_or_404(readable_editions(grants_of(request)), code=code)


def kept_by(request: Caller, code: str) -> Edition:
    edition = edition_of(request, code)
    admit(may_keep_edition(grants_of(request), edition))
    return edition


def decided_by(request: Caller, code: str) -> Edition:
    edition = edition_of(request, code)
    admit(may_decide(grants_of(request), edition))
    return edition


def with_records(given: dict[str, Any]) -> dict[str, Any]:
    """What was given, with records in place of codes.

    Raises:
        ValidationError: a code is that of nothing; by column.
    """
    values = dict(given)
    if values.get("body") is not None:
        values["body"] = coded(Body.objects.filter(archived_at=None), "body", values["body"])
    if values.get("country") is not None:
        values["country"] = coded(Country.objects.all(), "country", values["country"])
    return values


def coded(rows: QuerySet[Any], name: str, code: str) -> Any:
    found = rows.filter(code=code).first()
    if found is None:
        raise unknown(name, code)
    return found


def unknown(name: str, code: str) -> ValidationError:
    return ValidationError({name: gettext("Nothing in use has the code “%(value)s”.") % {"value": code}})


def reasoned(given: ReasonIn) -> dict[str, Any]:
    return {**given.dict(), "reason": TranslatedText(given.reason)}
