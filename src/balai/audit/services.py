"""Writing the trail: every deed records itself in its own transaction."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.db import connection
from django.db.transaction import TransactionManagementError

from balai.audit.models import Deed, Look

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

LONGEST_DETAIL = 120
DETAIL = rf"[0-9A-Za-z_:.+-]{{0,{LONGEST_DETAIL}}}"
"""Codes, identifiers, references and ISO moments have neither space nor @; sentences and addresses do."""


def record(
    *, actor: str, action: str, subject: str, at: datetime, detail: Mapping[str, str | int] | None = None
) -> None:
    """Add a deed to the trail; it commits or vanishes with the deed itself.

    Args:
        actor: who did it: ``person:<id>``, ``account:<id>`` or ``system``.
        action: ``nomination.submitted``: the thing and a past participle.
        subject: what it was done to, as a reference.
        at: the deed's moment.
        detail: codes, identifiers and moments; never a personal value.

    Raises:
        TransactionManagementError: there is no transaction to share.
        ValueError: the detail holds something that is not a code.
    """
    record_each(actor=actor, action=action, subjects=[subject], at=at, detail=detail)


def record_each(
    *,
    actor: str,
    action: str,
    subjects: Iterable[str],
    at: datetime,
    detail: Mapping[str, str | int] | None = None,
) -> None:
    """Add the same deed for each of many subjects, as an import does it; otherwise as :func:`record`."""
    _require_transaction("A deed")
    for name, value in (detail or {}).items():
        if isinstance(value, str) and not re.fullmatch(DETAIL, value):
            raise ValueError(f"The trail keeps codes, not texts: “{name}” of {action} is not a code.")
    Deed.objects.bulk_create(
        [
            Deed(actor=actor, action=action, subject=subject, at=at, detail=dict(detail or {}))
            for subject in subjects
        ],
        batch_size=1_000,
    )


def named_fields(names: Iterable[str]) -> dict[str, str]:
    """Names of fields as details of a deed, in as many as they need; ``queries.fields_of`` reads them."""
    parts = [""]
    for name in names:
        longer = f"{parts[-1]}+{name}".lstrip("+")
        if len(longer) <= LONGEST_DETAIL:
            parts[-1] = longer
        else:
            parts.append(name)
    return {f"fields{number or ''}": part for number, part in enumerate(parts)}


def record_look(*, actor: str, subject: str, field: str, purpose: str, at: datetime) -> None:
    """Log that somebody is being shown a restricted field, before they see it.

    Args:
        actor: who looks, as a reference.
        subject: the person whose field it is: ``person:<id>``.
        field: what is shown, as a code: ``person.passport_number``.
        purpose: what for, as a code: ``visa_case``.
        at: the moment.

    Raises:
        TransactionManagementError: there is no transaction to share.
    """
    _require_transaction("A look")
    Look.objects.create(actor=actor, subject=subject, field=field, purpose=purpose, at=at)


def _require_transaction(what: str) -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError(f"{what} is recorded inside the transaction that it belongs to.")
