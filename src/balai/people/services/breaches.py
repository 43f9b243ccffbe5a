"""The register of breaches: what happened, whom it concerns, and who was told by when."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.people.models import CLOCK, Breach
from balai.people.rules import may_administer
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from balai.people.models import Person

FACTS = frozenset(
    {
        "noticed_at", "began_at", "ended_at", "looker", "field", "what", "measures", "authority_told_at",
        "people_told_at",
    }
)  # fmt: skip


@transaction.atomic
def enter_breach(*, actor: Person | None, at: datetime, **facts: Any) -> Breach:
    """Enter a breach; those affected and the authority are to be told within 72 hours of its being noticed.

    Raises:
        RuleViolationError: ``people.not_administrator``.
        ValidationError: a value cannot be; by field.
    """
    enforce(may_administer(actor, at=at))
    breach = Breach(entered_by=reference_of(actor))
    _write(breach, facts, at=at)
    record(actor=reference_of(actor), action="breach.entered", subject=breach.reference, at=at)
    return breach


@transaction.atomic
def change_breach(*, breach: Breach, actor: Person | None, at: datetime, **facts: Any) -> Breach:
    """Correct what is known of a breach, and say who was told when.

    Raises:
        RuleViolationError: ``people.not_administrator`` or ``breach.closed``.
        ValidationError: a value cannot be; by field.
    """
    enforce(may_administer(actor, at=at))
    breach = _open(breach)
    _write(breach, facts, at=at)
    record(actor=reference_of(actor), action="breach.changed", subject=breach.reference, at=at)
    return breach


@transaction.atomic
def close_breach(*, breach: Breach, actor: Person | None, at: datetime) -> Breach:
    """Close a breach of which everybody was told.

    Raises:
        RuleViolationError: ``people.not_administrator``, ``breach.closed`` or ``breach.not_told``.
    """
    enforce(may_administer(actor, at=at))
    breach = _open(breach)
    if breach.authority_told_at is None or breach.people_told_at is None or not breach.measures:
        raise RuleViolationError(
            Refusal(
                "breach.not_told",
                _("Say first what was done, and when the authority and the people were told."),
            )
        )
    breach.closed_at = at
    breach.save(update_fields=["closed_at"])
    record(actor=reference_of(actor), action="breach.closed", subject=breach.reference, at=at)
    return breach


def _open(breach: Breach) -> Breach:
    breach = Breach.objects.select_for_update(of=("self",)).get(pk=breach.pk)
    if breach.closed_at is not None:
        raise RuleViolationError(Refusal("breach.closed", _("This breach is closed.")))
    return breach


def _write(breach: Breach, facts: dict[str, Any], *, at: datetime) -> None:
    for name, value in facts.items():
        if name not in FACTS:
            raise TypeError(f"a breach has no {name}")
        setattr(breach, name, value)
    for name in ("noticed_at", "began_at", "authority_told_at", "people_told_at"):
        moment = getattr(breach, name)
        if moment is not None and moment > at:
            raise ValidationError({name: _("This lies ahead.")})
    if isinstance(breach.noticed_at, datetime):
        breach.due_at = breach.noticed_at + CLOCK
    breach.full_clean()
    breach.save()
