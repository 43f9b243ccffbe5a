"""Programmes that go wrong: whatever happens, nothing is double, nothing leaks, and the trail tells all."""

from __future__ import annotations

import datetime as dt
import json
import os
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
from balai.cli.drilling import counted, document, refuse_elsewhere
from balai.database.problems import DatabaseProblem
from balai.directory.services.shipped import enter_shipped_lists
from balai.drill.events import COVERED, EVENTS
from balai.drill.ground import MOST as WEEKS
from balai.drill.ground import lay_ground
from balai.drill.invariants import breaches, clashes
from balai.drill.life import CHAPTERS, GROUND_LAID, live
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
TENS = [range(first, first + 10) for first in range(1, 101, 10)]
"""A hundred programmes in parts, so that processes share them."""
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
@pytest.mark.parametrize("seeds", TENS, ids=lambda seeds: f"from {seeds[0]}")
def test_ten_of_a_hundred_programmes_go_wrong_and_all_holds(
    seeds: range, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whichever part ends last has the counts of all, and asks how often each kind of event happened."""
    lay_ground(at=GROUND_LAID)  # once for all of them, as in a drill of several

    told = [lived(seed) for seed in seeds]

    assert document(told, seconds=0)["broken"] == []
    happened = counted_with_others(seeds, counted(told), folder_of_all(tmp_path_factory))
    if happened is not None:
        print(sorted(happened.items(), key=lambda pair: int(pair[0][1:])))  # noqa: T201 -- the figures of the drill
        assert {code: happened[code] for code in COVERED if happened[code] < OFTEN} == {}
        assert set(happened) == set(COVERED)


def folder_of_all(paths: pytest.TempPathFactory) -> Path:
    """A folder of this run of the suite, the same in each of its processes."""
    own = paths.getbasetemp()
    folder = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "drill"
    folder.mkdir(exist_ok=True)
    return folder


def counted_with_others(seeds: range, happened: Counter[str], folder: Path) -> Counter[str] | None:
    """Write the counts of a part; the sum of all parts once none is missing, whichever came last."""
    written = folder / f"{seeds[0]}.part"
    written.write_text(json.dumps(happened))
    written.rename(folder / f"{seeds[0]}.json")  # nobody reads half a file
    parts = [folder / f"{ten[0]}.json" for ten in TENS]
    if not all(part.exists() for part in parts):
        return None
    total: Counter[str] = Counter()
    for part in parts:
        total.update(json.loads(part.read_text()))
    return total


@pytest.mark.slow
@pytest.mark.usefixtures("demonstration")
def test_the_same_number_is_the_same_programme() -> None:
    first, again = lived(1), lived(1)

    assert first.happened.total() > 0
    assert (again.happened, again.answers, again.opened) == (first.happened, first.answers, first.opened)
