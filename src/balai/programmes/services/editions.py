"""Series, pledges and editions: recording them and correcting what is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import named_fields, record
from balai.kernel.refusal import Refusal, RuleViolationError, enforce
from balai.people.rules import may_delete_scope
from balai.programmes.models import Edition, Mandate, Pledge, Series
from balai.programmes.rules.moves import may_change, may_delete, may_set_dates
from balai.programmes.services.deadlines import recompute_deadlines

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from django.db.models import Model

DEFINITION = frozenset(
    {
        "number",
        "title",
        "theme",
        "summary",
        "objective",
        "target_group",
        "publicity",
        "country",
        "time_zone",
        "cities",
        "languages",
        "interpretation",
        "places",
        "host_places",
        "smallest_group",
        "known_participants",
        "sdg_targets",
        "sector_codes",
        "policy_markers",
        "source",
        "certainty",
    }
)
"""What is corrected freely; status, mode and dates have deeds of their own."""


@transaction.atomic
def create_series(*, actor: str, at: datetime, **values: Any) -> Series:
    """Record a series.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    series = Series(**values)
    save_judged(series)
    record(actor=actor, action="series.created", subject=series.reference, at=at)
    return series


@transaction.atomic
def change_series(*, series: Series, actor: str, at: datetime, **values: Any) -> Series:
    """Correct what is recorded of a series.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    series = Series.objects.select_for_update().get(pk=series.pk)
    change_judged(series, values, action="series.changed", actor=actor, at=at)
    return series


@transaction.atomic
def create_pledge(*, actor: str, at: datetime, **values: Any) -> Pledge:
    """Record what was promised at a meeting.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    pledge = Pledge(**values)
    save_judged(pledge)
    record(actor=actor, action="pledge.created", subject=pledge.reference, at=at)
    return pledge


@transaction.atomic
def change_pledge(*, pledge: Pledge, actor: str, at: datetime, **values: Any) -> Pledge:
    """Correct what is recorded of a pledge.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
    change_judged(pledge, values, action="pledge.changed", actor=actor, at=at)
    return pledge


@transaction.atomic
def create_edition(*, actor: str, at: datetime, **values: Any) -> Edition:
    """Begin an edition, as an idea.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    edition = Edition(**values)
    _require_zone(edition.time_zone)
    save_judged(edition)
    record(actor=actor, action="edition.created", subject=edition.reference, at=at)
    return edition


@transaction.atomic
def change_edition(*, edition: Edition, actor: str, at: datetime, **values: Any) -> Edition:
    """Correct the definition of an edition; deadlines follow a host country or zone that changes.

    Args:
        edition: which.
        actor: who.
        at: the moment.
        values: some of :data:`DEFINITION`.

    Raises:
        RuleViolationError: ``edition.cancelled``.
        ValidationError: a value cannot be; by field.
    """
    if unknown := set(values) - DEFINITION:
        raise ValueError(f"not part of the definition of an edition: {sorted(unknown)}")
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    enforce(may_change(edition))
    _require_zone(values.get("time_zone", edition.time_zone))
    changed = change_judged(edition, values, action="edition.changed", actor=actor, at=at)
    if {"country", "time_zone"} & changed:
        recompute_deadlines(edition=edition, actor=actor, at=at)
    return edition


@transaction.atomic
def set_dates(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    starts_on: date | None,
    ends_on: date | None,
    arrives_on: date | None,
    departs_on: date | None,
    actor: str,
    at: datetime,
) -> Edition:
    """Decide the days of an edition of which nobody abroad knows yet; its deadlines follow.

    Raises:
        RuleViolationError: ``edition.dates_known_abroad``.
        ValidationError: the days are out of order.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    enforce(may_set_dates(edition))
    days = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "arrives_on": arrives_on,
        "departs_on": departs_on,
    }
    if change_judged(edition, days, action="edition.dated", actor=actor, at=at):
        recompute_deadlines(edition=edition, actor=actor, at=at)
    return edition


@transaction.atomic
def set_mandates(*, edition: Edition, pledges: Sequence[Pledge], actor: str, at: datetime) -> None:
    """Say under which pledges an edition is held, all of them anew.

    Raises:
        RuleViolationError: ``edition.cancelled``.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    enforce(may_change(edition))
    wanted = {pledge.pk for pledge in pledges}
    held = set(edition.mandate_set.values_list("pledge_id", flat=True))
    edition.mandate_set.exclude(pledge__in=wanted).delete()
    Mandate.objects.bulk_create(Mandate(edition=edition, pledge_id=key) for key in sorted(wanted - held))
    if wanted != held:
        record(
            actor=actor,
            action="edition.mandates_set",
            subject=edition.reference,
            at=at,
            detail={"new": len(wanted - held), "gone": len(held - wanted)},
        )


@transaction.atomic
def delete_edition(*, edition: Edition, actor: str, at: datetime) -> None:
    """Remove an idea that came to nothing, with all that belongs to it.

    Raises:
        RuleViolationError: ``edition.not_an_idea`` or ``scope.in_use``.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    enforce(may_delete(edition))
    enforce(may_delete_scope(edition.scope))
    record(
        actor=actor,
        action="edition.deleted",
        subject=edition.reference,
        at=at,
        detail={"code": edition.code},
    )
    edition.delete()


def save_judged(row: Model) -> None:
    """Save a row whose values are judged first, so that each fault is told at its field.

    Raises:
        ValidationError: a value cannot be.
    """
    row.full_clean()
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:  # somebody else took the code between the judging and the saving
        raise ValidationError(
            _("Somebody else has recorded this meanwhile. Look at the list first.")
        ) from error


def change_judged(
    row: Model, values: Mapping[str, Any], *, action: str, actor: str, at: datetime
) -> set[str]:
    """Set what differs, judged as a whole, and record which fields that were.

    Raises:
        ValidationError: a value cannot be.
    """
    changed = {name for name, value in values.items() if getattr(row, name) != value}
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        save_judged(row)
        record(
            actor=actor,
            action=action,
            subject=str(getattr(row, "reference")),  # noqa: B009 -- every such row has one
            at=at,
            detail=named_fields(sorted(changed)),
        )
    return changed


def _require_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise RuleViolationError(
            Refusal("edition.zone_unknown", _("Choose a time zone such as Asia/Jakarta."))
        )
