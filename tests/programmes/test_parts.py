from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from balai.audit.models import Deed
from balai.programmes.enums import Attendance, EditionStatus, Level, Task
from balai.programmes.models import (
    Activity,
    Deadline,
    DeadlinePlan,
    EligibilityRule,
    Group,
    Module,
    Organiser,
    Outcome,
    Quota,
    RubricCriterion,
)
from balai.programmes.rules.parts import circle_in
from balai.programmes.services.parts import (
    Kept,
    Line,
    ListError,
    change_part,
    enter_part,
    keep_list,
    remove_part,
)
from tests.directory.factories import (
    MachineFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
    country,
)
from tests.programmes.factories import (
    ActivityFactory,
    DeadlinePlanFactory,
    EditionFactory,
    GroupFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    QuotaFactory,
    RubricCriterionFactory,
    T,
    session_type,
)
from tests.programmes.test_editions import faults
from tests.refusals import refusal

if TYPE_CHECKING:
    from django.db.models import Model

    from balai.programmes.models import (
        Edition,
    )

pytestmark = pytest.mark.usefixtures("countries")


def trail() -> list[tuple[str, dict[str, Any]]]:
    return [(deed.action, deed.detail) for deed in Deed.objects.order_by("id")]


def of_activity(**more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "code": "CNC",
        "session_type": session_type("PRA"),
        "title": {"en": "CNC practice"},
        "minutes": 180,
        "attendance": Attendance.ALL,
        "groups": [],
        "sites": [],
    }
    return values | more


def of_outcome(code: str, **more: Any) -> dict[str, Any]:
    return {"code": code, "statement": {"en": f"Can do {code}"}, "indicator": {}} | more


def keep(model: type[Model], edition: Edition, lines: list[Line], **more: Any) -> Kept:
    return keep_list(model, edition=edition, lines=lines, actor="system", at=T, **more)


def wrong(model: type[Model], edition: Edition, lines: list[Line], **more: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(ListError) as refused:
        keep(model, edition, lines, **more)
    return [(one.number, one.field, one.message) for one in refused.value.faults]


# --- one by one ---------------------------------------------------------------------------------------------


def test_an_activity_is_entered_with_all_that_it_needs() -> None:
    edition = EditionFactory.create()
    machine, lead, site = MachineFactory.create(), ResourcePersonFactory.create(), SiteFactory.create()

    activity = enter_part(
        Activity,
        values=of_activity(
            edition=edition, machines=[(machine, 3)], people=[(lead, Task.LEAD)], sites=[site]
        ),
        actor="system",
        at=T,
    )

    activity.refresh_from_db()
    assert [(need.machine, need.count) for need in activity.machine_needs.all()] == [(machine, 3)]
    assert [(part.resource_person, part.task) for part in activity.people.all()] == [(lead, Task.LEAD)]
    assert list(activity.sites.all()) == [site]
    assert trail() == [("edition.activity_entered", {"code": "CNC"})]


def test_what_hangs_on_a_part_is_made_anew() -> None:
    edition = EditionFactory.create()
    first, second = MachineFactory.create_batch(2)
    activity = enter_part(
        Activity, values=of_activity(edition=edition, machines=[(first, 3)]), actor="system", at=T
    )

    change_part(activity, values={"machines": [(first, 2), (second, 1)]}, actor="system", at=T)
    change_part(activity, values={"machines": [(second, 1)]}, actor="system", at=T)
    change_part(activity, values={"machines": [(second, 1)]}, actor="system", at=T)

    assert [(need.machine, need.count) for need in activity.machine_needs.all()] == [(second, 1)]
    assert [action for action, _detail in trail()] == [
        "edition.activity_entered",
        "edition.activity_changed",
        "edition.activity_changed",
    ]


def test_a_machine_is_needed_once() -> None:
    machine = MachineFactory.create()

    found = faults(
        lambda: enter_part(
            Activity,
            values=of_activity(edition=EditionFactory.create(), machines=[(machine, 1), (machine, 2)]),
            actor="system",
            at=T,
        )
    )

    assert list(found) == ["machines"]
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"minutes": 119}, "minutes"),
        ({"minutes": 241}, "minutes"),
        ({"earliest_on": dt.date(2018, 7, 17)}, "earliest_on"),
        ({"latest_on": dt.date(2018, 7, 31)}, "latest_on"),
        ({"attendance": Attendance.EACH_GROUP}, "groups"),
        ({"code": "CNC 1"}, "__all__"),
        ({"title": {}}, "title"),
    ],
)
def test_what_an_activity_cannot_be_is_told_at_its_field(more: dict[str, Any], field: str) -> None:
    edition = EditionFactory.create()

    found = faults(
        lambda: enter_part(Activity, values=of_activity(edition=edition, **more), actor="system", at=T)
    )

    assert list(found) == [field]


def test_groups_are_not_named_where_everybody_comes() -> None:
    edition = EditionFactory.create()
    group = GroupFactory.create(edition=edition)

    found = faults(
        lambda: enter_part(
            Activity, values=of_activity(edition=edition, groups=[group]), actor="system", at=T
        )
    )

    assert list(found) == ["groups"]


def test_a_condition_is_judged_when_its_rule_is_entered() -> None:
    values = {
        "edition": EditionFactory.create(),
        "code": "E-AGE",
        "label": {"en": "Age"},
        "message": {"en": "Too old"},
        "expression": {"field": "beauty", "operator": "at_least", "value": 3},
    }

    assert list(faults(lambda: enter_part(EligibilityRule, values=values, actor="system", at=T))) == [
        "expression"
    ]


def test_deadlines_follow_the_places_of_countries() -> None:
    edition = EditionFactory.create()
    DeadlinePlanFactory.create(edition=edition, level=Level.FOCAL_POINT)

    quota = enter_part(
        Quota, values={"edition": edition, "country": country("BT"), "places": 2}, actor="system", at=T
    )

    assert [one.country_id for one in Deadline.objects.all()] == ["BT"]
    remove_part(quota, actor="system", at=T)
    assert not Deadline.objects.exists()


def test_what_is_needed_is_not_removed() -> None:
    activity = ActivityFactory.create()
    assert activity.module is not None

    with pytest.raises(ValidationError, match="Something still needs this"):
        remove_part(activity.module, actor="system", at=T)
    assert trail() == []


def test_parts_of_a_cancelled_edition_stay() -> None:
    outcome = OutcomeFactory.create(edition=EditionFactory.create(status=EditionStatus.CANCELLED))

    assert refusal(lambda: change_part(outcome, values={"order": 3}, actor="system", at=T)) == (
        "edition.cancelled"
    )
    assert refusal(lambda: keep(Outcome, outcome.edition, [])) == "edition.cancelled"


# --- as a list ----------------------------------------------------------------------------------------------


def test_a_list_is_kept_whole_with_what_is_new_changed_and_gone() -> None:
    edition = EditionFactory.create()
    first, second, third = (OutcomeFactory.create(edition=edition, code=f"O{n}", order=n) for n in (1, 2, 3))

    kept = keep(
        Outcome,
        edition,
        [
            Line(number=1, key=second.pk, values=of_outcome("O2", statement=second.statement, order=2)),
            Line(number=2, key=third.pk, values=of_outcome("O3", statement={"en": "Differs"})),
            Line(number=3, key=None, values=of_outcome("O4")),
        ],
        seen=[first.pk, second.pk, third.pk],
    )

    assert kept == Kept(new=1, changed=1, gone=1, same=1)
    assert list(edition.outcomes.order_by("order", "code").values_list("code", flat=True)) == [
        "O2",
        "O3",
        "O4",
    ]
    assert trail() == [("edition.outcome_list_kept", {"new": 1, "changed": 1, "gone": 1})]


def test_a_list_that_changes_nothing_leaves_no_trace() -> None:
    outcome = OutcomeFactory.create(code="O1", order=1)

    kept = keep(
        Outcome,
        outcome.edition,
        [Line(number=1, key=outcome.pk, values=of_outcome("O1", statement=outcome.statement))],
        seen=[outcome.pk],
    )

    assert (kept, trail()) == (Kept(same=1), [])


def test_a_row_that_a_colleague_entered_meanwhile_stays() -> None:
    edition = EditionFactory.create()
    OutcomeFactory.create(edition=edition, code="O9")

    keep(Outcome, edition, [Line(number=1, key=None, values=of_outcome("O1"))], seen=[])

    assert set(edition.outcomes.values_list("code", flat=True)) == {"O1", "O9"}


def test_a_row_that_a_colleague_removed_meanwhile_is_told() -> None:
    outcome = OutcomeFactory.create()
    key = outcome.pk
    outcome.delete()

    assert wrong(
        Outcome, outcome.edition, [Line(number=1, key=key, values=of_outcome("O1"))], seen=[key]
    ) == [(1, "__all__", "Somebody has removed this row meanwhile.")]


def test_two_rows_can_exchange_their_codes() -> None:
    edition = EditionFactory.create()
    first, second = (OutcomeFactory.create(edition=edition, code=f"O{n}") for n in (1, 2))

    keep(
        Outcome,
        edition,
        [
            Line(number=1, key=first.pk, values=of_outcome("O2")),
            Line(number=2, key=second.pk, values=of_outcome("O1")),
        ],
        seen=[first.pk, second.pk],
    )

    first.refresh_from_db()
    assert first.code == "O2"


def test_every_fault_is_told_at_once_and_nothing_is_kept() -> None:
    edition = EditionFactory.create()
    kept = OutcomeFactory.create(edition=edition, code="O1")

    found = wrong(
        Outcome,
        edition,
        [
            Line(number=1, key=None, values=of_outcome("O 2")),
            Line(number=2, key=None, values=of_outcome("O3", statement={})),
            Line(number=3, key=None, values=of_outcome("O4")),
            Line(number=4, key=None, values=of_outcome("O4")),
        ],
        seen=[kept.pk],
    )

    assert [(number, name) for number, name, _message in found] == [
        (1, "__all__"),
        (2, "statement"),
        (4, "__all__"),
    ]
    assert found[2][2] == "Another outcome has this code."
    assert list(edition.outcomes.all()) == [kept]
    assert trail() == []


def test_sums_are_told_before_the_transaction_ends() -> None:
    edition = EditionFactory.create(places=3)
    lines = [
        Line(number=number, key=None, values={"country": country(code), "places": 2})
        for number, code in enumerate(("BT", "LA"), start=1)
    ]

    assert wrong(Quota, edition, lines) == [
        (0, "__all__", "The countries are given more places than the edition has.")
    ]


def test_weights_are_told_before_the_transaction_ends() -> None:
    edition = EditionFactory.create()
    RubricCriterionFactory.create(edition=edition, weight=60)
    values = {"code": "plan", "title": {"en": "Plan"}, "weight": 41, "anchors": [(5, {"en": "Clear"})]}

    assert wrong(RubricCriterion, edition, [Line(number=1, key=None, values=values)]) == [
        (0, "__all__", "The weights add up to more than 100.")
    ]


def test_organisers_change_their_order_of_protocol_in_one_go() -> None:
    edition = EditionFactory.create()
    first, second = (
        OrganiserFactory.create(edition=edition, role=role, order=order)
        for role, order in (("host", 1), ("partner", 2))
    )

    keep(
        Organiser,
        edition,
        [
            Line(number=1, key=second.pk, values={"organisation": second.organisation, "role": "partner"}),
            Line(number=2, key=first.pk, values={"organisation": first.organisation, "role": "host"}),
        ],
        seen=[first.pk, second.pk],
    )

    assert list(edition.organisers.order_by("order").values_list("role", flat=True)) == ["partner", "host"]


def test_a_second_host_is_told_at_its_line() -> None:
    edition = EditionFactory.create()
    lines = [
        Line(number=n, key=None, values={"organisation": OrganisationFactory.create(), "role": "host"})
        for n in (1, 2)
    ]

    assert wrong(Organiser, edition, lines) == [(2, "__all__", "An edition has one host.")]


def test_a_module_that_activities_need_stays_in_the_list() -> None:
    module = ModuleFactory.create(code="M1")
    ActivityFactory.create(edition=module.edition, module=module)

    assert wrong(Module, module.edition, [], seen=[module.pk]) == [
        (0, "__all__", "“M1” cannot be removed: something still needs it.")
    ]


def test_activities_name_others_of_the_same_list() -> None:
    edition = EditionFactory.create()

    keep(
        Activity,
        edition,
        [
            Line(number=1, key=None, values=of_activity(after=["SAFETY"])),
            Line(
                number=2,
                key=None,
                values=of_activity(code="SAFETY", session_type=session_type("ORI"), minutes=60),
            ),
        ],
    )

    assert [row.code for row in Activity.objects.get(code="CNC").after.all()] == ["SAFETY"]


def test_activities_that_wait_for_each_other_are_told() -> None:
    edition = EditionFactory.create()

    found = wrong(
        Activity,
        edition,
        [
            Line(number=1, key=None, values=of_activity(code="A", after=["B"])),
            Line(number=2, key=None, values=of_activity(code="B", after=["A", "Z"])),
        ],
    )

    assert found == [
        (1, "after", "These wait for each other: A, B."),
        (2, "after", "There is no activity “Z”."),
        (2, "after", "These wait for each other: A, B."),
    ]


@pytest.mark.parametrize(
    ("after", "circle"),
    [
        ({"A": [], "B": ["A"], "C": ["A", "B"]}, []),
        ({"A": ["B"], "B": ["C"], "C": ["A"], "D": []}, ["A", "B", "C"]),
        ({"A": ["A"]}, ["A"]),
        ({"A": ["elsewhere"]}, []),
    ],
)
def test_a_circle_is_found(after: dict[str, list[str]], circle: list[str]) -> None:
    assert circle_in(after) == circle


def test_groups_and_plans_are_lists_too() -> None:
    edition = EditionFactory.create()

    keep(Group, edition, [Line(number=1, key=None, values={"code": "A", "name": {"en": "A"}, "size": 5})])
    keep(
        DeadlinePlan,
        edition,
        [Line(number=1, key=None, values={"code": "pack", "title": {"en": "Pack"}, "days": 14})],
    )

    assert (edition.groups.count(), Deadline.objects.count()) == (1, 1)
    assert QuotaFactory.create(edition=edition).places == 2
