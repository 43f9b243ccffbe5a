"""Recording persons and what they prefer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.models import Person
from balai.people.rules import may_change_address

if TYPE_CHECKING:
    from datetime import datetime

SYSTEM = "system"


def reference_of(actor: Person | None) -> str:
    """How the trail names who did it; None is the operator or the product itself."""
    return actor.reference if actor else SYSTEM


@transaction.atomic
def create_person(  # noqa: PLR0913 -- each is named where it is called
    *,
    name: str,
    actor: Person | None,
    at: datetime,
    language: str = "en",
    time_zone: str = "UTC",
    email: str = "",
) -> Person:
    """Record a person; they need no account."""
    person = Person.objects.create(name=name, language=language, time_zone=time_zone, email=email)
    record(actor=reference_of(actor), action="person.created", subject=person.reference, at=at)
    return person


@transaction.atomic
def change_person(  # noqa: PLR0913 -- each is named where it is called
    *,
    person: Person,
    name: str,
    language: str,
    time_zone: str,
    actor: Person | None,
    at: datetime,
    email: str | None = None,
) -> Person:
    """Correct what is recorded of a person; the trail says which fields, not what stood there.

    Args:
        person: who is meant.
        name: as it shall be written in letters.
        language: of letters and pages.
        time_zone: IANA name.
        actor: the person, or an administrator.
        at: the moment.
        email: where letters go; None leaves it.

    Raises:
        RuleViolationError: ``person.has_an_account``, for another address.
    """
    wanted = {"name": name, "language": language, "time_zone": time_zone}
    if email is not None and email != person.email:
        enforce(may_change_address(person))
        wanted["email"] = email
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if changed:
        for field in changed:
            setattr(person, field, wanted[field])
        person.save(update_fields=changed)
        record(
            actor=reference_of(actor),
            action="person.changed",
            subject=person.reference,
            at=at,
            detail={"fields": "+".join(changed)},
        )
    return person
