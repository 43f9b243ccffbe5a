"""Systems of others that call the API in their own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.kernel.identity import uuid7
from balai.kernel.refusal import enforce
from balai.people.models import Account
from balai.people.queries import tokens_live_at
from balai.people.rules import may_administer, may_end_system, may_name_system
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from datetime import datetime

    from balai.people.models import Person

NOWHERE = "system.invalid"
"""The domain of the addresses of systems, which nobody can own: an account must have one."""


@transaction.atomic
def register_system(*, name: str, actor: Person | None, at: datetime) -> Account:
    """Give a system an account of its own; it opens nothing before it has a token.

    Raises:
        RuleViolationError: ``people.not_administrator`` or ``system.named_already``.
    """
    enforce(may_administer(actor, at=at))
    enforce(may_name_system(name))
    system = Account.objects.create_user(f"{uuid7()}@{NOWHERE}", system_name=name)
    record(actor=reference_of(actor), action="system.registered", subject=system.reference, at=at)
    return system


@transaction.atomic
def end_system(*, system: Account, actor: Person | None, at: datetime) -> None:
    """Close a system's account, and end every token it has.

    Raises:
        RuleViolationError: ``people.not_administrator`` or ``system.ended_already``.
    """
    enforce(may_administer(actor, at=at))
    system = Account.objects.select_for_update().get(pk=system.pk)
    enforce(may_end_system(system))
    system.is_active = False
    system.save(update_fields=["is_active"])
    tokens_live_at(at).filter(account=system).update(revoked_at=at)
    record(actor=reference_of(actor), action="system.ended", subject=system.reference, at=at)
