"""Recording many persons at once, as from the list of an office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record_each
from balai.kernel.refusal import enforce
from balai.people.models import Person
from balai.people.rules import may_record_people
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@transaction.atomic
def record_persons(persons: Sequence[Person], *, actor: Person | None, at: datetime) -> None:
    """Record persons whose values were judged before; the trail tells of each.

    Their data keys are made when something restricted is first sealed, as of every person.

    Args:
        persons: not saved yet.
        actor: who records them; None is the operator.
        at: the moment.

    Raises:
        RuleViolationError: ``people.not_recorded_by_you``.
    """
    enforce(may_record_people(actor, at=at))
    Person.objects.bulk_create(persons, batch_size=1000)
    references = [person.reference for person in persons]
    record_each(actor=reference_of(actor), action="person.created", subjects=references, at=at)
