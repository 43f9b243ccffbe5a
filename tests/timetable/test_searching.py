from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.engine.timetabling.process import Answer
from balai.kernel.refusal import RuleViolationError
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.timetable.enums import SearchState
from balai.timetable.models import Search, Slot, Timetable
from balai.timetable.services.building import build
from balai.timetable.services.searching import ask_for_timetable, cancel_search, faults, work_out
from tests.programmes.factories import EditionFactory
from tests.timetable.factories import AT, at, draft, officer, plan, worked

if TYPE_CHECKING:
    from balai.people.models import Person


@pytest.fixture
def sari(edition: Edition) -> Person:
    return officer(edition)


def test_the_worker_plans_an_edition_and_keeps_what_the_checker_passed(
    edition: Edition, sari: Person
) -> None:
    search = ask_for_timetable(edition=edition, work=2, actor=sari, at=AT)

    work_out(search_id=search.pk, at=AT)

    search.refresh_from_db()
    timetable = Timetable.objects.get()
    assert (search.state, search.failure, search.timetable) == (SearchState.DONE, "", timetable)
    assert (timetable.status, timetable.objective) == ("optimal", timetable.bound)
    assert (timetable.work, timetable.is_reproducible, timetable.made_by) == (2, True, sari.reference)
    assert Slot.objects.filter(timetable=timetable).count() == 3


def test_what_is_pinned_stays_when_it_is_planned_again(edition: Edition, sari: Person) -> None:
    before = draft(edition, PRA_1_A=at(2, 10))
    Slot.objects.filter(timetable=before, session__code="PRA-1-A").update(is_pinned=True)

    search = ask_for_timetable(edition=edition, like=before, actor=sari, at=AT)

    pins = {one["id"]: one["pin"] for one in search.problem["sessions"] if one["pin"]}
    assert pins == {"PRA-1-A": {"begins": at(2, 10), "room": "bblm.workshop"}}


def test_a_second_search_calls_the_first_off(edition: Edition, sari: Person) -> None:
    first = ask_for_timetable(edition=edition, actor=sari, at=AT)
    second = ask_for_timetable(edition=edition, actor=sari, at=AT)

    work_out(search_id=first.pk, at=AT)  # its job finds nothing to do

    first.refresh_from_db()
    assert first.state == SearchState.CANCELLED
    cancel_search(search=second, actor=sari, at=AT)
    assert not Search.objects.exclude(state=SearchState.CANCELLED).exists()


def test_a_false_claim_of_the_planner_is_refused(edition: Edition, sari: Person) -> None:
    search = ask_for_timetable(edition=edition, actor=sari, at=AT)
    problem = build(edition).problem
    claim = Answer(outcome=worked(timetable=plan(PRA_1_B=at(1, 9)), objective=0, bound=0, status="optimal"))

    found = faults(search, problem, claim)

    assert {one.split()[0] for one in found} >= {"T6", "T7"}


def test_an_edition_without_dates_or_activities_or_after_its_end_is_not_planned(
    edition: Edition, sari: Person
) -> None:
    empty = EditionFactory.create()
    bare = EditionFactory.create(starts_on=None, ends_on=None, arrives_on=None, departs_on=None)
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.REPORTED)

    for one, code in (
        (empty, "timetable.no_activities"),
        (bare, "timetable.no_dates"),
        (edition, "timetable.over"),
    ):
        with pytest.raises(RuleViolationError, match=code):
            ask_for_timetable(edition=one, actor=sari, at=AT)
