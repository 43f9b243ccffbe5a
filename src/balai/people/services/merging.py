"""Two records of one human being: merging them, and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.models import Person
from balai.people.rules import may_administer, may_merge, may_undo_merge
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def merge_persons(*, duplicate: Person, kept: Person, actor: Person | None, at: datetime) -> Person:
    """Let two records stand for one person. Nothing is moved: what refers to either keeps doing so.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``person.same``, ``person.merged``,
            ``person.has_duplicates`` or ``person.both_have_accounts``.
    """
    enforce(may_administer(actor, at=at))
    rows = Person.objects.select_for_update().order_by("pk").in_bulk([duplicate.pk, kept.pk])
    duplicate, kept = rows[duplicate.pk], rows[kept.pk]
    enforce(may_merge(duplicate, kept))
    duplicate.merged_into = kept
    duplicate.save(update_fields=["merged_into"])
    record(
        actor=reference_of(actor),
        action="person.merged",
        subject=duplicate.reference,
        at=at,
        detail={"into": kept.reference},
    )
    return duplicate


@transaction.atomic
def undo_merge(*, duplicate: Person, actor: Person | None, at: datetime) -> Person:
    """Let the two records stand for two persons again.

    Raises:
        RuleViolationError: ``people.not_administrator`` or ``person.not_merged``.
    """
    enforce(may_administer(actor, at=at))
    duplicate = Person.objects.select_for_update().get(pk=duplicate.pk)
    enforce(may_undo_merge(duplicate))
    kept = f"person:{duplicate.merged_into_id}"
    duplicate.merged_into = None
    duplicate.save(update_fields=["merged_into"])
    record(
        actor=reference_of(actor),
        action="person.merge_undone",
        subject=duplicate.reference,
        at=at,
        detail={"from": kept},
    )
    return duplicate
