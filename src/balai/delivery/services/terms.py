"""By which rules an edition tells who was there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models import PresenceTerms
from balai.delivery.rules.presence import may_change_presence
from balai.kernel.refusal import enforce

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from balai.people.models import Person
    from balai.programmes.models import Edition

FIELDS = (
    "late_after",
    "early_before",
    "opens_before",
    "closes_after",
    "claim_hours",
    "skew_minutes",
    "keeps_days",
)


def terms_of(edition: Edition | UUID) -> PresenceTerms:
    """The rules of an edition, or the usual ones; nothing is written."""
    key = edition if not hasattr(edition, "pk") else edition.pk
    return PresenceTerms.objects.filter(edition=key).first() or PresenceTerms(edition_id=key)


def locked_terms(edition: UUID) -> PresenceTerms:
    """The rules of an edition, held until the transaction ends: one at a time tells its presence."""
    PresenceTerms.objects.bulk_create([PresenceTerms(edition_id=edition)], ignore_conflicts=True)
    return PresenceTerms.objects.select_for_update().get(edition=edition)


@transaction.atomic
def keep_terms(*, edition: Edition, values: dict[str, int], actor: Person, at: datetime) -> PresenceTerms:
    """Change the rules; what is noted from now on is told by them, what was told stays.

    Raises:
        RuleViolationError: ``presence.over``.
    """
    enforce(may_change_presence(edition))
    terms = locked_terms(edition.pk)
    for name in FIELDS:
        setattr(terms, name, values[name])
    terms.full_clean()
    terms.save()
    record(actor=actor.reference, action="presence.terms_changed", subject=edition.reference, at=at)
    return terms
