"""What the records of the reference programme hold is a course that could run, and could have been called."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from balai.programmes.enums import Attendance, EditionStatus
from balai.programmes.models import EligibilityRule, Quota
from balai.programmes.rules.moves import may_move
from tests.examples.colombo_plan_2018.conftest import TEN, activities, edition
from tests.examples.conftest import AT, texts_without_a_language


def test_every_text_is_in_both_languages() -> None:
    assert texts_without_a_language() == []


def test_safety_and_theory_come_before_every_practice_at_its_centre() -> None:
    practice = activities(session_type="PRA")

    assert sorted(one.code for one in practice) == ["PRA-BBK", "PRA-BBLM", "PRA-BBT"]
    for one in practice:
        before = one.after.all()
        assert {each.session_type_id for each in before} == {"ORI", "LEC"}
        safety = next(each for each in before if each.session_type_id == "ORI")
        assert list(safety.sites.all()) == list(one.sites.all())


def test_no_group_is_larger_than_what_the_machines_take() -> None:
    for one in activities(session_type="PRA"):
        trainees = sum(need.count * need.machine.trainees_per_machine for need in one.machine_needs.all())
        assert one.attendance == Attendance.EACH_GROUP
        assert one.size == trainees == 6
        assert all(group.size <= trainees for group in one.groups.all())
        assert sum(group.size for group in one.groups.all()) == edition().places


def test_country_presentations_come_before_the_first_action_plan_workshop() -> None:
    first = activities(session_type="APW")[0]

    assert {one.code for one in first.after.all()} == {one.code for one in activities(session_type="CPR")}


def test_the_places_of_the_countries_are_those_of_the_edition() -> None:
    quotas = Quota.objects.filter(edition=edition())

    assert sorted(quotas.values_list("country", flat=True)) == TEN
    assert quotas.aggregate(places=Sum("places"))["places"] == edition().places == 20


def test_the_edition_could_have_been_called() -> None:
    ready = edition()
    ready.status = EditionStatus.APPROVED

    assert may_move(ready, EditionStatus.CALL, at=dt.datetime(2018, 3, 20, tzinfo=dt.UTC)) is None
    late = may_move(ready, EditionStatus.CALL, at=AT)
    assert late is not None
    assert late.code == "edition.deadline_over"


def test_every_rule_of_eligibility_is_there() -> None:
    codes = EligibilityRule.objects.filter(edition=edition()).values_list("code", flat=True)

    assert " ".join(sorted(code.removeprefix("E-") for code in codes)) == (
        "AGE COI DOC DUP EDUCATION ENDORSE EXPERIENCE LANGUAGE LATE MEMBER MILITARY PASSPORT6M QUOTA REPEAT SECTOR"
    )
