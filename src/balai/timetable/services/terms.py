"""How an edition wants its days: hours, meals, what a group can bear, and what its wishes weigh."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.kernel.refusal import enforce
from balai.programmes.models import Edition
from balai.timetable.rules.planning import may_plan
from balai.timetable.services.gathering import terms_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from balai.people.models import Person
    from balai.timetable.models import PlanningTerms


@transaction.atomic
def write_terms(*, edition: Edition, values: Mapping[str, Any], actor: Person, at: datetime) -> PlanningTerms:
    """Keep how the edition is planned from now on; versions that were planned keep the terms of their day.

    Args:
        edition: locked, so that two officers do not write the first terms twice.
        values: fields of :class:`~balai.timetable.models.PlanningTerms`; those that are left out stay.
        actor: who writes them.
        at: the moment.

    Raises:
        RuleViolationError: ``timetable.over``.
        ValidationError: a day without lunch in it, or another constraint of the terms.
    """
    edition = Edition.objects.select_for_update(of=("self",)).get(pk=edition.pk)
    enforce(may_plan(edition))
    terms = terms_of(edition)
    changed = sorted(name for name, value in values.items() if getattr(terms, name) != value)
    for name in changed:
        setattr(terms, name, values[name])
    terms.full_clean()
    terms.save()
    record(
        actor=actor.reference,
        action="planning_terms.written",
        subject=edition.reference,
        at=at,
        detail={name: str(values[name]) for name in changed},
    )
    return terms
