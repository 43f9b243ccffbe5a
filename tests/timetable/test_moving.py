from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.engine.timetabling.check import breaches
from balai.engine.timetabling.result import Placement
from balai.kernel.refusal import RuleViolationError
from balai.timetable.models import Slot, SlotMachine, Timetable
from balai.timetable.services.moving import bench_of, judge_move, move_session, moved, pin_session, take_back
from balai.timetable.services.naming import names_of
from balai.timetable.services.publishing import publish_timetable
from tests.refusals import refused
from tests.timetable.factories import AT, CLASS, ROOM, at, draft, officer

if TYPE_CHECKING:
    from balai.people.models import Person
    from balai.programmes.models import Edition


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


@pytest.fixture
def plan(edition: Edition) -> Timetable:
    return draft(edition)


def begins(timetable: Timetable, code: str) -> int:
    bench = bench_of(Timetable.objects.select_related("edition").get(pk=timetable.pk))
    return next(one.begins for one in bench.plan.placements if one.session == code)


@pytest.mark.parametrize(
    ("code", "there", "rule", "words"),
    [
        (
            "PRA-1-A",
            (at(1, 13), ROOM),
            "T6",
            "Anwar Siregar is needed at CNC practice (B) then (24 July, 13:00–15:00).",
        ),
        ("PRA-1-A", (at(1, 13), ROOM), "T7", "CNC workshop, Centre for Metal holds CNC practice (B) then"),
        (
            "PRA-1-A",
            (at(1, 14, 30), ROOM),
            "T3",
            "Centre for Metal is not open all that time. On 24 July it is open 08:00–16:00.",
        ),
        ("PRA-1-A", (at(1, 11), ROOM), "T4", "CNC practice (A) would run into lunch."),
        (
            "PRA-1-A",
            (at(0, 9), ROOM),
            "T2",
            "CNC practice (A) is set for other times: 24 July – 25 July, 07:30–21:00.",
        ),
        ("PRA-1-A", (at(1, 8), ROOM), "T5", "Group A is at Theory of cutting then (24 July, 08:00–09:00)."),
        (
            "LEC-1",
            (at(1, 15), CLASS),
            "T12",
            "CNC practice (A) comes only after Theory of cutting has ended (24 July, 15:00–16:00).",
        ),
        ("PRA-1-A", (at(1, 9, 5), ROOM), "T1", "CNC practice (A) cannot be held there"),
    ],
)
def test_why_a_session_cannot_be_there_is_said_with_names_and_figures(
    plan: Timetable, code: str, there: tuple[int, str], rule: str, words: str
) -> None:
    verdict = judge_move(
        bench_of(plan, names_of(plan.edition)), code, begins=there[0], room=there[1], nearest=False
    )

    assert rule in verdict.rules
    assert any(words in reason for reason in verdict.reasons), verdict.reasons


def test_the_nearest_place_that_fits_is_offered(plan: Timetable) -> None:
    verdict = judge_move(bench_of(plan), "PRA-1-A", begins=at(1, 14, 30), room=ROOM)

    assert verdict.nearest == Placement(session="PRA-1-A", begins=at(1, 10), room=ROOM)


@pytest.mark.parametrize(("code", "wanted"), [("PRA-1-A", at(1, 13)), ("PRA-1-B", at(0, 9))])
def test_nothing_nearer_keeps_every_rule(plan: Timetable, code: str, wanted: int) -> None:
    bench = bench_of(plan)
    now = next(one.begins for one in bench.plan.placements if one.session == code)

    verdict = judge_move(bench, code, begins=wanted, room=ROOM)

    fitting = (
        begins
        for begins in sorted(range(0, 3 * 1_440, 15), key=lambda begins: (abs(begins - wanted), begins))
        if begins != now and not breaches(bench.problem, moved(bench.plan, code, begins, ROOM))
    )
    assert not verdict.fits
    assert verdict.nearest is not None
    assert verdict.nearest.begins == next(fitting)


def test_a_move_is_counted_again_and_can_be_taken_back(plan: Timetable, sari: Person) -> None:
    before = plan.objective

    moved = move_session(timetable=plan, code="PRA-1-B", begins=at(2, 8), room=ROOM, actor=sari, at=AT)

    assert begins(plan, "PRA-1-B") == at(2, 8)
    assert (moved.is_by_hand, moved.objective > before, moved.status) == (True, False, "feasible")
    assert SlotMachine.objects.filter(slot__session__code="PRA-1-B").count() == 2
    back = take_back(timetable=moved, actor=sari, at=AT)
    assert (begins(plan, "PRA-1-B"), back.objective, back.is_by_hand) == (at(1, 13), before, False)
    with refused("timetable.nothing_to_take_back"):
        take_back(timetable=back, actor=sari, at=AT)


def test_what_breaks_a_rule_is_not_moved(plan: Timetable, sari: Person) -> None:
    with refused("timetable.does_not_fit"):
        move_session(timetable=plan, code="PRA-1-A", begins=at(1, 13), room=ROOM, actor=sari, at=AT)

    assert begins(plan, "PRA-1-A") == at(1, 9)


def test_what_is_pinned_stays_until_the_pin_is_off_and_then_nothing_is_proven(
    plan: Timetable, sari: Person
) -> None:
    Timetable.objects.filter(pk=plan.pk).update(bound=1, objective=plan.objective + 1)
    pin_session(timetable=plan, code="PRA-1-B", is_pinned=True, actor=sari, at=AT)

    with pytest.raises(RuleViolationError, match="is pinned"):
        move_session(timetable=plan, code="PRA-1-B", begins=at(2, 8), room=ROOM, actor=sari, at=AT)

    free = pin_session(timetable=plan, code="PRA-1-B", is_pinned=False, actor=sari, at=AT)
    assert (free.bound, Slot.objects.filter(is_pinned=True).exists()) == (0, False)
    move_session(timetable=plan, code="PRA-1-B", begins=at(2, 8), room=ROOM, actor=sari, at=AT)


def test_what_is_published_is_not_moved(plan: Timetable, sari: Person) -> None:
    publish_timetable(timetable=plan, actor=sari, at=AT)

    with refused("timetable.published"):
        move_session(timetable=plan, code="PRA-1-B", begins=at(2, 8), room=ROOM, actor=sari, at=AT)


def test_a_time_that_the_curriculum_sets_is_not_let_go(edition: Edition, sari: Person) -> None:
    lecture = edition.activities.get(code="LEC-1")
    lecture.begins_at, lecture.latest_on = dt.time(8), dt.date(2018, 7, 24)
    lecture.save()
    plan = draft(edition)

    with refused("timetable.fixed"):
        pin_session(timetable=plan, code="LEC-1", is_pinned=False, actor=sari, at=AT)
