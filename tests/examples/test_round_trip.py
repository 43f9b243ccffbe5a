"""What the examples hold is taken in whole, and given out as it stands in the files."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.directory.models import Organisation, ResourcePerson
from balai.engine.bundle.problem import BundleError
from balai.people.enums import Role
from balai.people.models import Account, Person
from balai.people.services.sample import create_cast, demo_email
from balai.programmes.bundle import bundle_of
from balai.programmes.models import Activity, Edition
from tests.examples.conftest import AT, EXAMPLES, take_in

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(
    ("name", "series"), [("colombo-plan-2018", "smi"), ("shelf-ready-2027", "shelf-ready")]
)
def test_an_example_comes_in_whole_and_goes_out_byte_for_byte(name: str, series: str) -> None:
    counts = take_in(EXAMPLES / name).counts

    assert {what for found in counts.values() for what in found} == {"new"}
    given = bundle_of(series)
    kept = files_in(EXAMPLES / name)
    assert sorted(given) == sorted(kept)
    assert {path: content.decode() for path, content in given.items()} == {
        path: content.decode() for path, content in kept.items()
    }


def test_nobody_of_the_demonstration_stands_in_it_twice() -> None:
    create_cast(AT)

    take_in(EXAMPLES / "colombo-plan-2018")

    names = list(Person.objects.values_list("name", flat=True))
    assert sorted(names) == sorted(set(names))
    anwar = Account.objects.get(email=demo_email(Role.RESOURCE_PERSON)).person
    assert anwar is not None
    assert ResourcePerson.objects.get(code="sample-anwar").person == anwar


def test_the_second_time_everything_is_the_same() -> None:
    take_in(EXAMPLES / "shelf-ready-2027")
    before = Deed.objects.count()

    counts = take_in(EXAMPLES / "shelf-ready-2027").counts

    assert {what for found in counts.values() for what in found} == {"same"}
    assert Deed.objects.count() == before


def test_one_fault_in_the_last_file_and_nothing_comes_in(tmp_path: Path) -> None:
    copy = shutil.copytree(EXAMPLES / "shelf-ready-2027", tmp_path / "copy")
    table = copy / "editions" / "shelf-ready-2027" / "activities.csv"
    text = table.read_text()
    assert ",HACK," in text
    table.write_text(text.replace(",HACK,", ",HACKS,"))

    with pytest.raises(BundleError) as caught:
        take_in(copy)

    assert [one.rule for one in caught.value.report if one.value == "HACKS"] == ["reference.unknown"]
    assert Organisation.objects.count() == Edition.objects.count() == Activity.objects.count() == 0
