from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from balai.programmes.bundle.wholes import SHIPPED as SHIPPED_CODES
from balai.programmes.enums import EditionStatus, OrganiserRole, ReservationState
from balai.programmes.models import Booklet, EditionChange, Quota, SessionType
from tests.directory.factories import OrganisationFactory
from tests.programmes.factories import (
    SHIPPED,
    ActivityFactory,
    ActivityMachineFactory,
    ActivityPersonFactory,
    AssessmentFactory,
    BookletFactory,
    BookletFileFactory,
    BudgetLineFactory,
    CompletionRuleFactory,
    DeadlineFactory,
    DeadlinePlanFactory,
    EditionChangeFactory,
    EditionFactory,
    EligibilityRuleFactory,
    GroupFactory,
    KnownCountryFactory,
    LessonFactory,
    LightOverrideFactory,
    MandateFactory,
    ModuleFactory,
    OrganiserFactory,
    OutcomeFactory,
    PackageItemFactory,
    PledgeFactory,
    QuotaFactory,
    ReservationFactory,
    RiskFactory,
    RubricAnchorFactory,
    RubricCriterionFactory,
    SeriesFactory,
    T,
    TargetFactory,
)

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.usefixtures("countries")


def broken_by(make: Callable[[], Any]) -> str:
    """The constraint that PostgreSQL names when it refuses, now or at the end of the transaction."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        make()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cause = refused.value.__cause__
    return str(getattr(cause, "diag").constraint_name)  # noqa: B009 -- psycopg's errors are untyped here


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def twice(make: Callable[[], Any]) -> Callable[[], None]:
    def both() -> None:
        make()
        make()

    return both


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("series_code_is_a_code", lambda: SeriesFactory.create(code="S M I")),
        ("series_has_a_title", lambda: SeriesFactory.create(title={})),
        ("series_publicity_is_known", lambda: SeriesFactory.create(publicity="friends")),
        ("pledge_code_is_a_code", lambda: PledgeFactory.create(code="45/CCM")),
        ("pledge_certainty_is_known", lambda: PledgeFactory.create(certainty="sure")),
        ("pledge_names_its_meeting", lambda: PledgeFactory.create(meeting={})),
        ("pledge_says_what_was_promised", lambda: PledgeFactory.create(text={})),
        (
            "pledge_days_are_of_its_year_and_in_order",
            lambda: PledgeFactory.create(held_from=day("2016-09-28"), held_until=day("2016-09-27")),
        ),
        (
            "pledge_days_are_of_its_year_and_in_order",
            lambda: PledgeFactory.create(held_from=day("2015-09-28"), held_until=day("2015-09-30")),
        ),
        ("edition_code_is_a_code", lambda: EditionFactory.create(code="")),
        ("edition_certainty_is_known", lambda: EditionFactory.create(certainty="sure")),
        ("edition_has_a_title", lambda: EditionFactory.create(title={"en": " "})),
        ("edition_status_is_known", lambda: EditionFactory.create(status="asleep")),
        ("edition_mode_is_known", lambda: EditionFactory.create(mode="by post")),
        ("edition_publicity_is_known", lambda: EditionFactory.create(publicity="friends")),
        ("edition_ends_after_it_starts", lambda: EditionFactory.create(ends_on=day("2018-07-17"))),
        (
            "edition_dates_begin_with_the_first_day",
            lambda: EditionFactory.create(starts_on=None, ends_on=None, arrives_on=None),
        ),
        ("edition_arrival_comes_first", lambda: EditionFactory.create(arrives_on=day("2018-07-19"))),
        ("edition_departure_comes_last", lambda: EditionFactory.create(departs_on=day("2018-07-29"))),
        ("edition_departure_comes_last", lambda: EditionFactory.create(ends_on=None)),
        (
            "edition_under_way_has_dates_and_places",
            lambda: EditionFactory.create(status=EditionStatus.CALL, departs_on=None),
        ),
        (
            "edition_under_way_has_dates_and_places",
            lambda: EditionFactory.create(status=EditionStatus.RUNNING, places=None),
        ),
        ("edition_has_a_place_or_more", lambda: EditionFactory.create(places=0)),
        ("edition_host_places_are_among_its_places", lambda: EditionFactory.create(host_places=21)),
        (
            "edition_host_places_are_among_its_places",
            lambda: EditionFactory.create(places=None, host_places=1),
        ),
        ("edition_smallest_group_fits_its_places", lambda: EditionFactory.create(smallest_group=21)),
        ("edition_smallest_group_fits_its_places", lambda: EditionFactory.create(smallest_group=0)),
        (
            "edition_smallest_group_fits_its_places",
            lambda: EditionFactory.create(smallest_group=5, places=None),
        ),
        ("edition_known_participants_have_a_source", lambda: EditionFactory.create(known_participants=20)),
        ("edition_has_a_working_language", lambda: EditionFactory.create(languages=[])),
        (
            "edition_postponed_knows_where_it_was",
            lambda: EditionFactory.create(status=EditionStatus.POSTPONED),
        ),
        (
            "edition_postponed_knows_where_it_was",
            lambda: EditionFactory.create(status_before=EditionStatus.CALL),
        ),
        ("edition_change_is_known", lambda: EditionChangeFactory.create(kind="praised")),
        ("edition_change_actor_is_a_reference", lambda: EditionChangeFactory.create(actor="Bagus")),
        (
            "edition_change_of_mode_names_the_mode",
            lambda: EditionChangeFactory.create(kind="converted"),
        ),
        ("edition_change_of_mode_names_the_mode", lambda: EditionChangeFactory.create(mode_after="online")),
        ("organiser_role_is_known", lambda: OrganiserFactory.create(role="guest")),
        ("organiser_certainty_is_known", lambda: OrganiserFactory.create(certainty="sure")),
        ("reservation_state_is_known", lambda: ReservationFactory.create(state="perhaps")),
        ("reservation_ends_after_it_starts", lambda: ReservationFactory.create(last_on=day("2018-07-22"))),
        (
            "reservation_held_says_until_when",
            lambda: ReservationFactory.create(state=ReservationState.HELD),
        ),
        (
            "session_type_code_is_short",
            lambda: SessionType.objects.create(code="Fair", name={"en": "Fair"}, family="culture"),
        ),
        (
            "session_type_has_a_name",
            lambda: SessionType.objects.create(code="FAIR", name={}, family="culture"),
        ),
        (
            "session_type_family_is_known",
            lambda: SessionType.objects.create(code="FAIR", name={"en": "Fair"}, family="fun"),
        ),
        (
            "session_type_counted_is_known",
            lambda: SessionType.objects.create(
                code="FAIR", name={"en": "Fair"}, family="culture", counted="stall"
            ),
        ),
        (
            "session_type_minutes_are_in_order",
            lambda: SessionType.objects.create(
                code="FAIR", name={"en": "Fair"}, family="culture", minutes_least=60, minutes_most=30
            ),
        ),
        ("outcome_code_is_a_code", lambda: OutcomeFactory.create(code="O 1")),
        ("outcome_says_what", lambda: OutcomeFactory.create(statement={})),
        ("outcome_level_is_known", lambda: OutcomeFactory.create(level="admire")),
        ("edition_policy_markers_are_known", lambda: EditionFactory.create(policy_markers=["1:3"])),
        ("risk_code_is_a_code", lambda: RiskFactory.create(code="R 1")),
        ("risk_says_what", lambda: RiskFactory.create(title={})),
        ("risk_likelihood_is_known", lambda: RiskFactory.create(likelihood=6)),
        ("risk_harm_is_known", lambda: RiskFactory.create(harm=0)),
        ("risk_owner_role_is_known", lambda: RiskFactory.create(owner_role="nobody")),
        ("risk_state_is_known", lambda: RiskFactory.create(state="perhaps")),
        ("module_code_is_a_code", lambda: ModuleFactory.create(code="M,1")),
        ("module_has_a_title", lambda: ModuleFactory.create(title={})),
        ("assessment_code_is_a_code", lambda: AssessmentFactory.create(code="-")),
        ("assessment_has_a_title", lambda: AssessmentFactory.create(title={})),
        ("assessment_kind_is_known", lambda: AssessmentFactory.create(kind="guess")),
        (
            "completion_presence_is_a_share",
            lambda: CompletionRuleFactory.create(least_presence_percent=101),
        ),
        ("group_code_is_a_code", lambda: GroupFactory.create(code="")),
        ("group_has_a_person_or_more", lambda: GroupFactory.create(size=0)),
        ("activity_code_is_a_code", lambda: ActivityFactory.create(code="CNC 1")),
        ("activity_certainty_is_known", lambda: ActivityFactory.create(certainty="sure")),
        ("activity_has_a_title", lambda: ActivityFactory.create(title={})),
        ("activity_attendance_is_known", lambda: ActivityFactory.create(attendance="nobody")),
        ("activity_day_part_is_known", lambda: ActivityFactory.create(day_part="night")),
        ("activity_photo_rule_is_known", lambda: ActivityFactory.create(photo_rule="never")),
        ("activity_room_kind_is_known", lambda: ActivityFactory.create(room_kind="tent")),
        ("activity_protection_is_known", lambda: ActivityFactory.create(protection=["helmet", "cape"])),
        ("activity_lasts_from_5_minutes_to_a_day", lambda: ActivityFactory.create(minutes=4)),
        ("activity_lasts_from_5_minutes_to_a_day", lambda: ActivityFactory.create(minutes=1441)),
        ("activity_has_a_person_or_more", lambda: ActivityFactory.create(size=0)),
        (
            "activity_days_are_in_order",
            lambda: ActivityFactory.create(earliest_on=day("2018-07-24"), latest_on=day("2018-07-23")),
        ),
        ("activity_machine_is_one_or_more", lambda: ActivityMachineFactory.create(count=0)),
        ("activity_person_task_is_known", lambda: ActivityPersonFactory.create(task="sleeps")),
        ("quota_certainty_is_known", lambda: QuotaFactory.create(certainty="sure")),
        ("quota_travel_category_is_known", lambda: QuotaFactory.create(travel_category=4)),
        ("quota_sum_within_places", lambda: QuotaFactory.create(places=21)),
        ("quota_sum_within_places", lambda: QuotaFactory.create(edition=EditionFactory.create(places=None))),
        ("target_code_is_a_code", lambda: TargetFactory.create(code="women!")),
        ("target_unit_is_known", lambda: TargetFactory.create(unit="dozens")),
        ("target_asks_for_something", lambda: TargetFactory.create(least=None)),
        ("target_bounds_are_in_order", lambda: TargetFactory.create(most=39)),
        ("target_share_is_at_most_100_percent", lambda: TargetFactory.create(least=101)),
        ("target_share_is_at_most_100_percent", lambda: TargetFactory.create(most=101)),
        ("target_weight_is_from_1_to_a_million", lambda: TargetFactory.create(weight=0)),
        ("eligibility_rule_code_is_a_code", lambda: EligibilityRuleFactory.create(code="E AGE")),
        ("eligibility_rule_severity_is_known", lambda: EligibilityRuleFactory.create(severity="odd")),
        (
            "eligibility_rule_waivable_names_who",
            lambda: EligibilityRuleFactory.create(severity="waivable"),
        ),
        ("rubric_criterion_code_is_a_code", lambda: RubricCriterionFactory.create(code="a b")),
        ("rubric_criterion_weight_is_from_1_to_100", lambda: RubricCriterionFactory.create(weight=0)),
        ("rubric_criterion_weight_is_from_1_to_100", lambda: RubricCriterionFactory.create(weight=101)),
        ("rubric_anchor_score_is_from_0_to_5", lambda: RubricAnchorFactory.create(score=6)),
        ("package_item_code_is_a_code", lambda: PackageItemFactory.create(code="")),
        ("package_item_certainty_is_known", lambda: PackageItemFactory.create(certainty="sure")),
        ("package_item_benefit_is_known", lambda: PackageItemFactory.create(benefit="gold")),
        ("package_item_side_is_known", lambda: PackageItemFactory.create(side="nobody", payer=None)),
        ("package_item_of_an_organiser_names_it", lambda: PackageItemFactory.create(payer=None)),
        ("package_item_of_an_organiser_names_it", lambda: PackageItemFactory.create(side="participant")),
        ("package_item_is_for_known_categories", lambda: PackageItemFactory.create(categories=[])),
        ("package_item_is_for_known_categories", lambda: PackageItemFactory.create(categories=[1, 4])),
        ("budget_line_code_is_a_code", lambda: BudgetLineFactory.create(code="1/2")),
        ("budget_line_certainty_is_known", lambda: BudgetLineFactory.create(certainty="sure")),
        ("budget_line_form_is_known", lambda: BudgetLineFactory.create(form="cheque")),
        ("budget_line_currency_is_iso_4217", lambda: BudgetLineFactory.create(currency="Rp")),
        ("budget_line_is_not_negative", lambda: BudgetLineFactory.create(rate=Decimal(-1))),
        (
            "budget_line_that_counts_as_aid_has_a_modality",
            lambda: BudgetLineFactory.create(is_aid_countable=True),
        ),
        ("deadline_plan_code_is_a_code", lambda: DeadlinePlanFactory.create(code="")),
        ("deadline_plan_level_is_known", lambda: DeadlinePlanFactory.create(level="village")),
        ("deadline_plan_anchor_is_known", lambda: DeadlinePlanFactory.create(anchor="moon")),
        ("deadline_plan_counting_is_known", lambda: DeadlinePlanFactory.create(counts="odd")),
        (
            "deadline_plan_after_the_end_is_of_the_host",
            lambda: DeadlinePlanFactory.create(anchor="end", level="agency"),
        ),
        ("deadline_told_says_what_was_told", lambda: DeadlineFactory.create(told_at=T)),
        ("lesson_owner_role_is_known", lambda: LessonFactory.create(owner_role="guest")),
        ("lesson_done_says_where", lambda: LessonFactory.create(done_at=T)),
        ("lesson_done_says_where", lambda: LessonFactory.create(answer={"en": "Done."})),
        ("booklet_erratum_has_a_reason", lambda: BookletFactory.create(version=2)),
        ("booklet_erratum_has_a_reason", lambda: BookletFactory.create(reason={"en": "A wrong date"})),
        ("booklet_actor_is_a_reference", lambda: BookletFactory.create(actor="Bagus")),
        ("booklet_file_has_its_digest", lambda: BookletFileFactory.create(sha256="")),
        ("light_override_has_a_reason", lambda: LightOverrideFactory.create(reason="")),
    ],
)
def test_the_database_refuses_what_cannot_be(name: str, make: Callable[[], Any]) -> None:
    assert broken_by(make) == name


def once(name: str, make: Callable[[], Any]) -> None:
    assert broken_by(twice(make)) == name


def test_what_is_there_once_is_there_once() -> None:
    edition, organisation = EditionFactory.create(), OrganisationFactory.create()
    person, machine = ActivityPersonFactory.create(), ActivityMachineFactory.create()
    pledge, plan, criterion = (
        PledgeFactory.create(),
        DeadlinePlanFactory.create(),
        RubricCriterionFactory.create(),
    )
    booklet, site = BookletFactory.create(), ReservationFactory.create().site

    once("edition_number_once_in_its_series", lambda: EditionFactory.create(series=edition.series, number=3))
    once("mandate_once", lambda: MandateFactory.create(edition=edition, pledge=pledge))
    once("known_country_once", lambda: KnownCountryFactory.create(edition=edition))
    once("organiser_one_host", lambda: OrganiserFactory.create(edition=edition))
    once(
        "organiser_once_in_a_role",
        lambda: OrganiserFactory.create(
            edition=edition, organisation=organisation, role=OrganiserRole.PARTNER
        ),
    )
    once(
        "organiser_order_once",
        lambda: OrganiserFactory.create(edition=edition, role=OrganiserRole.PARTNER, order=1),
    )
    once("reservation_once", lambda: ReservationFactory.create(edition=edition, site=site))
    once("outcome_code_once", lambda: OutcomeFactory.create(edition=edition, code="O1"))
    once("risk_code_once", lambda: RiskFactory.create(edition=edition, code="VISA"))
    once("module_code_once", lambda: ModuleFactory.create(edition=edition, code="M1"))
    once("assessment_code_once", lambda: AssessmentFactory.create(edition=edition, code="A1"))
    once("group_code_once", lambda: GroupFactory.create(edition=edition, code="A"))
    once("activity_code_once", lambda: ActivityFactory.create(edition=edition, code="CNC"))
    once(
        "activity_machine_once",
        lambda: ActivityMachineFactory.create(activity=machine.activity, machine=machine.machine),
    )
    once(
        "activity_person_once",
        lambda: ActivityPersonFactory.create(
            activity=person.activity, resource_person=person.resource_person
        ),
    )
    once("quota_once_for_a_country", lambda: QuotaFactory.create(edition=edition))
    once("target_code_once", lambda: TargetFactory.create(edition=edition, code="women"))
    once("eligibility_rule_code_once", lambda: EligibilityRuleFactory.create(edition=edition, code="E-AGE"))
    once("rubric_criterion_code_once", lambda: RubricCriterionFactory.create(edition=edition, code="r"))
    once("rubric_anchor_once_for_a_score", lambda: RubricAnchorFactory.create(criterion=criterion))
    once("package_item_code_once", lambda: PackageItemFactory.create(edition=edition, code="lodging"))
    once("budget_line_code_once", lambda: BudgetLineFactory.create(edition=edition, code="B1"))
    once("deadline_plan_once_for_a_level", lambda: DeadlinePlanFactory.create(edition=edition, code="call"))
    once("deadline_once_for_a_country", lambda: DeadlineFactory.create(plan=plan))
    once("booklet_version_once", lambda: BookletFactory.create(edition=edition))
    once("booklet_file_once_of_its_kind", lambda: BookletFileFactory.create(booklet=booklet))
    once("light_override_once", lambda: LightOverrideFactory.create(edition=edition))


def test_a_lesson_is_for_another_edition() -> None:
    edition = EditionFactory.create()

    assert broken_by(lambda: LessonFactory.create(edition=edition, taken_up_in=edition)) == (
        "lesson_is_for_another_edition"
    )


def test_places_of_the_countries_are_never_more_than_there_are() -> None:
    edition = EditionFactory.create(places=4)
    QuotaFactory.create(edition=edition, places=2)
    QuotaFactory.create(edition=edition, country_id="LA", places=2)

    assert broken_by(lambda: QuotaFactory.create(edition=edition, country_id="PK", places=1)) == (
        "quota_sum_within_places"
    )
    edition.places = 3
    assert broken_by(edition.save) == "quota_sum_within_places"


def test_places_may_move_from_one_country_to_another_in_one_transaction() -> None:
    edition = EditionFactory.create(places=4)
    bhutan = QuotaFactory.create(edition=edition, places=2)
    laos = QuotaFactory.create(edition=edition, country_id="LA", places=2)

    with transaction.atomic():
        Quota.objects.filter(pk=bhutan.pk).update(places=3)  # five of four, for a moment
        Quota.objects.filter(pk=laos.pk).update(places=1)

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert sorted(edition.quotas.values_list("places", flat=True)) == [1, 3]


def test_weights_of_a_rubric_are_never_more_than_100() -> None:
    edition = EditionFactory.create()
    RubricCriterionFactory.create(edition=edition, weight=60)

    assert broken_by(lambda: RubricCriterionFactory.create(edition=edition, weight=41)) == (
        "rubric_weights_at_most_100"
    )


@pytest.mark.parametrize(
    ("name", "link"),
    [
        (
            "activity_group_is_of_its_edition",
            lambda: ActivityFactory.create().groups.add(GroupFactory.create()),
        ),
        (
            "activity_after_is_of_its_edition",
            lambda: ActivityFactory.create().after.add(ActivityFactory.create()),
        ),
        (
            "module_outcome_is_of_its_edition",
            lambda: ModuleFactory.create().outcomes.add(OutcomeFactory.create()),
        ),
        (
            "assessment_outcome_is_of_its_edition",
            lambda: AssessmentFactory.create().outcomes.add(OutcomeFactory.create()),
        ),
        ("activity_module_is_of_its_edition", lambda: ActivityFactory.create(module=ModuleFactory.create())),
    ],
)
def test_what_is_linked_is_of_one_edition(name: str, link: Callable[[], Any]) -> None:
    assert broken_by(link) == name


def test_what_is_of_one_edition_is_linked() -> None:
    edition = EditionFactory.create()
    first, second = ActivityFactory.create_batch(2, edition=edition)
    second.after.add(first)
    second.groups.add(GroupFactory.create(edition=edition))
    ModuleFactory.create(edition=edition).outcomes.add(OutcomeFactory.create(edition=edition))

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    assert list(second.after.all()) == [first]


def test_an_activity_is_not_after_itself() -> None:
    activity = ActivityFactory.create()

    assert broken_by(lambda: activity.after.add(activity)) == "activity_is_not_after_itself"


@pytest.mark.parametrize(
    "change",
    [
        lambda: Booklet.objects.filter(pk=BookletFactory.create().pk).update(version=7),
        lambda: BookletFactory.create().delete(),
        lambda: BookletFileFactory.create().delete(),
        lambda: EditionChange.objects.filter(pk=EditionChangeFactory.create().pk).update(kind="cancelled"),
    ],
)
def test_what_went_out_or_was_decided_is_never_changed(change: Callable[[], Any]) -> None:
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        change()


def test_a_line_of_the_budget_multiplies() -> None:
    line = BudgetLineFactory.create()

    line.refresh_from_db()

    assert line.amount == Decimal("78000000.00")


def test_an_edition_of_long_ago_needs_little() -> None:
    edition = EditionFactory.create(
        code="SMI-2023",
        status=EditionStatus.CLOSED,
        starts_on=day("2023-07-03"),
        ends_on=None,
        arrives_on=None,
        departs_on=None,
        places=None,
        known_participants=15,
        source="Ministry of Industry, July 2023",
    )

    assert edition.days is None


def test_the_kinds_of_sessions_are_shipped_in_both_languages(settings: Any) -> None:
    languages = [code for code, _name in settings.LANGUAGES]

    assert {row["code"] for row in SHIPPED} == SHIPPED_CODES
    assert [row["code"] for row in SHIPPED if sorted(row["name"]) != languages] == []
    assert [row["code"] for row in SHIPPED if "rule" in row and sorted(row["rule"]) != languages] == []


def test_a_second_programme_may_bring_a_kind_of_session() -> None:
    fair = SessionType.objects.create(code="FAIR", name={"en": "Fair of ideas"}, family="culture")

    assert ActivityFactory.create(session_type_id="FAIR").session_type == fair
