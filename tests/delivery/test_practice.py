"""The safety gate, what may be signed, corrections, devices without network, and what the database holds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from balai.audit.models import Deed
from balai.delivery.enums import Level
from balai.delivery.models.practice import PracticeSignature, SafetyBriefing, SignOff
from balai.delivery.queries.practice import covers, history_of, passport_of, standings
from balai.delivery.services.practice import keep_product, sign_as_participant, withdraw_briefing
from balai.delivery.services.practice_tasks import change_task
from balai.directory.enums import SafetyClass
from balai.directory.models import Machine
from balai.kernel.restricted import look
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from tests.delivery.practice import ALONE, DONE, DRAWN, EARLIER, briefed, cnc_task, signed, supervisor
from tests.directory.factories import country
from tests.kernel.keys import own_keys
from tests.office.test_images import picture
from tests.programmes.factories import session_type
from tests.refusals import refused
from tests.timetable.factories import participant, small_edition

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    from balai.delivery.models.practice import PracticeTask
    from balai.people.models import Person
    from balai.selection.models import Participant

LATER = DONE + dt.timedelta(hours=1)


@pytest.fixture
def edition(db: None) -> Iterator[Edition]:
    """Three days at one centre, and keys that seal what is signed."""
    for code in ("BT", "ID"):
        country(code)
    for code in ("PRA", "LEC"):
        session_type(code)
    with own_keys():
        yield small_edition()


@pytest.fixture
def task(edition: Edition) -> PracticeTask:
    return cnc_task(edition)


@pytest.fixture
def yusuf(edition: Edition) -> Person:
    return supervisor(edition)


@pytest.fixture
def karma(edition: Edition) -> Participant:
    return participant(edition, 1)


def of_the(task: PracticeTask) -> QuerySet[Machine]:
    return Machine.objects.filter(site=task.site, code="cnc")


# --- safety first --------------------------------------------------------------------------------------


def test_nothing_is_signed_before_the_briefing(karma: Participant, task: PracticeTask, yusuf: Person) -> None:
    with refused("practice.not_briefed"):
        signed(karma, task, yusuf)
    given = briefed(karma, task, yusuf, protection=["glasses"])

    signed(karma, task, yusuf)
    withdraw_briefing(briefing=given, actor=yusuf, at=DONE)

    assert SignOff.objects.count() == 1
    with refused("practice.not_briefed"):
        signed(karma, task, yusuf)


@pytest.mark.parametrize("for_site", [False, True])
def test_a_briefing_covers_its_machine_or_its_class_and_milder(
    karma: Participant,
    task: PracticeTask,
    yusuf: Person,
    for_site: bool,  # noqa: FBT001 -- a case
) -> None:
    of_the(task).update(safety_class=SafetyClass.BRIEFED)
    task.refresh_from_db()
    given = briefed(karma, task, yusuf, for_whole_site=for_site)
    is_covered = {}

    for its_class in SafetyClass:
        task.machine = Machine(pk=uuid4(), safety_class=its_class)
        is_covered[its_class.value] = covers(given, task)

    milder = {"open": True, "shown": True, "briefed": True, "supervised": False}
    assert is_covered == (milder if for_site else dict.fromkeys(milder, False))


def test_a_machine_that_is_only_shown_is_only_observed(
    karma: Participant, task: PracticeTask, yusuf: Person
) -> None:
    of_the(task).update(safety_class=SafetyClass.SHOWN)
    task.refresh_from_db()
    briefed(karma, task, yusuf)

    with refused("practice.too_high"):
        signed(karma, task, yusuf, level=Level.ASSISTED)
    assert signed(karma, task, yusuf, level=Level.OBSERVED, minutes=0).level == Level.OBSERVED


# --- what may be signed --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("practice.too_high", {"results": {1: "observed", 2: "independent", 3: "independent"}}),
        ("practice.too_high", {"results": {2: "independent", 3: "independent"}}),
        ("practice.too_high", {"results": {1: "assisted", 2: "assisted", 3: "observed"}}),
        ("practice.other_steps", {"results": {4: "assisted"}}),
        ("practice.other_steps", {"results": {1: "brilliant"}}),
        ("practice.not_in_a_day", {"minutes": 1441}),
        ("practice.not_in_a_day", {"attempts": 0}),
        ("practice.excused", {"is_excused": True}),
        ("practice.nothing_to_correct", {"corrects": UUID(int=1), "why": "Not so."}),
        ("practice.signature", {"supervisor": [[[5, 2000], [5, 5]]]}),
        ("practice.signature", {"participant": [[[True, False], [1, 1]]]}),
        ("practice.signature", {"participant": "scribble"}),
    ],
)
def test_a_sign_off_says_no_more_than_was_seen(
    karma: Participant, task: PracticeTask, yusuf: Person, code: str, more: dict[str, Any]
) -> None:
    briefed(karma, task, yusuf)

    with refused(code):
        signed(karma, task, yusuf, **more)

    assert not SignOff.objects.exists()


def end(one: Participant) -> None:
    Edition.objects.filter(pk=one.edition_id).update(status=EditionStatus.REPORTED)


def test_nothing_is_signed_once_the_edition_is_over(
    karma: Participant, task: PracticeTask, yusuf: Person
) -> None:
    briefed(karma, task, yusuf)
    end(karma)
    task.refresh_from_db()

    with refused("practice.over"):
        signed(karma, task, yusuf)


def test_a_sign_off_is_told_once_and_its_signatures_are_sealed(
    karma: Participant, task: PracticeTask, yusuf: Person
) -> None:
    briefed(karma, task, yusuf)

    one = signed(karma, task, yusuf, supervisor=DRAWN, measured="12.03", note=" Slow and sure. ")

    told = Deed.objects.filter(action="practice.signed").values_list("actor", "subject", "detail")
    assert list(told) == [
        (
            yusuf.reference,
            karma.reference,
            {"sign_off": str(one.pk), "task": task.reference, "level": "independent"},
        )
    ]
    assert one.note == "Slow and sure."
    signature = PracticeSignature.objects.get()
    assert (signature.signer, signature.by, signature.person_id) == ("supervisor", "drawn", yusuf.pk)


@pytest.mark.django_db(transaction=True)
def test_what_was_drawn_is_seen_only_by_a_look(karma: Participant, task: PracticeTask, yusuf: Person) -> None:
    briefed(karma, task, yusuf)
    signed(karma, task, yusuf, participant=DRAWN)
    signature = PracticeSignature.objects.select_related("person").get(signer="participant")

    assert look(signature, "strokes", actor=yusuf.reference, purpose="practice", at=DONE) == DRAWN


def test_a_participant_signs_once_with_a_button(
    karma: Participant, task: PracticeTask, yusuf: Person
) -> None:
    briefed(karma, task, yusuf)
    one = signed(karma, task, yusuf)
    assert [page.is_signed for page in passport_of(karma).pages] == [False]

    first = sign_as_participant(sign_off=one, actor=karma.person, at=LATER)
    again = sign_as_participant(sign_off=one, actor=karma.person, at=LATER)

    passport = passport_of(karma)
    assert (first, passport.minutes, [page.is_signed for page in passport.pages]) == (again, 35, [True])


def test_a_photo_of_the_product_stays(karma: Participant, task: PracticeTask, yusuf: Person) -> None:
    briefed(karma, task, yusuf)
    one = signed(karma, task, yusuf)

    kept = keep_product(sign_off=one, content=picture("PNG"), name="part.png", actor=yusuf, at=LATER)
    again = keep_product(sign_off=one, content=picture("PNG"), name="other.png", actor=yusuf, at=LATER)

    assert (again.pk, again.name, again.person_id) == (kept.pk, "part.png", karma.person_id)
    with refused("upload.content"):
        keep_product(sign_off=one, content=b"no picture", name="part.jpg", actor=yusuf, at=LATER)


# --- devices without network ---------------------------------------------------------------------------


def test_a_replay_changes_nothing(karma: Participant, task: PracticeTask, yusuf: Person) -> None:
    first, nonce = uuid4(), uuid4()
    for _time in range(3):
        briefed(karma, task, yusuf, nonce=first)
        signed(karma, task, yusuf, nonce=nonce)

    assert (SafetyBriefing.objects.count(), SignOff.objects.count()) == (1, 1)
    assert Deed.objects.filter(action__in=["safety_briefing.given", "practice.signed"]).count() == 2


@pytest.mark.parametrize("is_turned", [False, True])
def test_two_devices_agree_whichever_is_heard_first(
    karma: Participant,
    task: PracticeTask,
    yusuf: Person,
    is_turned: bool,  # noqa: FBT001 -- a case
) -> None:
    briefed(karma, task, yusuf)
    tri = supervisor(task.edition, "Tri Wahyuni")
    nonces = UUID(int=1), UUID(int=2)
    entries: list[Callable[[], object]] = [
        lambda: signed(karma, task, yusuf, nonce=nonces[0], signed_at=DONE, level=Level.ASSISTED),
        lambda: signed(karma, task, tri, nonce=nonces[1], signed_at=DONE, level=Level.INDEPENDENT),
        lambda: signed(karma, task, tri, signed_at=EARLIER, level=Level.OBSERVED),
    ]

    for enter in reversed(entries) if is_turned else entries:
        enter()

    (found,) = standings(task, [karma])
    assert found.sign_off is not None
    assert (found.sign_off.level, found.is_twice, len(history_of(task, karma))) == ("independent", True, 3)
    agreed = {"corrects": found.sign_off.pk, "why": "Agreed with Tri.", "level": Level.ASSISTED}
    signed(karma, task, yusuf, signed_at=LATER, **agreed)
    (settled,) = standings(task, [karma])
    assert settled.sign_off is not None
    assert (settled.sign_off.level, settled.is_twice) == ("assisted", False)


def test_a_clock_ahead_counts_as_now(karma: Participant, task: PracticeTask, yusuf: Person) -> None:
    briefed(karma, task, yusuf)

    one = signed(karma, task, yusuf, signed_at=LATER, at=DONE)

    assert (one.signed_at, one.received_at) == (DONE, DONE)


# --- what was signed stays -----------------------------------------------------------------------------


def test_a_correction_says_why_and_leaves_what_was_signed(
    karma: Participant, task: PracticeTask, yusuf: Person
) -> None:
    briefed(karma, task, yusuf)
    first = signed(karma, task, yusuf)

    with refused("practice.no_reason"):
        signed(karma, task, yusuf, corrects=first.pk, level=Level.ASSISTED)
    second = signed(
        karma, task, yusuf, corrects=first.pk, why="Wrong person.", level=Level.ASSISTED, signed_at=LATER
    )

    assert [(one.pk, one.level) for one in history_of(task, karma)] == [
        (second.pk, "assisted"),
        (first.pk, "independent"),
    ]


@pytest.mark.parametrize("change", [{"level": "observed"}, {"minutes": 1}, {"signed_at": EARLIER}])
def test_the_database_refuses_to_change_what_was_signed(
    karma: Participant, task: PracticeTask, yusuf: Person, change: dict[str, Any]
) -> None:
    briefed(karma, task, yusuf)
    one = signed(karma, task, yusuf)

    with pytest.raises(IntegrityError, match="what was signed stays"), transaction.atomic():
        SignOff.objects.filter(pk=one.pk).update(**change)
    assert SignOff.objects.filter(pk=one.pk).update(note="") == 1


def test_steps_stay_once_somebody_is_signed_off(
    karma: Participant, task: PracticeTask, yusuf: Person
) -> None:
    steps = [{"text": {"en": "Only one"}}]
    change_task(task=task, values={"steps": [{"text": {"en": n}} for n in "abc"]}, actor="system", at=EARLIER)
    briefed(karma, task, yusuf)
    signed(karma, task, yusuf, results=ALONE)

    with refused("practice.task_is_signed"):
        change_task(task=task, values={"steps": steps}, actor="system", at=DONE)
    change_task(task=task, values={"title": {"en": "A pin"}}, actor="system", at=DONE)

    task.refresh_from_db()
    assert (str(task.title), task.steps.count()) == ("A pin", 3)
