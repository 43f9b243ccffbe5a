from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from balai.audit.models import Deed
from balai.directory.models import Country
from balai.kernel.refusal import RuleViolationError
from balai.office.models import Office
from balai.people.enums import Role
from balai.programmes.enums import Anchor, EditionStatus, Level, OrganiserRole
from balai.programmes.models import Deadline, DeadlinePlan, Edition
from balai.programmes.services.deadlines import USUAL, plan_usual_deadlines, recompute_deadlines
from balai.programmes.services.editions import set_dates
from tests.directory.factories import OrganisationFactory
from tests.people.factories import account_with
from tests.programmes.factories import (
    DeadlinePlanFactory,
    EditionFactory,
    OrganiserFactory,
    QuotaFactory,
    T,
)

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.usefixtures("countries")


@pytest.fixture
def edition() -> Edition:
    """That of 2018, with places for Bhutan and Pakistan, and the Secretariat in Colombo."""
    for code, zone in (("BT", "Asia/Thimphu"), ("PK", "Asia/Karachi"), ("LK", "Asia/Colombo")):
        Country.objects.filter(code=code).update(time_zones=[zone])
    edition = EditionFactory.create()
    OrganiserFactory.create(
        edition=edition,
        role=OrganiserRole.SECRETARIAT,
        organisation=OrganisationFactory.create(country_id="LK"),
    )
    for code in ("BT", "PK"):
        QuotaFactory.create(edition=edition, country_id=code)
    return edition


def due(edition: Edition, code: str) -> list[tuple[str, str | None, str]]:
    """Level, country and local time of the deadlines of one code."""
    found = Deadline.objects.filter(plan__edition=edition, plan__code=code).select_related("plan")
    return sorted(
        (one.plan.level, one.country_id, one.at.astimezone(dt.UTC).isoformat(timespec="minutes"))
        for one in found
    )


def test_the_usual_plan_gives_each_level_its_day_in_its_own_time(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)

    assert edition.deadline_plans.count() == len(USUAL)
    # 75 days before 18 July is Friday 4 May. Bhutan is off on 2 May and 25 April, Pakistan on 1 May.
    assert due(edition, "nominations") == [
        ("agency", "BT", "2018-04-20T11:00+00:00"),
        ("agency", "PK", "2018-04-23T12:00+00:00"),
        ("applicant", "BT", "2018-04-13T11:00+00:00"),
        ("applicant", "PK", "2018-04-16T12:00+00:00"),
        ("focal_point", "BT", "2018-04-30T11:00+00:00"),
        ("focal_point", "PK", "2018-04-30T12:00+00:00"),
        ("host", None, "2018-05-04T10:00+00:00"),
        ("secretariat", None, "2018-05-03T11:30+00:00"),
    ]
    assert [deed.action for deed in Deed.objects.order_by("id")] == [
        "edition.deadlines_planned",
        "edition.deadlines_computed",
    ]


def test_what_is_due_after_the_end_falls_on_a_working_day_of_the_host(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)

    assert due(edition, "report") == [("host", None, "2018-08-29T10:00+00:00")]
    assert due(edition, "follow-up-6") == [("host", None, "2019-01-28T10:00+00:00")]  # 26 January: Saturday


def test_the_usual_plan_is_given_once(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)

    with pytest.raises(RuleViolationError, match=r"deadlines\.planned_already"):
        plan_usual_deadlines(edition=edition, actor="system", at=T)


def test_moving_the_arrival_moves_every_deadline_that_nobody_was_told(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)

    set_dates(
        edition=edition,
        starts_on=dt.date(2018, 7, 25),
        ends_on=dt.date(2018, 8, 6),
        arrives_on=dt.date(2018, 7, 25),
        departs_on=dt.date(2018, 8, 6),
        actor="system",
        at=T,
    )

    assert due(edition, "nominations")[-2] == ("host", None, "2018-05-11T10:00+00:00")


def test_what_was_told_is_named_when_it_changes(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    told = Deadline.objects.get(plan__code="nominations", plan__level=Level.HOST)
    told.told_at, told.told_for = T, told.at
    told.save()
    edition.arrives_on = edition.starts_on = dt.date(2018, 7, 17)
    edition.save()

    owed = recompute_deadlines(edition=edition, actor="system", at=T)

    assert [(one.pk, one.was_told_otherwise) for one in owed] == [(told.pk, True)]


def test_a_day_set_by_hand_holds_and_the_levels_below_follow_it(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    DeadlinePlan.objects.filter(code="nominations", level=Level.HOST).update(set_on=dt.date(2018, 4, 27))

    recompute_deadlines(edition=edition, actor="system", at=T)

    found = due(edition, "nominations")
    assert found[-2] == ("host", None, "2018-04-27T10:00+00:00")
    assert found[-1] == ("secretariat", None, "2018-04-26T11:30+00:00")


def test_a_day_set_by_hand_never_comes_after_the_arrival(edition: Edition) -> None:
    DeadlinePlanFactory.create(edition=edition, set_on=dt.date(2018, 7, 19))

    with pytest.raises(RuleViolationError, match=r"deadline\.after_the_level_above"):
        recompute_deadlines(edition=edition, actor="system", at=T)


def test_a_country_that_lost_its_places_loses_its_deadlines(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    edition.quotas.filter(country="PK").delete()

    recompute_deadlines(edition=edition, actor="system", at=T)

    assert {country for _level, country, _at in due(edition, "nominations")} == {None, "BT"}


def test_working_out_again_changes_nothing(edition: Edition) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    before = list(Deadline.objects.order_by("pk").values())

    assert recompute_deadlines(edition=edition, actor="system", at=T) == []

    assert list(Deadline.objects.order_by("pk").values()) == before
    assert Deed.objects.filter(action="edition.deadlines_computed").count() == 1


def test_an_edition_without_dates_has_no_deadlines() -> None:
    edition = EditionFactory.create(starts_on=None, ends_on=None, arrives_on=None, departs_on=None)

    plan_usual_deadlines(edition=edition, actor="system", at=T)

    assert not Deadline.objects.exists()


def test_days_passed_over_are_told_with_their_reason(edition: Edition) -> None:
    DeadlinePlanFactory.create(edition=edition, code="visas", days=33)  # 15 June 2018: Eid in Indonesia

    recompute_deadlines(edition=edition, actor="system", at=T)

    (deadline,) = Deadline.objects.all()
    assert deadline.at == dt.datetime(2018, 6, 8, 10, tzinfo=dt.UTC)
    assert [(day["on"], day["why"]) for day in deadline.skipped] == [
        ("2018-06-15", "day_off"),
        ("2018-06-14", "day_off"),
        ("2018-06-13", "day_off"),
        ("2018-06-12", "day_off"),
        ("2018-06-11", "day_off"),
        ("2018-06-10", "weekend"),
        ("2018-06-09", "weekend"),
    ]


def test_a_cancelled_edition_gets_no_plan(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.CANCELLED)
    edition.refresh_from_db()

    with pytest.raises(RuleViolationError, match=r"edition\.cancelled"):
        plan_usual_deadlines(edition=edition, actor="system", at=T)


def test_the_anchor_of_the_usual_plan_is_the_arrival_until_the_end() -> None:
    assert {code for code, _level, anchor, *_rest in USUAL if anchor == Anchor.END} == {
        "report",
        "follow-up-3",
        "follow-up-6",
        "impact",
    }


def calendar_of(client: Client, edition: Edition, **asked: str) -> list[Any]:
    Office.objects.update_or_create(pk=1, defaults={"public_address": "https://balai.example"})
    answer = client.get(f"/programmes/editions/{edition.code}/dates/deadlines.ics", asked)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_deadlines_come_into_a_calendar_each_in_its_own_time_zone(edition: Edition, client: Client) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    events = calendar_of(client, edition)
    told = {str(one["summary"]): one for one in events}
    bhutan = told[f"{edition.code}: Nominations are due (Agency, Bhutan)"]

    assert len(events) == Deadline.objects.count()
    assert bhutan["dtend"].dt == dt.datetime(2018, 4, 20, 17, tzinfo=ZoneInfo("Asia/Thimphu"))
    assert bhutan["dtend"].params["TZID"] == "Asia/Thimphu"
    assert bhutan["dtstart"].dt == bhutan["dtend"].dt - dt.timedelta(minutes=30)
    assert {str(one["summary"]) for one in calendar_of(client, edition, country="PK", level="agency")} == {
        f"{edition.code}: Nominations are due (Agency, Pakistan)"
    }


def test_an_hour_in_a_calendar_stays_the_hour_when_clocks_are_put_forward(client: Client) -> None:
    edition = EditionFactory.create(time_zone="Europe/Berlin")
    plan = DeadlinePlanFactory.create(edition=edition, level=Level.HOST)
    for on in (dt.datetime(2018, 3, 23, 16, tzinfo=dt.UTC), dt.datetime(2018, 3, 26, 15, tzinfo=dt.UTC)):
        Deadline.objects.filter(plan=plan).delete()
        Deadline.objects.create(plan=plan, at=on, zone="Europe/Berlin")
        client.force_login(account_with(Role.PROGRAMME_OFFICER))

        (event,) = calendar_of(client, edition)

        assert event["dtend"].to_ical().decode().endswith("T170000")
        assert event["dtend"].dt.astimezone(dt.UTC) == on


def test_a_deadline_keeps_its_entry_when_it_moves_and_ends_with_its_edition(
    edition: Edition, client: Client
) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    before = {str(one["uid"]): one for one in calendar_of(client, edition)}

    edition.deadline_plans.filter(code="call").update(set_on=dt.date(2018, 3, 14))
    recompute_deadlines(edition=edition, actor="system", at=T)
    after = {str(one["uid"]): one for one in calendar_of(client, edition)}
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.CANCELLED)
    over = calendar_of(client, edition)

    assert set(before) == set(after)
    moved = [uid for uid in before if before[uid]["dtend"].dt != after[uid]["dtend"].dt]
    assert moved
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in moved)
    assert {str(one["status"]) for one in over} <= {"CANCELLED"}


def test_without_a_public_address_there_is_no_calendar_and_no_way_to_it(
    edition: Edition, client: Client
) -> None:
    plan_usual_deadlines(edition=edition, actor="system", at=T)
    page = f"/programmes/editions/{edition.code}/dates/"
    client.force_login(account_with(Role.PROGRAMME_OFFICER))

    answer = client.get(f"{page}deadlines.ics")

    assert answer.status_code == 409
    assert "An administrator enters it on the Office page." in answer.content.decode()
    assert "deadlines.ics" not in client.get(page).content.decode()
