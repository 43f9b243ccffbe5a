from __future__ import annotations

import datetime as dt
from itertools import permutations
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from balai.audit.models import Deed
from balai.delivery.adapters.rights import PresenceEraser, ScanRetention
from balai.delivery.enums import ConflictKind, Mark, Method
from balai.delivery.models import CheckInCode, Conflict, Presence, PresenceTerms, Scan
from balai.delivery.rules.telling import Note, told_by
from balai.delivery.services.codes import PERSON, code_of, replace_code
from balai.delivery.services.devices import bundle_for, end_device, salted
from balai.delivery.services.presence import claim_presence, note_presence, settle_conflict
from balai.delivery.services.scanning import keep_unread
from balai.people.services.retaining import forget_expired
from balai.selection.models import Participant
from balai.timetable.queries.plans import published_slots
from tests.delivery.factories import EIGHT, NIGHT
from tests.refusals import refused
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.delivery.factories import Delivered


def states(world: Delivered) -> list[str | None]:
    found = dict(Presence.objects.values_list("participant", "state"))
    return [found.get(one.pk) for one in world.people]


def kinds() -> list[str]:
    return sorted(Conflict.objects.values_list("kind", flat=True))


# --- what the notes of one person say together --------------------------------------------------------------

BEGINS, ENDS = EIGHT, EIGHT + dt.timedelta(hours=1)
CASES: dict[str, tuple[str, str | None]] = {
    # source, mark, minutes after the beginning
    "a in -5": ("present", None),
    "a in 10": ("present", None),
    "a in 11": ("late", None),
    "a in 0, a out 40": ("left_early", None),
    "a in 0, a out 50": ("present", None),
    "a in 20, a out 30": ("late", None),
    "a in 0, a out 20, a in 30": ("present", None),
    "a absent 5": ("absent", None),
    "a absent 5, a excused 9": ("excused", None),
    "a absent 5, b in 12": ("late", None),
    "a in 0, b absent 30": ("present", None),
    "a present 1, a absent 2": ("absent", None),
    "a in 20, office present 600": ("present", None),
    "office absent 10, a in 20": ("absent", None),
    "a in 20, office cleared 30": ("", None),
    "a in 20, office cleared 30, a in 40": ("late", None),
    "c claim 90": ("present", "claimed"),
    "c claim 90, a absent 95": ("absent", None),
    "a online 0": ("online", None),
    "a out 58": ("present", None),
}


@pytest.mark.parametrize("text", CASES)
def test_the_same_is_told_in_whatever_order_notes_arrive(text: str) -> None:
    notes = [_note(part.split()) for part in text.split(", ")]

    told = {_told(list(order)) for order in permutations(notes)}

    state, claimed = CASES[text]
    assert told == {(state, claimed == "claimed")}


def _note(parts: Sequence[str]) -> Note:
    source, mark, minutes = parts
    method = {"office": Method.OFFICE, "c": Method.SELF_CLAIM}.get(
        source, Method.SCAN if mark in {"in", "out"} else Method.MANUAL
    )
    return Note(
        key=uuid4(),
        nonce=uuid4(),
        at=BEGINS + dt.timedelta(minutes=int(minutes)),
        mark="present" if mark == "claim" else mark,
        method=method,
        source=source,
        actor="system",
    )


def _told(notes: list[Note]) -> tuple[str, bool]:
    told = told_by(notes, begins_at=BEGINS, ends_at=ENDS, terms=PresenceTerms())
    return (str(told.state), told.is_claimed) if told else ("", False)


# --- handing in ---------------------------------------------------------------------------------------------


def test_two_devices_that_saw_one_person_give_one_presence_two_scans_and_one_conflict(
    world: Delivered,
) -> None:
    one, other = world.device("One"), world.device("Other")
    first = world.scan(0, minutes=-3)
    later = world.scan(0, minutes=-3 + 10 / 60)

    world.hand_in(other, later)  # who scanned later hands in first
    world.hand_in(one, first)

    presence = Presence.objects.get()
    assert (presence.state, presence.arrived_at) == ("present", first.noted_at)
    assert Scan.objects.count() == 2
    conflict = Conflict.objects.get()
    assert (conflict.kind, conflict.scan.nonce) == (ConflictKind.TWO_DEVICES, later.nonce)


def test_handing_in_three_times_changes_nothing_and_is_answered_the_same(world: Delivered) -> None:
    device = world.device()
    given = [world.scan(number, minutes=number * 6) for number in range(4)]

    answers = [world.hand_in(device, *given) for _turn in range(3)]

    assert [one.is_new for one in answers[0]] == [True] * 4
    assert [one.is_new for one in answers[1] + answers[2]] == [False] * 8
    assert [[one.conflicts for one in answer] for answer in answers] == [[()] * 4] * 3
    assert states(world) == ["present", "present", "late", "late"]
    assert (Scan.objects.count(), Deed.objects.filter(action="presence.noted").count()) == (4, 1)


def test_a_clock_ten_minutes_ahead_is_set_right_and_told(world: Delivered) -> None:
    offset = dt.timedelta(minutes=-10)

    world.hand_in(world.device(), world.scan(0, minutes=15), offset=offset)

    scan = Scan.objects.get()
    assert scan.at == EIGHT + dt.timedelta(minutes=5)
    assert (scan.noted_at, scan.offset_ms) == (EIGHT + dt.timedelta(minutes=15), -600_000)
    assert states(world)[0] == "present"
    assert kinds() == [ConflictKind.CLOCK_SKEW]


def test_what_does_not_fit_is_kept_and_told_and_the_floor_wins(world: Delivered) -> None:
    device = world.device()
    lost = code_of(participant=world.people[0], at=AT)
    replace_code(participant=world.people[0], actor=world.sari, at=AT)
    gone = world.people[1]
    scans = [
        world.scan(0, code=PERSON + lost.secret),
        world.scan(1),
        world.scan(2, minutes=-200),
        world.scan(3, code=PERSON + "A" * 26),
        world.scan(3, session=uuid4()),
    ]
    Participant.objects.filter(pk=gone.pk).update(
        state="withdrawn", place=None, ended_at=AT, ended_by="system", ended_why="person"
    )

    answers = world.hand_in(device, *scans)

    assert [one.conflicts for one in answers] == [
        (ConflictKind.CODE_ENDED,),
        (ConflictKind.NOT_CONFIRMED,),
        (ConflictKind.OUTSIDE_WINDOW,),
        (ConflictKind.CODE_UNKNOWN,),
        (ConflictKind.SESSION_UNKNOWN,),
    ]
    assert states(world) == ["present", "present", "present", None]
    assert Scan.objects.count() == 5


def test_a_device_that_was_ended_is_heard_and_counts_only_what_it_noted_before(world: Delivered) -> None:
    device = world.device()
    end_device(device=device, actor=world.sari, at=EIGHT)
    device.refresh_from_db()

    world.hand_in(device, world.scan(0, minutes=-5), world.scan(1, minutes=5))

    assert states(world) == ["present", None, None, None]
    assert kinds() == [ConflictKind.DEVICE_ENDED]


def test_six_digits_and_a_name_in_the_list_do_as_well_as_a_code(world: Delivered) -> None:
    digits = code_of(participant=world.people[0], at=AT).digits

    world.hand_in(
        world.device(),
        world.scan(0, code=digits),
        world.scan(1, participant=world.people[1].pk, mark=Mark.EXCUSED, method=Method.MANUAL),
    )

    assert states(world) == ["present", "excused", None, None]


def test_somebody_of_another_group_is_noted_and_told(world: Delivered) -> None:
    practice = world.slot("PRA-1-A")
    outsider = next(
        number
        for number, one in enumerate(world.people)
        if not one.groups.filter(group__in=practice.groups.all()).exists()
    )

    world.hand_in(world.device(), world.scan(outsider, minutes=60, session=practice.session_id))

    assert states(world)[outsider] == "present"
    assert kinds() == [ConflictKind.OTHER_GROUP]


# --- list, correction, claim --------------------------------------------------------------------------------


def test_the_office_corrects_the_floor_and_may_take_it_back(world: Delivered) -> None:
    slot, person = world.slot(), world.people[0]
    world.hand_in(world.device(), world.scan(0, minutes=30))

    def correct(mark: Mark, minutes: int) -> Presence | None:
        return note_presence(
            slot=slot,
            participant=person,
            mark=mark,
            actor=world.sari,
            at=NIGHT + dt.timedelta(minutes=minutes),
            is_correction=True,
        )

    excused, cleared = correct(Mark.EXCUSED, 0), correct(Mark.CLEARED, 1)

    assert excused is not None
    assert (excused.state, excused.method, excused.arrived_at) == ("excused", Method.OFFICE, None)
    assert cleared is None
    assert Scan.objects.count() == 3
    assert Deed.objects.filter(action="presence.corrected").count() == 2


def test_who_claims_to_have_been_there_is_marked_until_somebody_else_says_so(world: Delivered) -> None:
    slot, person = world.slot(), world.people[0]

    with refused("claim.too_early"):
        claim_presence(slot=slot, participant=person, actor=person.person, at=EIGHT - dt.timedelta(minutes=1))
    with refused("claim.too_late"):
        claim_presence(slot=slot, participant=person, actor=person.person, at=EIGHT + dt.timedelta(hours=50))
    claimed = claim_presence(slot=slot, participant=person, actor=person.person, at=NIGHT)
    with refused("claim.noted"):
        claim_presence(slot=slot, participant=person, actor=person.person, at=NIGHT)

    assert (claimed.state, claimed.is_claimed) == ("present", True)
    assert kinds() == [ConflictKind.SELF_CLAIM]
    world.hand_in(world.device(), world.scan(0, minutes=20))
    assert Presence.objects.values_list("state", "is_claimed").get() == ("late", False)


def test_a_conflict_is_looked_at_once(world: Delivered) -> None:
    world.hand_in(world.device(), world.scan(0, minutes=-200))
    conflict = Conflict.objects.get()

    settled = settle_conflict(conflict=conflict, note=" The clock was wrong. ", actor=world.sari, at=NIGHT)

    assert (settled.note, settled.settled_by) == ("The clock was wrong.", world.sari.reference)
    with refused("presence_conflict.settled"):
        settle_conflict(conflict=conflict, note="", actor=world.sari, at=NIGHT)


# --- what a device takes along ------------------------------------------------------------------------------


def test_a_device_takes_names_sessions_and_rules_and_nothing_else_of_people(world: Delivered) -> None:
    device = world.device()

    bundle = bundle_for(device=device, slots=published_slots(world.edition), person=world.sari, at=EIGHT)

    code = CheckInCode.objects.get(participant=world.people[0])
    assert {
        "id": str(world.people[0].pk),
        "name": "Karma 1",
        "country": "Bhutan",
        "code": salted(bundle["salt"], code.secret),
        "digits": salted(bundle["salt"], code.digits),
    } in bundle["people"]
    assert len(bundle["people"]) == 4
    assert [(one["code"], len(one["people"])) for one in bundle["sessions"]] == [
        ("LEC-1", 4),
        ("PRA-1-A", 2),
        ("PRA-1-B", 2),
    ]
    assert bundle["expires_at"] == (EIGHT + dt.timedelta(days=3)).isoformat()
    assert code.secret not in str(bundle)
    end_device(device=device, actor=world.sari, at=EIGHT)
    device.refresh_from_db()
    with refused("device.ended"):
        bundle_for(device=device, slots=[], person=world.sari, at=EIGHT)


# --- the database says no -----------------------------------------------------------------------------------


def test_the_database_keeps_one_presence_of_one_edition_and_every_raw_scan(world: Delivered) -> None:
    world.hand_in(world.device(), world.scan(0))
    noted = Presence.objects.get()
    values = {"session": noted.session, "state": "present", "method": "scan", "decided_at": AT}

    with pytest.raises(IntegrityError, match="presence_once_for_a_session"), transaction.atomic():
        Presence.objects.create(participant=noted.participant, decided_by="system", **values)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Scan.objects.update(mark=Mark.OUT)
    with pytest.raises(IntegrityError, match="nonce"), transaction.atomic():
        scan = Scan.objects.get()
        scan.pk = uuid4()
        scan.save(force_insert=True)


# --- rights -------------------------------------------------------------------------------------------------


def test_raw_scans_are_forgotten_in_time_and_erased_and_presence_stays(world: Delivered) -> None:
    world.hand_in(world.device(), world.scan(0), world.scan(1))
    ended = world.edition.ends_on
    assert ended is not None
    kept = ScanRetention()

    assert list(kept.expired(ended_before=ended)) == []
    due = list(kept.expired(ended_before=ended + dt.timedelta(days=1)))
    assert {one.person_id for one in due} == {one.person_id for one in world.people[:2]}
    assert kept.forget(due[:1], at=NIGHT) == 1
    assert PresenceEraser()([one.person for one in world.people], at=NIGHT) > 0

    assert (Scan.objects.count(), CheckInCode.objects.count(), Presence.objects.count()) == (0, 0, 2)


def test_what_could_not_be_read_is_forgotten_in_the_same_time(world: Delivered) -> None:
    keep_unread(device=world.device(), said=['{"note": "Budi"}'], at=NIGHT)
    ended = world.edition.ends_on
    assert ended is not None
    weeks = dt.timedelta(weeks=ScanRetention.weeks)
    moment = dt.datetime.combine(ended + weeks, dt.time(12), dt.UTC)

    forget_expired(at=moment)
    assert Scan.objects.count() == 1
    forget_expired(at=moment + dt.timedelta(days=1))

    assert not Scan.objects.exists()
    assert Deed.objects.filter(action="retention.forgotten", subject__startswith="scan:").count() == 1
