"""Retention: what is past its time, by class of data, looked at beforehand and forgotten each night."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record, record_each
from balai.kernel.refusal import enforce
from balai.people.models import Person, RetentionRule
from balai.people.queries import holds_live_at, rules_in_force
from balai.people.registries import retention
from balai.people.rules import may_administer
from balai.people.services.persons import SYSTEM, reference_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from django.utils.functional import Promise

    from balai.people.registries import Expired

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How long one class of data is kept now, and what of it is past its time.

    Attributes:
        code: of the class.
        label: what it is.
        weeks: how long it is kept after what it is counted from has ended.
        why: what that is based on.
        is_own: whether the office decided it.
        due: what the next night forgets, the oldest first.
        kept: how many more would go, but for a legal hold.
    """

    code: str
    label: str | Promise
    weeks: int
    why: str | Promise
    is_own: bool
    due: Sequence[Expired]
    kept: int


@transaction.atomic
def set_term(  # noqa: PLR0913 -- each is named where it is called
    *, data_class: str, weeks: int, since: date, source: str, actor: Person | None, at: datetime
) -> RetentionRule:
    """Decide how long a class of data is kept, from a day on; earlier rules stay on record.

    Raises:
        RuleViolationError: ``people.not_administrator``.
        ValidationError: there is no such class, no source, or a rule from that day is there.
    """
    enforce(may_administer(actor, at=at))
    if data_class not in retention:
        raise ValidationError({"data_class": _("There is no such class of data.")})
    rule = RetentionRule(
        data_class=data_class,
        weeks=weeks,
        since=since,
        source=source.strip(),
        set_at=at,
        set_by=reference_of(actor),
    )
    rule.full_clean()
    rule.save()
    record(
        actor=reference_of(actor),
        action="retention.term_set",
        subject=f"retention:{data_class}",
        at=at,
        detail={"weeks": weeks, "since": since.isoformat()},
    )
    return rule


def terms_at(at: datetime) -> list[Term]:
    """Every class with its term, and what the coming night would forget."""
    rules = rules_in_force(at.date())
    held = _held(at)
    found = []
    for code, one in retention.items():
        rule = rules.get(code)
        weeks = rule.weeks if rule else one.weeks
        expired = list(one.expired(ended_before=at.date() - timedelta(weeks=weeks)))
        due = [row for row in expired if row.person_id not in held]
        found.append(
            Term(
                code=code,
                label=one.label,
                weeks=weeks,
                why=rule.source if rule else one.why,
                is_own=rule is not None,
                due=due,
                kept=len(expired) - len(due),
            )
        )
    return found


def forget_expired(*, at: datetime) -> int:
    """Forget what is past its time, but for what a legal hold keeps; tells how many records.

    Each batch is a transaction with its trail, so that a night that was cut short goes on in the next.
    """
    forgotten = 0
    for term in terms_at(at):
        for start in range(0, len(term.due), BATCH):
            with transaction.atomic():
                held = _held(at)  # asked again: a hold may have been placed since
                batch = [row for row in term.due[start : start + BATCH] if row.person_id not in held]
                forgotten += retention[term.code].forget(batch, at=at)
                record_each(
                    actor=SYSTEM,
                    action="retention.forgotten",
                    subjects=[row.about for row in batch],
                    at=at,
                    detail={"class": term.code, "weeks": term.weeks},
                )
    return forgotten


def _held(at: datetime) -> set[UUID]:
    """Persons under a legal hold, under each of their identities."""
    rows = list(holds_live_at(at).values_list("person_id", "person__merged_into_id"))
    kept = {merged or person for person, merged in rows}
    doubles = Person.objects.filter(merged_into__in=kept).values_list("pk", flat=True)
    return kept | set(doubles)
