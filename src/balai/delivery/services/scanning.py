"""Taking in scans: every one is kept, presence follows from all of them, and what does not fit is told.

One deed serves a device that hands in thousands after days without network, a tick in the list, a screen at
the door, a sheet of paper and a participant's own word.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import F

from balai.audit.services import record
from balai.delivery.enums import ConflictKind, Mark, Method, SheetState
from balai.delivery.models import CheckInCode, Conflict, Device, PaperRow, PaperSheet, Presence, Scan
from balai.delivery.models.presence import GIVEN_MOST
from balai.delivery.queries.presence import expected_at
from balai.delivery.rules.telling import Note, conflicts_among, told_by
from balai.delivery.services.codes import PERSON, ROW
from balai.delivery.services.terms import locked_terms
from balai.selection.enums import ParticipantState
from balai.selection.models import Participant
from balai.timetable.models import Session, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from balai.delivery.models import PresenceTerms

SHARED = ("state", "arrived_at", "left_at", "is_claimed", "method", "decided_at", "decided_by")
"""What a presence takes over from what its notes tell."""
UNREAD = UUID("6d0b7a52-7c1e-5b53-9a4e-2f6f6e1d2018")
"""Namespace of the nonces of what cannot be read, which may have none of its own."""
MOST = 1_000
"""Scans of one call: half a megabyte, and a second of one lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One scan as somebody hands it in.

    Attributes:
        nonce: made where it was noted, once.
        session: by its key; a sheet of paper says it itself.
        participant: by key, where somebody was chosen from the list.
        code: what was read: the text of a square code, or six digits.
        noted_at: by the clock of the device.
    """

    nonce: UUID
    mark: Mark
    method: Method
    noted_at: datetime
    session: UUID | None = None
    participant: UUID | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """The answer to one scan.

    Attributes:
        is_new: false for one that was handed in before; it changes nothing.
        conflicts: what somebody will look at.
    """

    nonce: UUID
    is_new: bool
    conflicts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """What a batch of scans is compared with."""

    slots: dict[UUID, Slot]
    cancelled: set[UUID]
    expected: dict[UUID, set[UUID]]
    people: dict[UUID, str]
    by_secret: dict[str, CheckInCode]
    by_digits: dict[str, CheckInCode]
    rows: dict[str, PaperRow] = field(default_factory=dict)


@transaction.atomic
def take_scans(  # noqa: PLR0913 -- one deed, and each is part of it
    *,
    edition: UUID,
    given: Sequence[Given],
    actor: str,
    at: datetime,
    device: Device | None = None,
    offset: timedelta = timedelta(),
) -> list[Taken]:
    """Keep scans, tell presence anew where they are about, and tell what somebody has to look at.

    All commit or none. Who hands the same in again gets the same answers, and nothing changes.

    Args:
        edition: whose.
        given: at most :data:`MOST`, in any order.
        actor: who noted them, as a reference.
        at: the moment of handing in.
        device: with what they were noted.
        offset: what the clock of the device lacks now; moments are corrected by it.

    Returns:
        One answer for each, in the order in which they were given.
    """
    terms = locked_terms(edition)
    nonces = {one.nonce for one in given}
    before = set(Scan.objects.filter(nonce__in=nonces).values_list("nonce", flat=True))
    fresh = list({one.nonce: one for one in given if one.nonce not in before}.values())
    known = _known(edition, fresh)
    found: list[tuple[Scan, set[ConflictKind]]] = []
    for one in fresh:
        scan, kinds = _read(one, known, edition=edition, offset=offset, at=at)
        scan.device, scan.actor = device, actor
        kinds |= _of_the_device(scan, device, offset, terms)
        found.append((scan, kinds))
    Scan.objects.bulk_create([scan for scan, _kinds in found], batch_size=500)
    _keep_conflicts(((scan.pk, kind) for scan, kinds in found for kind in kinds), edition, at)
    _tell([scan for scan, _kinds in found], known, terms, edition=edition, at=at)
    PaperSheet.objects.filter(
        pk__in={row.sheet_id for row in known.rows.values()}, state=SheetState.PRINTED
    ).update(state=SheetState.SCANNED)
    if device is not None:
        Device.objects.filter(pk=device.pk).update(
            last_seen_at=at, offset_ms=round(offset / timedelta(milliseconds=1))
        )
    if found:
        record(
            actor=actor,
            action="presence.noted",
            subject=device.reference if device else f"edition:{edition}",
            at=at,
            detail={"scans": len(found), "conflicts": sum(bool(kinds) for _scan, kinds in found)},
        )
    kinds_of = defaultdict(set)
    for nonce, kind in Conflict.objects.filter(scan__nonce__in=nonces).values_list("scan__nonce", "kind"):
        kinds_of[nonce].add(kind)
    return [
        Taken(nonce=one.nonce, is_new=one.nonce not in before, conflicts=tuple(sorted(kinds_of[one.nonce])))
        for one in given
    ]


@transaction.atomic
def keep_unread(*, device: Device, said: Iterable[str], at: datetime) -> None:
    """Keep what a device handed in and nobody can read, as it came, for somebody to look at.

    It notes nobody. The same from the same device is kept once.

    Args:
        device: which handed it in.
        said: each as text; of a long one the beginning is kept.
        at: the moment of handing in.
    """
    rows = [
        Scan(
            edition_id=device.edition_id,
            device=device,
            nonce=uuid5(UNREAD, f"{device.pk} {text}"),
            mark=Mark.UNREAD,
            method=Method.SCAN,
            given=text[:GIVEN_MOST],
            noted_at=at,
            at=at,
            received_at=at,
            actor=device.person.reference,
        )
        for text in said
    ]
    Scan.objects.bulk_create(rows, ignore_conflicts=True)
    kept = Scan.objects.filter(nonce__in=[row.nonce for row in rows]).values_list("pk", flat=True)
    _keep_conflicts(((scan, ConflictKind.UNREADABLE) for scan in kept), device.edition_id, at)


def _known(edition: UUID, given: Iterable[Given]) -> _Known:
    given = list(given)
    secrets = [one.code.removeprefix(PERSON) for one in given if one.code.startswith(PERSON)]
    digits = [one.code for one in given if one.code.isdigit()]
    papers = [one.code.removeprefix(ROW) for one in given if one.code.startswith(ROW)]
    codes = CheckInCode.objects.filter(edition=edition)
    rows = {
        row.secret: row
        for row in PaperRow.objects.filter(secret__in=papers, sheet__session__edition=edition).select_related(
            "sheet"
        )
    }
    sessions = {one.session for one in given if one.session} | {row.sheet.session_id for row in rows.values()}
    slots = list(
        Slot.objects.filter(session__in=sessions, session__edition=edition, session__last_slot=F("pk"))
        .select_related("timetable", "session")
        .prefetch_related("groups")
    )
    return _Known(
        slots={slot.session_id: slot for slot in slots},
        cancelled=set(
            Session.objects.filter(pk__in=sessions, is_cancelled=True).values_list("pk", flat=True)
        ),
        expected={key: {one.pk for one in people} for key, people in expected_at(slots).items()},
        people=dict(Participant.objects.filter(edition=edition).values_list("pk", "state")),
        by_secret={code.secret: code for code in codes.filter(secret__in=secrets)},
        by_digits={code.digits: code for code in codes.filter(digits__in=digits, ended_at=None)},
        rows=rows,
    )


def _read(
    one: Given, known: _Known, *, edition: UUID, offset: timedelta, at: datetime
) -> tuple[Scan, set[ConflictKind]]:
    """A scan as it will stay, and what does not fit in it."""
    session, participant, kinds = _whose(one, known)
    if participant not in known.people:
        participant = None
        kinds.add(ConflictKind.CODE_UNKNOWN)
    elif known.people[participant] != ParticipantState.CONFIRMED:
        kinds.add(ConflictKind.NOT_CONFIRMED)
    if session not in known.slots:
        session = None
        kinds.add(ConflictKind.SESSION_UNKNOWN)
    else:
        kinds |= _of_the_session(session, participant, known, is_leaver=ConflictKind.NOT_CONFIRMED in kinds)
    if one.method == Method.SELF_CLAIM:
        kinds.add(ConflictKind.SELF_CLAIM)
    unknown = session is None or participant is None
    # A clock that ran ahead and was set right before the handing in would else note the future.
    moment = min(one.noted_at + offset, at)
    if one.method == Method.PAPER and session in known.slots and moment > known.slots[session].ends_at:
        moment = known.slots[session].begins_at  # the row was signed there, and is only read later
    scan = Scan(
        edition_id=edition,
        session_id=session,
        participant_id=participant,
        nonce=one.nonce,
        mark=one.mark,
        method=one.method,
        given=f"{one.code or one.participant or ''} {one.session or ''}"[:GIVEN_MOST] if unknown else "",
        noted_at=one.noted_at,
        offset_ms=round(offset / timedelta(milliseconds=1)),
        at=moment,
        received_at=at,
    )
    return scan, kinds


def _whose(one: Given, known: _Known) -> tuple[UUID | None, UUID | None, set[ConflictKind]]:
    """Session and participant as the scan names them: by key, by a code, or by a row of paper."""
    if not one.code:
        return one.session, one.participant, set()
    row = known.rows.get(one.code.removeprefix(ROW)) if one.code.startswith(ROW) else None
    if row is not None:
        return row.sheet.session_id, row.participant_id, set()
    code = known.by_digits.get(one.code) or known.by_secret.get(one.code.removeprefix(PERSON))
    if code is None:
        return one.session, None, set()
    return one.session, code.participant_id, set() if code.is_in_force else {ConflictKind.CODE_ENDED}


def _of_the_session(
    session: UUID, participant: UUID | None, known: _Known, *, is_leaver: bool
) -> set[ConflictKind]:
    kinds: set[ConflictKind] = set()
    if session in known.cancelled:
        kinds.add(ConflictKind.OUTSIDE_WINDOW)
    if participant is not None and not is_leaver and participant not in known.expected[session]:
        kinds.add(ConflictKind.OTHER_GROUP)
    return kinds


def _of_the_device(
    scan: Scan, device: Device | None, offset: timedelta, terms: PresenceTerms
) -> set[ConflictKind]:
    kinds: set[ConflictKind] = set()
    if abs(offset) > timedelta(minutes=terms.skew_minutes):
        kinds.add(ConflictKind.CLOCK_SKEW)
    if device is not None and device.ended_at is not None and scan.read_at >= device.ended_at:
        kinds.add(ConflictKind.DEVICE_ENDED)
    return kinds


def _tell(scans: Iterable[Scan], known: _Known, terms: PresenceTerms, *, edition: UUID, at: datetime) -> None:
    """Tell presence anew for everybody whom these scans are about, from all notes there are of them."""
    about = {
        (scan.session_id, scan.participant_id) for scan in scans if scan.session_id and scan.participant_id
    }
    if not about:
        return
    sessions, people = {one for one, _who in about}, {who for _one, who in about}
    notes: dict[tuple[UUID, UUID], list[Note]] = defaultdict(list)
    rows = Scan.objects.filter(session__in=sessions, participant__in=people).select_related("device")
    late: list[tuple[UUID, ConflictKind]] = []
    for row in rows:
        if row.device is not None and row.device.ended_at is not None and row.read_at >= row.device.ended_at:
            continue  # kept and told, but a device that was taken away notes nobody present
        if row.session_id is None or row.participant_id is None:
            continue
        notes[row.session_id, row.participant_id].append(_note(row))
        if _is_outside(row, known.slots[row.session_id], terms):
            late.append((row.pk, ConflictKind.OUTSIDE_WINDOW))
    there = {
        (one.session_id, one.participant_id): one
        for one in Presence.objects.filter(session__in=sessions, participant__in=people)
    }
    new: list[Presence] = []
    changed: list[Presence] = []
    gone: list[UUID] = []
    for key in about:
        slot = known.slots[key[0]]
        late.extend(conflicts_among(notes[key]))
        told = told_by(notes[key], begins_at=slot.begins_at, ends_at=slot.ends_at, terms=terms)
        presence = there.get(key)
        if told is None:
            gone.extend([presence.pk] if presence else [])
            continue
        one = presence or Presence(session_id=key[0], participant_id=key[1])
        if presence is not None and all(getattr(one, name) == getattr(told, name) for name in SHARED):
            continue
        for name in SHARED:
            setattr(one, name, getattr(told, name))
        (changed if presence else new).append(one)
    Presence.objects.filter(pk__in=gone).delete()
    Presence.objects.bulk_create(new, batch_size=500)
    Presence.objects.bulk_update(changed, SHARED, batch_size=500)
    _keep_conflicts(late, edition, at)


def _note(row: Scan) -> Note:
    return Note(
        key=row.pk,
        nonce=row.nonce,
        at=row.at,
        mark=row.mark,
        method=row.method,
        source=f"device:{row.device_id}" if row.device_id else row.actor,
        actor=row.actor,
    )


def _is_outside(row: Scan, slot: Slot, terms: PresenceTerms) -> bool:
    """Whether a door's scan was at another time; lists and sheets are often filled in later."""
    if row.method not in {Method.SCAN, Method.KIOSK}:
        return False
    opens = slot.begins_at - timedelta(minutes=terms.opens_before)
    return not opens <= row.at <= slot.ends_at + timedelta(minutes=terms.closes_after)


def _keep_conflicts(found: Iterable[tuple[UUID, ConflictKind]], edition: UUID, at: datetime) -> None:
    Conflict.objects.bulk_create(
        [Conflict(scan_id=scan, edition_id=edition, kind=kind, found_at=at) for scan, kind in found],
        ignore_conflicts=True,  # found again is found once
        batch_size=500,
    )
