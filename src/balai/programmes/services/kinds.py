"""Kinds of sessions: those of the product, and those that an office or a bundle adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.programmes.models import SessionType
from balai.programmes.services.editions import change_judged, save_judged

if TYPE_CHECKING:
    from datetime import datetime


@transaction.atomic
def enter_session_type(*, actor: str, at: datetime, **values: Any) -> SessionType:
    """Enter a kind of session that the installation did not know.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    kind = SessionType(**values)
    save_judged(kind)
    record(actor=actor, action="session_type.entered", subject=kind.reference, at=at)
    return kind


@transaction.atomic
def change_session_type(*, kind: SessionType, actor: str, at: datetime, **values: Any) -> SessionType:
    """Change what planning must know of a kind of session; every activity of the kind is concerned.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    kind = SessionType.objects.select_for_update().get(pk=kind.pk)
    change_judged(kind, values, action="session_type.changed", actor=actor, at=at)
    return kind


@transaction.atomic
def remove_session_type(*, kind: SessionType, actor: str, at: datetime) -> None:
    """Remove a kind that no activity is of; the trail keeps that it was.

    Raises:
        RuleViolationError: ``session_type.in_use``.
    """
    kind = SessionType.objects.select_for_update().get(pk=kind.pk)
    reference = kind.reference
    try:
        with transaction.atomic():
            kind.delete()
    except ProtectedError as error:
        raise RuleViolationError(
            Refusal("session_type.in_use", _("Activities are of this kind. Give them another one first."))
        ) from error
    record(actor=actor, action="session_type.removed", subject=reference, at=at)
