from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.audit.models import Deed
from balai.audit.services import record
from balai.kernel.paging import page_of
from balai.kernel.refusal import RuleViolationError
from balai.people.models import Person

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.django_db
ORDER = ["-name", "id"]


def names(after: str = "", size: int = 2) -> tuple[list[str], str]:
    page = page_of(Person.objects.all(), order=ORDER, after=after, size=size)
    return [person.name for person in page.rows], page.after


def test_pages_follow_each_other_without_a_gap_or_a_double() -> None:
    for name in ["Aung", "Bimala", "Bimala", "Bimala", "Dechen"]:
        Person.objects.create(name=name)

    first, after_first = names()
    second, after_second = names(after_first)
    third, end = names(after_second)

    assert (first, second, third, end) == (["Dechen", "Bimala"], ["Bimala", "Bimala"], ["Aung"], "")
    assert Person.objects.count() == 5


@pytest.mark.parametrize("order", [["at", "id"], ["-at", "-id"]])
def test_what_was_done_in_one_moment_is_told_whole_over_several_pages(order: list[str]) -> None:
    """Deeds of one transaction bear the same moment, to the microsecond."""
    at = dt.datetime(2018, 7, 18, 3, 0, 0, 123_456, tzinfo=dt.UTC)
    for number in range(5):
        record(actor="system", action="person.changed", subject=f"person:{number}", at=at)

    seen, after = [], ""
    for _page in range(3):
        page = page_of(Deed.objects.all(), order=order, after=after, size=2)
        seen += [deed.subject for deed in page.rows]
        after = page.after

    assert (sorted(seen), after) == ([f"person:{number}" for number in range(5)], "")


def test_a_page_as_long_as_the_list_is_the_last_one() -> None:
    Person.objects.create(name="Aung")

    assert names(size=1) == (["Aung"], "")


def test_a_page_takes_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for name in "abc":
        Person.objects.create(name=name)

    with django_assert_num_queries(1):
        names()


@pytest.mark.parametrize("after", ["x", "WyItbmFtZSJd:1abc:forged"])
def test_a_changed_place_is_refused(after: str) -> None:
    with pytest.raises(RuleViolationError, match=r"page\.unknown"):
        names(after)


def test_the_place_of_another_order_is_refused() -> None:
    for name in "abc":
        Person.objects.create(name=name)
    foreign = page_of(Person.objects.all(), order=["name", "id"], size=1).after

    with pytest.raises(RuleViolationError, match=r"page\.unknown"):
        names(foreign)
