"""Lists of people: taken in whole, in batches, with every fault at its cell."""

from __future__ import annotations

import datetime as dt
import resource
import time
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.engine.bundle.problem import BundleError
from balai.kernel.bundle.importing import import_bundle
from balai.people.enums import Role
from balai.people.models import Person
from tests.engine.bundle.sample import folder
from tests.engine.bundle.sheets import workbook_file
from tests.people.factories import GrantFactory, PersonFactory
from tests.people.workbooks import HEADING, many, plant

if TYPE_CHECKING:
    from pathlib import Path

AT = dt.datetime(2018, 3, 1, 4, tzinfo=dt.UTC)


def counts(path: Path, actor: Person | None = None) -> dict[str, dict[str, int]]:
    told = import_bundle(path, actor=actor, at=AT)
    return {name: dict(one) for name, one in told.counts.items()}


def faults(path: Path, actor: Person | None = None) -> list[tuple[str, str, str]]:
    with pytest.raises(BundleError) as caught:
        import_bundle(path, actor=actor, at=AT)
    return [(str(one.place), one.rule, one.value) for one in caught.value.report]


@pytest.mark.django_db
def test_people_are_recorded_and_known_again_by_their_address(tmp_path: Path) -> None:
    old = PersonFactory.create(name="Dechen", email="Dechen@example.org", language="id")
    same = PersonFactory.create(name="Karma", email="karma@example.org", time_zone="Asia/Thimphu")
    table = (
        "email,name,time_zone\n"
        "dechen@Example.org,Dechen Wangmo,Asia/Thimphu\n"
        "karma@example.org,Karma,Asia/Thimphu\n"
        "tshering@example.org,Tshering,\n"
    )

    told = counts(folder(tmp_path, {"people.csv": table}) / "people.csv")

    assert told == {"people": {"new": 1, "changed": 1, "same": 1}}
    assert sorted(Person.objects.values_list("name", "email", "language", "time_zone")) == [
        ("Dechen Wangmo", "Dechen@example.org", "id", "Asia/Thimphu"),
        ("Karma", "karma@example.org", "en", "Asia/Thimphu"),
        ("Tshering", "tshering@example.org", "en", "UTC"),
    ]
    new = Person.objects.get(name="Tshering")
    assert sorted(Deed.objects.values_list("action", "subject")) == sorted(
        [("person.changed", old.reference), ("person.created", new.reference)]
    )
    assert same.reference not in Deed.objects.values_list("subject", flat=True)


@pytest.mark.django_db
def test_only_the_office_records_people(tmp_path: Path) -> None:
    path = folder(tmp_path, {"people.csv": "email,name\na@example.org,A\n"}) / "people.csv"
    auditor = GrantFactory.create(role=Role.AUDITOR).person
    bound = GrantFactory.create(role=Role.PROGRAMME_OFFICER, scope="country:BT").person
    officer = GrantFactory.create().person

    assert [one[1] for one in faults(path, auditor)] == ["deed.refused"]
    assert [one[1] for one in faults(path, bound)] == ["deed.refused"]
    assert counts(path, officer) == {"people": {"new": 1}}


@pytest.mark.django_db
def test_two_rows_with_one_address_are_refused(tmp_path: Path) -> None:
    table = "email,name\na@example.org,A\nA@example.org,B\n"

    assert faults(folder(tmp_path, {"people.csv": table}) / "people.csv") == [
        ("people.csv:3:1", "record.duplicate", "a@example.org")
    ]


@pytest.mark.slow
@pytest.mark.django_db
def test_twenty_thousand_people_with_fifty_faults_are_told_apart_in_a_minute(tmp_path: Path) -> None:
    rows = many(20_000)
    planted = plant(rows)
    path = workbook_file(tmp_path / "people.xlsx", {"people": [HEADING, *rows]})

    begin = time.perf_counter()
    told = faults(path)

    assert [(place, rule) for place, rule, _value in told] == planted
    assert time.perf_counter() - begin < 60
    assert Person.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db
def test_twenty_thousand_people_come_in_within_a_minute_and_the_same_memory(tmp_path: Path) -> None:
    few = workbook_file(tmp_path / "few" / "people.xlsx", {"people": [HEADING, *many(1_000)]})
    all_of_them = workbook_file(tmp_path / "people.xlsx", {"people": [HEADING, *many(20_000)]})
    counts(few)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    begin = time.perf_counter()
    told = counts(all_of_them)
    seconds = time.perf_counter() - begin

    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert told == {"people": {"new": 19_000, "same": 1_000}}
    assert Deed.objects.filter(action="person.created").count() == 20_000
    assert seconds < 60
    assert more < 64, f"{more:.0f} MB more than for a thousand"
