"""Recording what comes from elsewhere: editions as they stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.kernel.refusal import Refusal, RuleViolationError
from balai.programmes.models import Edition, KnownCountry
from balai.programmes.services.editions import (
    DEFINITION,
    change_edition,
    save_judged,
    set_dates,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

DAYS = ("starts_on", "ends_on", "arrives_on", "departs_on")


@transaction.atomic
def record_edition(*, actor: str, at: datetime, **values: Any) -> Edition:
    """Record an edition as it stands elsewhere, with its status and its mode; its life is not lived again.

    Raises:
        ValidationError: a value cannot be; by field.
    """
    edition = Edition(**values)
    save_judged(edition)
    record(
        actor=actor,
        action="edition.recorded",
        subject=edition.reference,
        at=at,
        detail={"status": str(edition.status)},
    )
    return edition


@transaction.atomic
def correct_edition(*, edition: Edition, values: Mapping[str, Any], actor: str, at: datetime) -> Edition:
    """Correct an edition that is here already as another place has it, by the deeds that this takes.

    Raises:
        RuleViolationError: ``edition.decided_here``, or what the deeds refuse.
        ValidationError: a value cannot be; by field.
    """
    if "status" in values or "mode" in values or "series" in values:
        raise RuleViolationError(
            Refusal(
                "edition.decided_here",
                _(
                    "The series, the status and the mode of this edition are decided on its page, not by a file."
                ),
            )
        )
    days = {name: values.get(name, getattr(edition, name)) for name in DAYS}
    if any(name in values for name in DAYS):
        edition = set_dates(edition=edition, **days, actor=actor, at=at)
    definition = {name: value for name, value in values.items() if name in DEFINITION}
    if definition:
        edition = change_edition(edition=edition, actor=actor, at=at, **definition)
    return edition


@transaction.atomic
def set_known_countries(
    *, edition: Edition, countries: Mapping[str, int | None], actor: str, at: datetime
) -> None:
    """Say which countries are known to have taken part, all of them anew.

    Args:
        edition: which.
        countries: by code the number of participants, where it is known.
        actor: who.
        at: the moment.

    Raises:
        ValidationError: there is no such country.
    """
    there = {row.country_id: row for row in edition.known_countries.all()}
    for code, participants in countries.items():
        row = there.pop(code, None) or KnownCountry(edition=edition, country_id=code)
        row.participants = participants
        save_judged(row)
    for row in there.values():
        row.delete()
    record(
        actor=actor,
        action="edition.countries_known",
        subject=edition.reference,
        at=at,
        detail={"countries": len(countries)},
    )
