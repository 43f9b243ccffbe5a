"""Small programmes: one on which every rule can be broken by itself, and small ones for hypothesis."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from balai.engine.timetabling.check import breaches, costs
from balai.engine.timetabling.problem import (
    Absence,
    Group,
    Leg,
    Limits,
    Machine,
    Need,
    Observance,
    Pause,
    Person,
    Problem,
    Promise,
    Quiet,
    Room,
    Session,
    Site,
    Weights,
    Window,
)
from balai.engine.timetabling.result import Placement, Timetable

if TYPE_CHECKING:
    from collections.abc import Iterator

DAY = 1_440


def at(day: int, hours: int, minutes: int = 0) -> int:
    return day * DAY + hours * 60 + minutes


def window(day: int, begins: int, ends: int, *, days: int = 1) -> tuple[Window, ...]:
    """These hours on each of these days."""
    return tuple(Window(begins=at(day + n, begins), ends=at(day + n, ends)) for n in range(days))


def session(name: str, *, groups: str = "A", minutes: int = 60, **more: Any) -> Session:
    return Session(
        id=name,
        title=name,
        activity=name,
        kind=more.pop("kind", "LEC"),
        minutes=minutes,
        groups=tuple(groups),
        **more,
    )


def programme(*sessions: Session, **more: Any) -> Problem:
    """Three days with two groups, two sites and a city further on; lunch from 12 to 13."""
    parts: dict[str, Any] = {
        "title": "Sample",
        "starts_on": date(2018, 7, 18),
        "days": 3,
        "grid": 30,
        "sites": (
            Site(id="hall", name="Hall", city="Jakarta", hours=window(0, 8, 18, days=3)),
            Site(id="shop", name="Workshop", city="Jakarta", holds=8, hours=window(0, 8, 18, days=3)),
            Site(id="far", name="Far", city="Bandung", hours=window(0, 8, 18, days=3)),
        ),
        "rooms": (
            Room(id="hall.1", name="Hall 1", site="hall", seats=20),
            Room(id="hall.2", name="Hall 2", site="hall", seats=5),
            Room(id="shop.1", name="Shop 1", site="shop", seats=20),
            Room(id="shop.2", name="Shop 2", site="shop", seats=20),
            Room(id="far.1", name="Far 1", site="far", seats=20),
        ),
        "machines": (Machine(id="cnc", name="CNC", quantity=3, trainees=2),),
        "travel": (Leg(origin="shop", destination="hall", minutes=60),),
        "people": (
            Person(id="tri", name="Tri"),
            Person(id="rudi", name="Rudi", away=(Absence(window=Window(begins=DAY, ends=2 * DAY)),)),
        ),
        "groups": (Group(id="A", name="Group A", size=5), Group(id="B", name="Group B", size=5)),
        "pauses": (
            Pause(id="lunch", name="lunch", windows=window(0, 12, 13, days=3), spared=("TRV",)),
            Pause(id="prayer", name="the prayer", windows=window(2, 13, 14), sites=("shop",)),
        ),
        "sessions": sessions,
    }
    return Problem(**(parts | more))


def timetable(**places: tuple[int, str | None]) -> Timetable:
    return Timetable(
        placements=tuple(
            Placement(session=name, begins=begins, room=room)
            for name, (begins, room) in sorted(places.items())
        )
    )


@st.composite
def problems(draw: st.DrawFn, most: int = 4) -> Problem:
    """Programmes small enough to try every timetable: two days of four hours, few sessions."""
    count = draw(st.integers(1, most))
    hours = tuple(Window(begins=at(day, 10), ends=at(day, 14)) for day in range(2))
    sessions = []
    for number in range(count):
        after = draw(st.sampled_from([(), (f"s{number - 1}",)])) if number else ()
        sessions.append(
            session(
                f"s{number}",
                groups=draw(st.sampled_from(["A", "B", "AB"])),
                minutes=draw(st.sampled_from([30, 60, 90])),
                kind=draw(st.sampled_from(["LEC", "TRV"])),
                rooms=draw(st.sampled_from([("hall.1",), ("hall.1", "shop.1"), ("shop.1",), ()])),
                people=draw(st.sampled_from([(), ("tri",), ("rudi",)])),
                after=after,
                is_heavy=draw(st.booleans()),
                machines=draw(st.sampled_from([(), (Need(machine="cnc", count=2),)])),
                promise=draw(st.sampled_from([None, Promise(windows=window(0, 10, 11), weight=7)])),
                windows=draw(st.sampled_from([(), window(0, 10, 12), window(0, 10, 13, days=2)])),
            )
        )
    return programme(
        *sessions,
        days=2,
        grid=60,
        sites=(
            Site(id="hall", name="Hall", hours=hours),
            Site(id="shop", name="Workshop", holds=draw(st.sampled_from([None, 8])), hours=hours),
        ),
        rooms=(
            Room(id="hall.1", name="Hall 1", site="hall", seats=20),
            Room(id="shop.1", name="Shop 1", site="shop", seats=draw(st.sampled_from([5, 20]))),
        ),
        machines=(Machine(id="cnc", name="CNC", quantity=3, trainees=3),),
        travel=draw(st.sampled_from([(), (Leg(origin="hall", destination="shop", minutes=60),)])),
        pauses=(Pause(id="lunch", name="lunch", windows=window(0, 12, 13, days=2), spared=("TRV",)),),
        quiets=draw(
            st.sampled_from(
                [
                    (),
                    (Quiet(id="q", name="quiet", windows=window(0, 10, 12)),),
                    (Quiet(id="q", name="quiet", windows=window(0, 10, 12), weight=9),),
                ]
            )
        ),
        observances=draw(
            st.sampled_from(
                [
                    (),
                    (Observance(id="o", name="kept", windows=window(0, 10, 12), people=5),),
                    (Observance(id="o", name="kept", windows=window(0, 11, 14, days=2), people=1),),
                ]
            )
        ),
        limits=Limits(
            day_minutes=draw(st.sampled_from([None, 120])),
            contact_minutes=draw(st.sampled_from([None, 120])),
            sites=draw(st.sampled_from([None, 1])),
            free_half_day_in=draw(st.sampled_from([None, 1, 2])),
        ),
        weights=Weights(
            site_day=draw(st.integers(0, 5)),
            contact_minute=draw(st.integers(0, 1)),
            contact_good=60,
            heavy_late=draw(st.integers(0, 20)),
            waiting_minute=draw(st.integers(0, 2)),
            trainer_minute=draw(st.integers(0, 1)),
            trainer_good=60,
            kept_time=draw(st.integers(0, 3)),
        ),
    )


SINGLE = {"T1", "T2", "T3", "T4", "T8", "T11", "T19", "T20"}  # rules of one session by itself


def all_timetables(problem: Problem, *, but_for: frozenset[str] = frozenset()) -> Iterator[Timetable]:
    """Every timetable in which each session by itself breaks no rule, but for these rules."""
    begins = [at(day, hour) for day in range(problem.days) for hour in range(24)]
    choices = [
        [
            (moment, room)
            for moment, room in product(begins, one.rooms or (None,))
            if not any(
                breach.rule in SINGLE - but_for and breach.sessions == (one.id,)
                for breach in breaches(problem, timetable(**{one.id: (moment, room)}))
            )
        ]
        for one in problem.sessions
    ]
    ids = [one.id for one in problem.sessions]
    for chosen in product(*choices):
        yield timetable(**dict(zip(ids, chosen, strict=True)))


def best_by_trying_all(problem: Problem) -> int | None:
    """Points of the best timetable that the checker lets pass; none if there is none."""
    return min(
        (sum(costs(problem, one).values()) for one in all_timetables(problem) if not breaches(problem, one)),
        default=None,
    )
