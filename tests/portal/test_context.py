from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from balai.config import Config
from balai.kernel import sample
from balai.kernel.sample import Stage
from balai.people.enums import Role
from balai.people.models import Person
from balai.portal import context
from balai.ui import host
from balai.ui.wording import zone_place
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db
SILENT = "No worker is running"


def beat(*, ago: timedelta) -> None:
    """Let a worker have said so long ago that it lives."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (CURRENT_TIMESTAMP - make_interval(secs => %s))",
            [ago.total_seconds()],
        )


@pytest.mark.parametrize("path", ["/tasks/", "/en/", "/nowhere/"])
def test_administrator_is_told_on_every_page_that_no_worker_runs(client: Client, path: str) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))

    text = client.get(path).content.decode()

    assert (SILENT in text, "<code>balai worker</code>" in text) == (True, True)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_is_told(client: Client, role: Role) -> None:
    client.force_login(account_with(role))

    assert SILENT not in client.get("/en/").content.decode()


def test_visitor_is_not_told(client: Client) -> None:
    assert SILENT not in client.get("/en/").content.decode()


@pytest.mark.parametrize(("ago", "is_told"), [(timedelta(seconds=20), False), (timedelta(minutes=3), True)])
def test_worker_that_was_killed_counts_as_none(client: Client, ago: timedelta, *, is_told: bool) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    beat(ago=ago)

    assert (SILENT in client.get("/en/").content.decode()) is is_told


@pytest.mark.parametrize(("role", "is_told"), [(Role.ADMINISTRATOR, True), (Role.PROGRAMME_OFFICER, False)])
def test_administrator_is_told_of_jobs_that_were_given_up(
    client: Client, role: Role, *, is_told: bool
) -> None:
    client.force_login(account_with(role))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
            " VALUES ('default', 'correspondence.deliver', '{}', 'failed')"
        )

    text = " ".join(client.get("/tasks/").content.decode().split())

    told = 'background was given up. <a href="/office/jobs/">See why</a>' in text
    assert told is is_told


def test_visitors_of_a_demonstration_are_told_how_far_its_life_is(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = datetime(2018, 7, 24, tzinfo=UTC)
    life = [Stage(name="sample:kiln", label="a kiln is lit", at=at, do=list)]
    monkeypatch.setattr(sample, "whole_life", lambda: life)
    banners_of_life = context.SampleLife()
    request = RequestFactory().get("/en/")

    assert banners_of_life(request) is None  # an installation lives its own life
    monkeypatch.setattr(Config, "is_demo", True)
    during, gone, at_once = banners_of_life(request), sample.go_on(life), banners_of_life(request)
    monkeypatch.setattr(context, "FRESH", timedelta(0))
    after = banners_of_life(request)

    assert during is not None
    assert "0 of 1 stages are done. Now, in July 2018: a kiln is lit." in str(during.text)
    assert (at_once, gone is not None, after) == (during, True, None)
    with CaptureQueriesContext(connection) as asked:
        assert banners_of_life(request) is None
    assert len(asked) == 0  # and nobody asks again


def test_whoever_lives_in_another_zone_than_the_office_is_told_whose_times_are_shown(client: Client) -> None:
    account = account_with(Role.SECRETARIAT)
    client.force_login(account)

    def told(zone: str) -> bool:
        Person.objects.filter(account=account).update(time_zone=zone)
        text = " ".join(client.get("/tasks/").content.decode().split())
        return f"in your time zone, {zone_place(zone)}." in text

    assert (told("Asia/Thimphu"), told(host.current().zone)) == (True, False)
    assert "in your time zone" not in client.get("/en/").content.decode()  # what is public names its places
