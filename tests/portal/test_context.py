from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from balai.people.enums import Role
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
