"""Granting roles and ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.people.enums import Role
from balai.people.models import EVERYWHERE, Grant, Person
from balai.people.rules import may_administer, may_end_grant, may_grant
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def grant_role(
    *, person: Person, role: Role, actor: Person | None, at: datetime, scope: str = EVERYWHERE
) -> Grant:
    """Give a person a role from now on.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``person.merged``, ``grant.scope_unknown`` or
            ``grant.given_already``.
    """
    enforce(may_administer(actor, at=at))
    person = Person.objects.select_for_update().get(pk=person.pk)  # two clicks give one grant
    enforce(may_grant(person, role, scope, at=at))
    grant = Grant.objects.create(person=person, role=role, scope=scope, since=at, granted_by=actor)
    record(
        actor=reference_of(actor),
        action="grant.given",
        subject=person.reference,
        at=at,
        detail={"grant": str(grant.pk), "role": role.value, "scope": scope},
    )
    return grant


@transaction.atomic
def end_grant(*, grant: Grant, actor: Person | None, at: datetime) -> Grant:
    """Take a role away from now on; that it was held stays on record.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``grant.ended_already`` or
            ``grant.last_administrator``.
    """
    enforce(may_administer(actor, at=at))
    wanted = Q(pk=grant.pk)
    if grant.role == Role.ADMINISTRATOR:
        wanted |= Q(role=Role.ADMINISTRATOR)  # all are locked: two cannot end each other at once
    rows = Grant.objects.select_for_update().filter(wanted).order_by("pk")
    grant = next(row for row in rows if row.pk == grant.pk)
    enforce(may_end_grant(grant, at=at))
    grant.until = max(at, grant.since)
    grant.save(update_fields=["until"])
    record(
        actor=reference_of(actor),
        action="grant.ended",
        subject=grant.person.reference,
        at=at,
        detail={"grant": str(grant.pk), "role": grant.role, "scope": grant.scope},
    )
    return grant
