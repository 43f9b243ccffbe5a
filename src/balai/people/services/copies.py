"""A person's copy of what is held about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.people.queries import identities_of
from balai.people.registries import held

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from balai.people.models import Person


@transaction.atomic
def take_copy(*, person: Person, at: datetime) -> Mapping[str, Any]:
    """Gather what every room holds about a person, for that person; the trail tells that it was taken.

    Args:
        person: who asks, and about whom; whoever was recorded twice gets both records.
        at: the moment, which the copy tells.

    Returns:
        Plain values: the moment, then a list by the name of each kind of record.
    """
    identities = list(identities_of(person))
    gathered = {name: list(records.copy(identities)) for name, records in held.items()}
    record(actor=person.reference, action="person.copied", subject=person.reference, at=at)
    return {"copied_at": at, **gathered}
