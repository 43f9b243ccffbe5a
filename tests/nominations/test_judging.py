from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from balai.kernel.refusal import RuleViolationError
from balai.nominations.enums import Outcome, Standing
from balai.nominations.models import Nomination, RuleResult
from balai.nominations.queries import Places, doubles_in
from balai.nominations.services.judging import facts_of, judge_call, judge_edition, waive_rule
from balai.nominations.services.sentences import findings_of
from balai.programmes.enums import Severity
from tests.nominations.factories import COMPLETE, CountryCallFactory, NominationFactory
from tests.people.factories import PersonFactory
from tests.programmes.factories import DeadlineFactory, EligibilityRuleFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.nominations.models import CountryCall, Waiver
    from balai.programmes.models import Edition, EligibilityRule

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("countries")


def rule(edition: Edition, code: str, field: str, operator: str, value: Any, **more: Any) -> EligibilityRule:
    return EligibilityRuleFactory.create(
        edition=edition,
        code=code,
        label={"en": f"Asks for {field}"},
        message={"en": f"Fails by {field}."},
        expression={"field": field, "operator": operator, "value": value},
        **more,
    )


def outcomes(nomination: Nomination) -> dict[str, tuple[str, dict[str, Any]]]:
    rows = RuleResult.objects.filter(nomination=nomination).select_related("rule")
    return {row.rule.code: (row.outcome, row.value_seen) for row in rows}


def named(call: CountryCall, **more: Any) -> Nomination:
    return NominationFactory.create(call=call, rank=1, **{**COMPLETE, **more})


def test_facts_are_told_as_rules_ask_for_them(call: CountryCall) -> None:
    nomination = named(call, birth_on=dt.date(1985, 7, 19), passport_until=dt.date(2018, 11, 29))
    nomination = Nomination.objects.select_related("edition__series", "call").get(pk=nomination.pk)

    facts = facts_of(
        nomination, places=Places(given=2, returned=0, reserve=1), deadline=None, doubles=set(), at=AT
    )

    assert facts == {
        "is_of_a_member": False,
        "is_within_quota": True,
        "is_in_time": True,
        "is_nominated_twice": False,
        "age": 32,  # 33 a day after the first
        "passport_months_after_return": 3,  # a day before the fourth month is whole
        "experience_years": 8,
        "is_military": False,
        "took_part_before": False,
        "has_conflict_of_interest": False,
        "education": "bachelor",
        "language_level": "B2",
        "track": "official",
        "sector": "textiles",
    }


@pytest.mark.parametrize(
    ("rank", "places", "is_within"),
    [
        (3, Places(given=2, returned=0, reserve=1), True),
        (4, Places(given=2, returned=0, reserve=1), False),
        (3, Places(given=2, returned=1, reserve=1), False),
        (9, Places(given=2, returned=0, reserve=1, more_at_own_expense=True), True),
    ],
)
def test_principals_and_alternates_are_within_the_quota(
    call: CountryCall, rank: int, places: Places, *, is_within: bool
) -> None:
    nomination = NominationFactory.create(call=call, rank=rank)

    facts = facts_of(nomination, places=places, deadline=None, doubles=set(), at=AT)

    assert facts["is_within_quota"] is is_within


def test_a_draft_is_in_time_until_the_deadline(call: CountryCall) -> None:
    nomination = NominationFactory.create(call=call, rank=1)
    deadline = DeadlineFactory.create(at=AT)
    places = Places(given=2, returned=0, reserve=1)

    def in_time(at: dt.datetime) -> Any:
        return facts_of(nomination, places=places, deadline=deadline, doubles=set(), at=at)["is_in_time"]

    assert in_time(AT) is True
    assert in_time(AT + dt.timedelta(seconds=1)) is False


@pytest.mark.parametrize(
    ("severity", "more", "standing"),
    [
        (Severity.HARD, {}, Standing.BLOCKED),
        (Severity.WAIVABLE, {"waiver_authority": {"en": "Director"}}, Standing.WAIVER),
        (Severity.WARNING, {}, Standing.READY),
    ],
)
def test_a_failed_rule_weighs_by_its_severity_and_keeps_what_it_saw(
    call: CountryCall, severity: Severity, more: dict[str, Any], standing: Standing
) -> None:
    rule(call.edition, "E-EXPERIENCE", "experience_years", "at_least", 10, severity=severity, **more)
    nomination = named(call)

    judge_call(call=call, at=AT)

    nomination.refresh_from_db()
    assert nomination.standing == standing
    assert outcomes(nomination) == {"E-EXPERIENCE": ("fail", {"experience_years": 8})}


def test_what_is_not_known_is_neither_met_nor_failed(call: CountryCall) -> None:
    rule(call.edition, "E-MILITARY", "is_military", "is", value=False)
    nomination = named(call, is_military=None)

    judge_call(call=call, at=AT)

    nomination.refresh_from_db()
    assert nomination.standing == Standing.MISSING
    assert outcomes(nomination) == {"E-MILITARY": ("unknown", {})}
    results = list(nomination.results.select_related("rule"))
    assert [(one.kind, one.title) for one in findings_of(nomination, results)] == [
        ("due", "Not known yet: serves in the military.")
    ]


def test_a_rule_that_says_what_is_not_known_says_it_once(call: CountryCall) -> None:
    military = rule(call.edition, "E-MILITARY", "is_military", "is", value=False)
    nomination = named(call, is_military=None)
    judge_call(call=call, at=AT)

    def whys() -> list[str]:
        return [one.why for one in findings_of(nomination, nomination.results.select_related("rule"))]

    assert whys() == ["Asks for is_military"]
    military.label = {"en": "Serves in the military"}
    military.save()
    assert whys() == [""]


def test_the_sentence_names_rule_value_and_source(call: CountryCall) -> None:
    rule(
        call.edition,
        "E-PASSPORT6M",
        "passport_months_after_return",
        "at_least",
        6,
        source="GI 4.2",
    )
    nomination = named(call, passport_until=dt.date(2018, 11, 12))
    judge_call(call=call, at=AT)

    (finding,) = findings_of(nomination, nomination.results.select_related("rule"))

    assert (finding.kind, finding.title) == ("block", "Fails by passport_months_after_return.")
    assert finding.why == (
        "Months that the passport is valid after the return: 3 (valid until 12 Nov 2018). Written in: GI 4.2."
    )


def test_empty_fields_are_named_once(call: CountryCall) -> None:
    rule(call.edition, "E-AGE", "age", "between", [25, 50])
    nomination = named(call, birth_on=None, reason="")
    judge_call(call=call, at=AT)

    found = findings_of(nomination, nomination.results.select_related("rule"))

    assert [one.title for one in found] == ["Not filled in yet: date of birth, why this person."]


def test_a_waiver_lets_a_nominee_pass_and_says_who_gave_it(call: CountryCall) -> None:
    waivable = rule(
        call.edition,
        "E-EXPERIENCE",
        "experience_years",
        "at_least",
        10,
        severity=Severity.WAIVABLE,
        waiver_authority={"en": "Director"},
    )
    nomination = named(call)
    judge_call(call=call, at=AT)
    officer = PersonFactory.create()

    def waive() -> Waiver:
        return waive_rule(
            nomination=nomination,
            rule=waivable,
            authority="Director, letter 7",
            reason="Two years as head.",
            actor=officer,
            at=AT,
        )

    waiver = waive()

    nomination.refresh_from_db()
    assert nomination.standing == Standing.READY
    assert outcomes(nomination) == {"E-EXPERIENCE": ("waived", {"experience_years": 8})}
    assert (waiver.value_seen, waiver.actor) == ({"experience_years": 8}, officer.reference)
    with pytest.raises(RuleViolationError, match=r"rule\.waived_already"):
        waive()


def test_a_hard_rule_is_waived_by_nobody(call: CountryCall) -> None:
    hard = rule(call.edition, "E-MEMBER", "is_of_a_member", "is", value=True)
    nomination = named(call)

    with pytest.raises(RuleViolationError, match=r"rule\.not_waivable"):
        waive_rule(
            nomination=nomination, rule=hard, authority="x", reason="x", actor=PersonFactory.create(), at=AT
        )


def test_changed_rules_are_asked_about_everybody(call: CountryCall) -> None:
    nomination = named(call)
    judge_call(call=call, at=AT)
    rule(call.edition, "E-EXPERIENCE", "experience_years", "at_least", 10)

    assert judge_edition(edition=call.edition, actor=None, at=AT) == 1

    nomination.refresh_from_db()
    assert nomination.standing == Standing.BLOCKED


def test_what_a_rule_says_as_before_stays_as_it_was_written(call: CountryCall) -> None:
    rule(call.edition, "E-EXPERIENCE", "experience_years", "at_least", 3)
    rule(call.edition, "E-LEVEL", "language_level", "is", "B2")
    nomination = named(call, experience_years=2, language_level="B2")
    later = AT + dt.timedelta(hours=1)
    judge_call(call=call, at=AT)
    Nomination.objects.filter(pk=nomination.pk).update(experience_years=4)

    judge_call(call=call, at=later)

    rows = RuleResult.objects.filter(nomination=nomination)
    assert {row.rule.code: (row.outcome, row.at) for row in rows.select_related("rule")} == {
        "E-EXPERIENCE": ("pass", later),
        "E-LEVEL": ("pass", AT),
    }


@pytest.mark.parametrize("people", [1, 3])
def test_a_list_is_judged_by_a_fixed_number_of_questions(
    call: CountryCall, django_assert_num_queries: DjangoAssertNumQueries, people: int
) -> None:
    rule(call.edition, "E-EXPERIENCE", "experience_years", "at_least", 3)
    for rank in range(1, people + 1):
        NominationFactory.create(call=call, rank=rank)

    # savepoint, rules, nominations, what was said before, waivers, quota, returned places, deadline,
    # what nominees sent, results, standings, release
    with django_assert_num_queries(12):
        judge_call(call=call, at=AT)


def test_the_same_person_of_two_countries_is_told_to_whoever_asks_for_doubles(call: CountryCall) -> None:
    """Edge case E4: the same person twice, by address or by name and birth date."""
    own = named(call)
    other = CountryCallFactory.create(edition=call.edition, country_id="PK")
    by_address = NominationFactory.create(call=other, email="KARMA@example.bt")
    by_birth = NominationFactory.create(call=other, name="karma choden", birth_on=own.birth_on)
    NominationFactory.create(call=other, name="karma choden", birth_on=dt.date(1990, 1, 1))

    assert set(doubles_in(call.edition, own)) == {by_address, by_birth}
    judge_call(call=call, at=AT)
    assert Outcome.FAIL not in {row.outcome for row in RuleResult.objects.all()}
