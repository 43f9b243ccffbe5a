"""The week of a site, and the days of a resource person: each is written whole, in one deed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from balai.audit.services import record
from balai.directory.models import Availability, OpeningHours
from balai.directory.rules import may_write
from balai.kernel.refusal import enforce
from balai.people.queries import grants_live_at, identities_of
from balai.people.services.persons import reference_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime, time

    from balai.directory.enums import AvailabilityKind
    from balai.directory.models import DirectoryRecord, ResourcePerson, Site
    from balai.people.models import Person


class Opening(NamedTuple):
    """A stretch of one weekday (0 is Monday) in which a site is open, in its own time."""

    weekday: int
    opens: time
    closes: time


class Days(NamedTuple):
    """Days, both ends included, and what a resource person said about them."""

    since: date
    until: date
    kind: AvailabilityKind
    note: str = ""


@transaction.atomic
def set_opening_hours(
    site: Site, *, hours: Sequence[Opening], actor: Person | None, at: datetime
) -> list[OpeningHours]:
    """Write the week of a site; what stood there before is replaced.

    Raises:
        ValidationError: a stretch ends before it begins, or two overlap.
        RuleViolationError: ``directory.…`` of :func:`may_write`.
    """
    _ask(site, actor=actor, at=at)
    rows = [OpeningHours(site=site, weekday=day, opens=opens, closes=closes) for day, opens, closes in hours]
    site.opening_hours.all().delete()
    for row in rows:  # the table's own constraints judge each against those before it
        row.full_clean()
        row.save()
    record(actor=reference_of(actor), action="site.hours_set", subject=site.reference, at=at)
    return rows


@transaction.atomic
def set_availability(
    person: ResourcePerson, *, days: Sequence[Days], actor: Person | None, at: datetime
) -> list[Availability]:
    """Write what a resource person said about their days; what stood there before is replaced.

    Raises:
        ValidationError: a stretch ends before it begins, or two overlap.
        RuleViolationError: ``directory.…`` of :func:`may_write`.
    """
    _ask(person, actor=actor, at=at)
    rows = [
        Availability(person=person, since=since, until=until, kind=kind, note=note)
        for since, until, kind, note in days
    ]
    person.availability.all().delete()
    for row in rows:
        row.full_clean()
        row.save()
    action = "resource_person.availability_set"
    record(actor=reference_of(actor), action=action, subject=person.reference, at=at)
    return rows


def _ask(owner: DirectoryRecord, *, actor: Person | None, at: datetime) -> None:
    """Lock the owner, so that two writers do not mix their weeks, and ask whether this one may."""
    type(owner)._default_manager.select_for_update(of=("self",)).get(pk=owner.pk)
    if actor is not None:
        enforce(may_write(owner, grants_live_at(at).filter(person__in=identities_of(actor))))
