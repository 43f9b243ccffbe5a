"""Incidents: reporting one, adding to it, reading it, closing it, forgetting its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from balai.audit.services import record
from balai.delivery.enums import EntryKind
from balai.delivery.models.incident import Incident, IncidentEntry
from balai.delivery.rules.incidents import may_add_to, may_close
from balai.kernel.crypto import UnreadableError
from balai.kernel.refusal import enforce
from balai.kernel.restricted import destroy_data_key, log_look, look, put

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

    from balai.delivery.enums import IncidentKind
    from balai.directory.models import Site
    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

PURPOSE = "incident"
FIELD = "incident_entry.text"
"""As looks at what was told are logged."""


@transaction.atomic
def report_incident(  # noqa: PLR0913 -- each is named where it is called
    *,
    edition: Edition,
    kind: IncidentKind,
    severity: int,
    happened_at: datetime,
    site: Site | None,
    participants: Sequence[Participant],
    account: str,
    measures: str = "",
    actor: Person,
    at: datetime,
) -> Incident:
    """Keep what happened, sealed; the trail says that there is an incident, and not what.

    Args:
        edition: in which it happened.
        kind: of incident.
        severity: from 1 to 5.
        happened_at: when.
        site: where, if it was at one.
        participants: of the edition, whom it concerns.
        account: what happened.
        measures: what was done about it so far.
        actor: who reports it.
        at: the moment.

    Raises:
        ValidationError: somebody is not of the edition, nothing is told, or a constraint of the incident.
    """
    if any(one.edition_id != edition.pk for one in participants):
        raise ValidationError(_("Somebody does not take part in this edition."))
    incident = Incident(
        edition=edition,
        kind=kind,
        severity=severity,
        happened_at=happened_at,
        site=site,
        reported_at=at,
        reported_by=actor.reference,
    )
    incident.full_clean(exclude=["closed_at"])
    incident.save()
    incident.participants.set(participants)
    _write(incident, EntryKind.ACCOUNT, account, actor=actor, at=at)
    if measures.strip():
        _write(incident, EntryKind.MEASURE, measures, actor=actor, at=at)
    _note("incident.reported", incident, actor=actor, at=at)
    return incident


@transaction.atomic
def add_entry(
    *, incident: Incident, kind: EntryKind, text: str, actor: Person, at: datetime
) -> IncidentEntry:
    """Add to an incident: what was there stays as it is.

    Raises:
        RuleViolationError: ``incident.closed``, unless it is a correction; ``incident.forgotten``.
        ValidationError: nothing is told.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    enforce(may_add_to(incident, kind))
    entry = _write(incident, kind, text, actor=actor, at=at)
    _note("incident.added_to", incident, actor=actor, at=at)
    return entry


@transaction.atomic
def close_incident(*, incident: Incident, actor: Person, at: datetime) -> Incident:
    """Say that nothing is to follow any more.

    Raises:
        RuleViolationError: ``incident.closed_already``.
    """
    incident = Incident.objects.select_for_update(of=("self",)).get(pk=incident.pk)
    enforce(may_close(incident))
    incident.closed_at = at
    incident.closed_by = actor.reference
    incident.save(update_fields=["closed_at", "closed_by"])
    _note("incident.closed", incident, actor=actor, at=at)
    return incident


def read_entries(
    incident: Incident, entries: QuerySet[IncidentEntry], *, actor: Person, at: datetime
) -> list[tuple[IncidentEntry, str | None]]:
    """Open what was told, in order. None where no key opens it any more.

    Each look is logged before, and with each person whom the incident concerns, so that they see that it was
    read, and by whom. Never within a transaction.

    Args:
        incident: of which it was told.
        entries: those of it that the reader sees.
        actor: who reads.
        at: the moment.
    """
    for one in incident.participants.select_related("person").order_by("name", "pk"):
        log_look(one.person, FIELD, actor=actor.reference, purpose=PURPOSE, at=at)
    found: list[tuple[IncidentEntry, str | None]] = []
    for entry in entries.select_related("incident").order_by("written_at", "pk"):
        try:
            text = look(entry, "text", actor=actor.reference, purpose=PURPOSE, at=at)
        except UnreadableError:
            text = None
        found.append((entry, text))
    return found


@transaction.atomic
def forget_words(incidents: Collection[UUID]) -> int:
    """Take away what was told, and destroy the key, so that no backup tells it either.

    That something was told, when and by whom, stays.
    """
    for incident in Incident.objects.select_for_update(of=("self",)).filter(pk__in=incidents).order_by("pk"):
        destroy_data_key(incident)
    return IncidentEntry.objects.filter(incident__in=incidents, text__isnull=False).update(text=None)


def _write(incident: Incident, kind: EntryKind, text: str, *, actor: Person, at: datetime) -> IncidentEntry:
    if not text.strip():
        raise ValidationError(_("Say what is to be kept."))
    entry = IncidentEntry(incident=incident, kind=kind, written_at=at, written_by=actor.reference)
    put(entry, "text", text.strip())
    entry.save()
    return entry


def _note(action: str, incident: Incident, *, actor: Person, at: datetime) -> None:
    detail = {"edition": f"edition:{incident.edition_id}"}
    record(actor=actor.reference, action=action, subject=incident.reference, at=at, detail=detail)
