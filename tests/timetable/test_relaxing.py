from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai.directory.models import ResourcePerson
from balai.engine.timetabling.check import breaches
from balai.engine.timetabling.problem import Window
from balai.kernel.refusal import RuleViolationError
from balai.people.enums import Role
from balai.timetable.enums import SearchKind
from balai.timetable.models import Search, Timetable
from balai.timetable.services.building import build
from balai.timetable.services.relaxing import relaxed, remedies_of, take_remedy
from balai.timetable.services.searching import ask_for_timetable, work_out
from tests.people.factories import account_with
from tests.timetable.factories import AT, DAY, at, officer, plan

if TYPE_CHECKING:
    from django.test import Client

    from balai.programmes.models import Edition


def test_without_a_trainer_the_remedy_says_when_to_ask_and_becomes_a_draft(
    edition: Edition, client: Client
) -> None:
    anwar = ResourcePerson.objects.get(code="anwar")
    anwar.availability.create(
        since=dt.date(2018, 7, 24), until=dt.date(2018, 7, 25), kind="unavailable", note="Bali"
    )
    sari = officer(edition)
    work_out(search_id=ask_for_timetable(edition=edition, work=2, actor=sari, at=AT).pk, at=AT)
    search = Search.objects.get(kind=SearchKind.EXPLAIN)  # asked for at once where there is none
    work_out(search_id=search.pk, at=AT)
    search.refresh_from_db()

    assert [one.is_proven for one in remedies_of(search)][:1] == [True]
    account = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(account)
    text = client.get(reverse("timetable:bench", args=["SMI-2018"])).content.decode()
    assert "Anwar Siregar comes on 2" in text
    with pytest.raises(RuleViolationError, match="no_such_remedy"):
        take_remedy(search=search, number=9, actor=sari, at=AT)

    client.post(reverse("timetable:remedy", args=["SMI-2018", search.pk, 1]))

    said = Timetable.objects.get().given_up
    assert [sorted(one) for one in said] == [["en", "id"]] * len(said)
    assert "comes on" in said[0]["en"]
    assert (
        "The office has to see to this"
        in client.get(reverse("timetable:bench", args=["SMI-2018"])).content.decode()
    )


@pytest.mark.parametrize(
    ("limit", "broken"),
    [
        ("T2:PRA-1-A", {"PRA_1_A": at(0, 9)}),
        ("T3:bblm:1", {"PRA_1_B": at(1, 15)}),
        ("T19:first", {"PRA_1_A": at(0, 9)}),
    ],
)
def test_a_limit_that_is_given_up_is_no_longer_broken(
    edition: Edition, limit: str, broken: dict[str, int]
) -> None:
    problem = build(edition).problem
    rule = limit.split(":", maxsplit=1)[0]
    before = {one.rule for one in breaches(problem, plan(**broken))}

    after = {one.rule for one in breaches(relaxed(problem, [limit]), plan(**broken))}

    assert before - after == {rule}


def test_limits_of_seats_days_machines_and_people_are_taken_out(edition: Edition) -> None:
    problem = build(edition).problem
    loose = relaxed(
        problem,
        ["T8:PRA-1-A", "T9:bblm", "T10:bblm.cnc", "T15:A:1", "T16:A:1", "T17:A:1", "T18:A:0", "T20:PRA-1-A"],
    )

    assert (loose.sites[0].holds, loose.machines[0].quantity) == (None, problem.machines[0].quantity + 1)
    limits = loose.limits
    assert {limits.day_minutes, limits.contact_minutes, limits.sites, limits.free_half_day_in} == {None}
    opened = relaxed(problem, ["T3:bblm:1"]).sites[0].hours
    assert Window(begins=DAY, ends=2 * DAY) in opened
