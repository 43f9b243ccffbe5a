"""Entering resource persons: a person whom the programmes may know already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.directory.models import ResourcePerson
from balai.directory.services.records import enter_record
from balai.people.models import Person
from balai.people.services.persons import create_person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


@transaction.atomic
def enter_resource_person(
    *, name: str, email: str, values: Mapping[str, Any], actor: Person | None, at: datetime
) -> ResourcePerson:
    """Enter a resource person; one whose e-mail address is known is the same person.

    Args:
        name: as it shall be written in letters; of a known person the name stays as it is.
        email: may be empty, then the person is new.
        values: the other columns of the card.
        actor: who enters it.
        at: the moment.

    Raises:
        ValidationError: as of :func:`enter_record`; the person may have a card already.
        RuleViolationError: as of :func:`enter_record`.
    """
    known = Person.objects.filter(email__iexact=email, merged_into=None).first() if email else None
    person = known or create_person(name=name, email=email, actor=actor, at=at)
    return enter_record(ResourcePerson, values={**values, "person": person}, actor=actor, at=at)
