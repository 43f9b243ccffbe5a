"""The checker holds timetables that were spoilt at random against the rulebook, and accepts none of them."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING, Any

import pytest

from balai.engine.timetabling.check import breaches, costs
from balai.engine.timetabling.problem import Absence, Observance, Person, Pin, Quiet, Window
from balai.engine.timetabling.read import read_programme, read_timetable
from tests.engine.timetabling.reference import FILE, PLANNED

if TYPE_CHECKING:
    from balai.engine.timetabling.problem import Problem, Session
    from balai.engine.timetabling.result import Placement, Timetable

REFERENCE = read_programme(FILE)


@pytest.fixture(scope="module")
def planned() -> Timetable:
    found = read_timetable(PLANNED, REFERENCE)
    assert breaches(REFERENCE, found) == []
    return found


def _but(place: Placement, timetable_: Timetable, **change: Any) -> Timetable:
    return dataclasses.replace(
        timetable_,
        placements=tuple(
            dataclasses.replace(one, **change) if one == place else one for one in timetable_.placements
        ),
    )


def _lost(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    gone = draw.choice(planned_.placements)
    left = tuple(one for one in planned_.placements if one != gone)
    return REFERENCE, dataclasses.replace(planned_, placements=left), "T1"


def _beside_the_grid(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    place = draw.choice(planned_.placements)
    return REFERENCE, _but(place, planned_, begins=place.begins + draw.randint(1, 14)), "T1"


def _other_room(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    place = draw.choice([one for one in planned_.placements if one.room])
    room = draw.choice([one.id for one in REFERENCE.rooms if one.id != place.room])
    return REFERENCE, _but(place, planned_, room=room), "T1"


def _other_day(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    """A day on which the session may not be: every session of the reference has days of its own."""
    place = draw.choice(planned_.placements)
    held = next(one for one in REFERENCE.sessions if one.id == place.session)
    days = {piece.begins // 1_440 for piece in held.windows}
    day = draw.choice([day for day in range(REFERENCE.days) if day not in days])
    return REFERENCE, _but(place, planned_, begins=day * 1_440 + place.begins % 1_440), "T2"


def _at_night(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    place = draw.choice([one for one in planned_.placements if one.room])
    begins = place.begins // 1_440 * 1_440 + draw.randrange(0, 345, 15)
    return REFERENCE, _but(place, planned_, begins=begins), "T3"


def _over_lunch(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    place = draw.choice(planned_.placements)
    begins = place.begins // 1_440 * 1_440 + draw.randrange(720, 780, 15)
    return REFERENCE, _but(place, planned_, begins=begins), "T4"


def _onto_another(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    """Two sessions of one group at once."""
    by_id = {one.session: one for one in planned_.placements}
    one, other = draw.sample([one for one in REFERENCE.sessions if "A" in one.groups], 2)
    return REFERENCE, _but(by_id[one.id], planned_, begins=by_id[other.id].begins), "T5"


def _before_what_it_waits_for(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    by_id = {one.session: one for one in planned_.placements}
    held = draw.choice([one for one in REFERENCE.sessions if one.after])
    earlier = by_id[draw.choice(held.after)]
    return REFERENCE, _but(by_id[held.id], planned_, begins=earlier.begins), "T12"


def _with(held: Session, **change: Any) -> Problem:
    changed = dataclasses.replace(held, **change)
    return dataclasses.replace(
        REFERENCE,
        sessions=tuple(changed if one.id == held.id else one for one in REFERENCE.sessions),
    )


def _pinned_elsewhere(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    held = draw.choice(REFERENCE.sessions)
    begins = next(one.begins for one in planned_.placements if one.session == held.id)
    pin = Pin(begins=begins + draw.choice([-15, 15]) * draw.randint(1, 8))
    return _with(held, pin=pin), planned_, "T20"


def _larger_group(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    groups = tuple(
        dataclasses.replace(one, size=draw.randint(7, 30)) if one.id == "A" else one
        for one in REFERENCE.groups
    )
    return dataclasses.replace(REFERENCE, groups=groups), planned_, "T8"


def _away(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    place = draw.choice(planned_.placements)
    held = next(one for one in REFERENCE.sessions if one.id == place.session)
    if not held.people:
        return _lost(planned_, draw)
    minute = place.begins + draw.randrange(held.minutes)
    gone = Absence(window=Window(begins=minute, ends=minute + 1))
    name = draw.choice(held.people)
    people = tuple(
        Person(id=one.id, name=one.name, away=(gone,)) if one.id == name else one for one in REFERENCE.people
    )
    return dataclasses.replace(REFERENCE, people=people), planned_, "T11"


def _longer_way(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    travel = tuple(dataclasses.replace(leg, minutes=draw.randint(600, 900)) for leg in REFERENCE.travel)
    return dataclasses.replace(REFERENCE, travel=travel), planned_, "T13"


def _busy_person(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    """Two sessions of one person at once, of other groups."""
    by_id = {one.session: one for one in planned_.placements}
    one, other = draw.sample([one for one in REFERENCE.sessions if "sample-tri" in one.people], 2)
    return REFERENCE, _but(by_id[one.id], planned_, begins=by_id[other.id].begins), "T6"


def _taken_room(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    """Others have a room for a minute of a session."""
    place = draw.choice([one for one in planned_.placements if one.room])
    held = next(one for one in REFERENCE.sessions if one.id == place.session)
    minute = place.begins + draw.randrange(held.minutes)
    taken = (Window(begins=minute, ends=minute + 1),)
    rooms = tuple(
        dataclasses.replace(one, taken=taken) if one.id == place.room else one for one in REFERENCE.rooms
    )
    return dataclasses.replace(REFERENCE, rooms=rooms), planned_, "T7"


def _smaller_site(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    """A site that takes fewer people than a group has."""
    place = draw.choice([one for one in planned_.placements if one.room])
    where = next(one.site for one in REFERENCE.rooms if one.id == place.room)
    holds = draw.randint(0, 4)
    sites = tuple(
        dataclasses.replace(one, holds=holds) if one.id == where else one for one in REFERENCE.sites
    )
    return dataclasses.replace(REFERENCE, sites=sites), planned_, "T9"


def _broken_machine(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    kind = draw.choice([need for one in REFERENCE.sessions for need in one.machines])
    machines = tuple(
        dataclasses.replace(one, quantity=kind.count - 1) if one.id == kind.machine else one
        for one in REFERENCE.machines
    )
    return dataclasses.replace(REFERENCE, machines=machines), planned_, "T10"


def _moved_away(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    """A site in another city than where its groups are on that day."""
    where = draw.choice(["bblm", "bbt", "bbk", "b4t", "bbpk", "ptdi"])
    sites = tuple(
        dataclasses.replace(one, city="Jakarta") if one.id == where else one for one in REFERENCE.sites
    )
    return dataclasses.replace(REFERENCE, sites=sites), planned_, "T14"


def _quiet_time(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    held = draw.choice([one for one in REFERENCE.sessions if one.is_heavy])
    begins = next(one.begins for one in planned_.placements if one.session == held.id)
    minute = begins + draw.randrange(held.minutes)
    quiet = Quiet(id="quiet", name="a quiet time", windows=(Window(begins=minute, ends=minute + 1),))
    return dataclasses.replace(REFERENCE, quiets=(*REFERENCE.quiets, quiet)), planned_, "T19"


def _tighter_limit(planned_: Timetable, draw: random.Random) -> tuple[Problem, Timetable, str]:
    name, least, most, rule = draw.choice(
        [
            ("day_minutes", 60, 400, "T15"),
            ("contact_minutes", 60, 300, "T16"),
            ("sites", 0, 1, "T17"),
            ("free_half_day_in", 1, 2, "T18"),
        ]
    )
    limits = dataclasses.replace(REFERENCE.limits, **{name: draw.randint(least, most)})
    return dataclasses.replace(REFERENCE, limits=limits), planned_, rule


def test_kept_times_of_mutants_are_counted_minute_by_minute(planned: Timetable) -> None:
    """Times that are kept, drawn at random over the reference, against a count without any windows."""
    draw = random.Random(2)  # noqa: S311 -- repeatable mutations
    sessions = {one.id: one for one in REFERENCE.sessions}
    base = costs(REFERENCE, planned)
    seen = set()
    for _each in range(60):
        begins = draw.randrange(REFERENCE.days * 1_440 - 600)
        ends = begins + draw.randint(1, 600)
        kept = Observance(
            id="k", name="k", windows=(Window(begins=begins, ends=ends),), people=draw.choice([5, 10])
        )
        weights = dataclasses.replace(REFERENCE.weights, kept_time=draw.randint(0, 4))
        problem = dataclasses.replace(REFERENCE, observances=(kept,), weights=weights)
        minutes = set(range(begins, ends))
        groups = sum(
            len(sessions[place.session].groups)
            for place in planned.placements
            if minutes & set(range(place.begins, place.begins + sessions[place.session].minutes))
        )
        points = weights.kept_time * kept.people * groups
        seen.add(points)
        assert costs(problem, planned) == base | {"T28": points}
    assert len(seen) > 10
    assert base["T28"] == 0


MUTATIONS = (
    *(_lost, _beside_the_grid, _other_room, _other_day, _at_night, _over_lunch, _onto_another),
    *(_before_what_it_waits_for, _pinned_elsewhere, _larger_group, _away, _longer_way, _tighter_limit),
    *(_busy_person, _taken_room, _smaller_site, _broken_machine, _moved_away, _quiet_time),
)


def _refuses_mutants(planned_: Timetable, count: int) -> None:
    draw = random.Random(1)  # noqa: S311 -- repeatable mutations
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        problem, mutant, rule = mutation(planned_, draw)
        assert (problem, mutant) != (REFERENCE, planned_)
        found = {breach.rule for breach in breaches(problem, mutant)}
        assert rule in found or (mutation is _away and "T1" in found), (number, mutation, found)


def test_every_kind_of_mutant_is_refused(planned: Timetable) -> None:
    _refuses_mutants(planned, 20 * len(MUTATIONS))


@pytest.mark.slow
def test_ten_thousand_mutants_are_refused(planned: Timetable) -> None:
    _refuses_mutants(planned, 10_000)
