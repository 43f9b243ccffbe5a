"""Letters for tests, in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from balai.correspondence.services.writing import send
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from balai.correspondence.models import Letter
    from balai.people.models import Person

AT = dt.datetime(2018, 5, 4, 9, tzinfo=dt.UTC)


def write_call(to: Person | None = None, *, at: dt.datetime = AT, edition: str = "SMI-2018") -> Letter:
    """Write to a focal point that the call is open."""
    person = to or PersonFactory.create(name="Dechen Wangmo", email="dechen@example.bt")
    context = {"name": person.name, "edition": edition}
    return send(letter="test.call", to=person, context=context, subject_reference="edition:1", at=at)


def write_code(*, at: dt.datetime = AT) -> Letter:
    """Write a mail that opens an account."""
    return send(
        letter="test.code", to="dechen@example.bt", context={"code": "7F3K2M"}, subject_reference="", at=at
    )
