"""Registering the browsers of coordinators, what they take along, and ending them."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from balai.audit.services import record
from balai.delivery.models import Device
from balai.delivery.queries.presence import expected_at, paper_rows_of, presences_at
from balai.delivery.rules.presence import may_use_device
from balai.delivery.services.codes import issue_codes
from balai.delivery.services.terms import FIELDS, terms_of
from balai.kernel.refusal import enforce

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from balai.people.models import Person
    from balai.programmes.models import Edition
    from balai.timetable.models import Slot


def digest_of(secret: str) -> str:
    """What is kept of a device's secret."""
    return hashlib.sha256(f"balai device {secret}".encode()).hexdigest()


@transaction.atomic
def register_device(*, edition: Edition, name: str, person: Person, at: datetime) -> tuple[Device, str]:
    """Register a browser for an edition.

    Returns:
        The device, and its secret: the one time that it is told.
    """
    secret = secrets.token_urlsafe(32)
    device = Device(
        edition=edition,
        person=person,
        name=" ".join(name.split())[:80],
        secret_digest=digest_of(secret),
        registered_at=at,
        expires_at=at + timedelta(days=terms_of(edition).keeps_days),
    )
    device.clean_fields(exclude=["last_seen_at", "offset_ms", "ended_at"])
    device.save()
    record(
        actor=person.reference,
        action="device.registered",
        subject=device.reference,
        at=at,
        detail={"edition": edition.reference},
    )
    return device, secret


def device_with(secret: str) -> Device | None:
    """The device that proves itself by this, ended or not."""
    rows = Device.objects.select_related("edition", "person")
    return rows.filter(secret_digest=digest_of(secret)).first()


@transaction.atomic
def end_device(*, device: Device, actor: Person, at: datetime) -> None:
    """End a device that was lost or is no longer needed; what it hands in afterwards is kept and told."""
    row = Device.objects.select_for_update().get(pk=device.pk)
    if row.is_ended:
        return
    row.ended_at, row.ended_by = at, actor.reference
    row.save(update_fields=["ended_at", "ended_by"])
    record(actor=actor.reference, action="device.ended", subject=row.reference, at=at)


@transaction.atomic
def bundle_for(*, device: Device, slots: Iterable[Slot], person: Person, at: datetime) -> dict[str, Any]:
    """What a device takes along: names, digests of codes, sessions and rules, and how long it keeps them.

    Minimal: of a participant the name, the country and nothing else; codes as digests with a salt of this
    bundle's own, so that nobody can draw a code from a device. The device encrypts it.

    Args:
        device: which is marked as heard of, and may keep names for some days from now.
        slots: whose presence its owner notes; with everything of ``whole_slots``.
        person: its owner, who is shown names.
        at: the moment of the download.

    Raises:
        RuleViolationError: ``device.ended``.
    """
    enforce(may_use_device(device, at=at))
    terms = terms_of(device.edition_id)
    Device.objects.filter(pk=device.pk).update(
        last_seen_at=at, expires_at=at + timedelta(days=terms.keeps_days)
    )
    slots = list(slots)
    expected = expected_at(slots)
    sessions = [slot.session_id for slot in slots]
    people = {one.pk: one for rows in expected.values() for one in rows}
    codes = issue_codes(edition=device.edition_id, at=at)
    salt = secrets.token_hex(16)
    record(
        actor=person.reference,
        action="device.took_names",
        subject=device.reference,
        at=at,
        detail={"people": len(people), "sessions": len(slots)},
    )
    return {
        "format": 1,
        "device": str(device.pk),
        "edition": device.edition.code,
        "title": str(device.edition.title),
        "zone": device.edition.time_zone,
        "made_at": at.isoformat(),
        "expires_at": (at + timedelta(days=terms.keeps_days)).isoformat(),
        "rules": {name: getattr(terms, name) for name in FIELDS},
        "salt": salt,
        "sessions": [_session(slot, [one.pk for one in expected[slot.session_id]]) for slot in slots],
        "people": [
            {
                "id": str(key),
                "name": one.name,
                "country": str(one.country),
                "code": salted(salt, codes[key].secret),
                "digits": salted(salt, codes[key].digits),
            }
            for key, one in people.items()
        ],
        "rows": [
            {
                "code": salted(salt, row.secret),
                "person": str(row.participant_id),
                "session": str(row.sheet.session_id),
            }
            for row in paper_rows_of(sessions)
        ],
        "presences": [
            {"session": str(one.session_id), "person": str(one.participant_id), "state": one.state}
            for one in presences_at(sessions)
        ],
    }


def salted(salt: str, secret: str) -> str:
    """As a device compares what it reads with what it knows: SHA-256 of salt and code, in hexadecimal."""
    return hashlib.sha256(f"{salt}{secret}".encode()).hexdigest()


def _session(slot: Slot, expected: list[Any]) -> dict[str, Any]:
    return {
        "id": str(slot.session_id),
        "code": slot.session.code,
        "title": str(slot.session.activity.title),
        "begins_at": slot.begins_at.isoformat(),
        "ends_at": slot.ends_at.isoformat(),
        "place": " · ".join(str(one) for one in (slot.site, slot.room) if one),
        "groups": ", ".join(str(group) for group in slot.groups.all()),
        "people": [str(key) for key in expected],
    }
