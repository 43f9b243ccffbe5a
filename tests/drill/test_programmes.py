"""Programmes that go wrong: whatever happens, nothing is double, nothing leaks, and the trail tells all."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import transaction

from balai import config
from balai.cli.drill import CHAPTERS as OFFERED
from balai.cli.drill import MOST
from balai.cli.drilling import document, refuse_elsewhere
from balai.database.problems import DatabaseProblem
from balai.directory.services.shipped import enter_shipped_lists
from balai.drill.events import COVERED, EVENTS
from balai.drill.ground import MOST as WEEKS
from balai.drill.invariants import breaches, clashes
from balai.drill.life import CHAPTERS, live
from balai.drill.people import planted
from balai.people.models import Person
from balai.programmes.models import Quota
from balai.timetable.models import Session, Slot, StandIn
from tests.kernel.keys import own_keys
from tests.programmes.factories import EditionFactory, session_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.drill.telling import Telling

PAGE = Path(__file__).parents[2] / "docs" / "operate" / "drill.md"
SEEDS = range(1, 101)
OFTEN = 5
"""How often each kind of event happens in all of them at least."""


@pytest.fixture
def demonstration(db: None) -> Iterator[None]:
    """A home that is marked as a demonstration's, with keys and with what migrations enter."""
    enter_shipped_lists(apps)
    for code in ("LEC", "PRA"):
        session_type(code)
    mark = config.current().home / "demo.json"
    was_there = mark.exists()
    mark.write_text("{}")
    with own_keys():
        yield
    if not was_there:
        mark.unlink()


def lived(seed: int) -> Telling:
    """A programme that leaves nothing behind."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # noqa: SLF001 -- as a test case's own: a look commits for good
    with block:
        told = live(seed)
        transaction.set_rollback(True)
    return told


@pytest.mark.usefixtures("demonstration")
def test_a_programme_that_goes_wrong_keeps_every_invariant_and_each_is_seen_when_it_breaks() -> None:
    told = live(3, until="preparation")
    assert (told.broken, told.answers, told.happened.total() > 0) == ([], 10, True)
    assert told.opened >= len(CHAPTERS) // 2  # the officer's own at least
    session = Session.objects.filter(edition=told.edition, code="LEC").get()
    teachers = told.ground.teachers

    Person.objects.filter(pk=told.ground.focal_points["BT"].pk).update(name=planted("Health", 1))
    leaked = breaches(told.edition)
    Person.objects.filter(pk=told.ground.focal_points["BT"].pk).update(name="Focal point")
    Quota.objects.filter(edition=told.edition).update(places=0)
    StandIn.objects.create(
        session=session,
        absent=teachers["drill-anwar"],
        person=teachers["drill-citra"],
        reason="Ill.",
        at=told.at,
        actor=told.ground.officer.reference,
    )
    told.edition.refresh_from_db()
    found = breaches(told.edition)
    Quota.objects.filter(edition=told.edition).update(places=1)  # the database would not commit it

    assert leaked == ["a planted word stands in balai_person"]
    assert f"the trail does not tell session.resource_person_replaced of session:{session.pk}" in found
    assert any(one.endswith(" has 1 places of 0") for one in found)


def test_sessions_that_overlap_clash_and_those_that_follow_each_other_do_not() -> None:
    ten = dt.datetime(2027, 1, 6, 10, tzinfo=dt.UTC)
    slots = [
        Slot(
            session=Session(code=code),
            begins_at=ten + dt.timedelta(hours=begins),
            ends_at=ten + dt.timedelta(hours=ends),
        )
        for code, begins, ends in (("A", 0, 2), ("B", 1, 3), ("C", 3, 4))
    ]

    assert list(clashes({("room", 1): slots})) == [f"a room is in A and B at {slots[1].begins_at}"]


@pytest.mark.django_db
def test_a_drill_is_refused_outside_of_a_demonstration_and_a_second_time() -> None:
    mark = config.current().home / "demo.json"
    was_there = mark.exists()
    mark.unlink(missing_ok=True)
    with pytest.raises(DatabaseProblem, match="not the home of a demonstration"):
        refuse_elsewhere(range(1, 2))
    mark.write_text("{}")
    EditionFactory.create(code="drill-2")
    refuse_elsewhere([1, 3])
    with pytest.raises(DatabaseProblem, match="drill-2 already"):
        refuse_elsewhere(range(1, 4))
    if not was_there:
        mark.unlink()


def test_the_page_tells_of_every_event_and_what_of_it_is_not_in_the_product() -> None:
    told = re.findall(r"^\| (E\d+) \| ([^|]+) \| ([^|]+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    assert [(code, what) for code, what, _how in told] == [(one.code, one.what) for one in EVENTS]
    missing = [
        how.removeprefix("not in the product: ") for _code, _what, how in told if how.startswith("not in")
    ]
    assert missing == [one.missing for one in EVENTS if one.missing]


def test_every_kind_of_event_is_in_the_table_and_the_command_knows_every_chapter() -> None:
    assert [one.code for one in EVENTS] == [f"E{number}" for number in range(1, 31)]
    assert (tuple(CHAPTERS), MOST) == (OFFERED, WEEKS)


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_a_hundred_programmes_go_wrong_in_every_way_and_all_holds() -> None:
    told = [lived(seed) for seed in SEEDS]
    again = lived(SEEDS[0])

    report = document(told, seconds=0)
    happened: Counter[str] = Counter()
    for one in told:
        happened.update(one.happened)
    print(sorted(happened.items(), key=lambda pair: int(pair[0][1:])))  # noqa: T201 -- the figures of the drill
    assert report["broken"] == []
    assert {code: happened[code] for code in COVERED if happened[code] < OFTEN} == {}
    assert set(happened) == set(COVERED)
    assert again.happened == told[0].happened
