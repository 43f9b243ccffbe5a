from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.urls import reverse

from balai.people.enums import Role
from tests.people.factories import account_with

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

NOW = dt.datetime(2018, 5, 4, 9, 3, 59, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.mark.django_db
def test_where_one_is_signed_in_is_noted_every_five_minutes(client: Client) -> None:
    seen = []
    with time_machine.travel(NOW, tick=False) as now:
        client.force_login(account_with(Role.NOMINEE))
        for _visit in range(7):
            client.get(reverse("people:me"))
            seen.append(UserSession.objects.get().last_seen_at)
            now.shift(MINUTE)

    assert seen == [NOW] * 5 + [NOW + 5 * MINUTE] * 2


@pytest.mark.django_db
def test_a_session_lives_on_with_its_pages_and_ends_a_day_after_signing_in(client: Client) -> None:
    answers = []
    with time_machine.travel(NOW, tick=False) as now:
        client.force_login(account_with(Role.NOMINEE))
        for _visit in range(4):
            now.shift(8 * 60 * MINUTE)
            answers.append(client.get(reverse("people:me")))

    assert [answer.status_code for answer in answers] == [200, 200, 200, 302]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


@pytest.mark.django_db
@pytest.mark.parametrize(("header", "column"), [("HTTP_USER_AGENT", "user_agent"), ("REMOTE_ADDR", "ip")])
def test_another_browser_or_place_is_noted_at_once(client: Client, header: str, column: str) -> None:
    client.force_login(account_with(Role.NOMINEE))
    client.get(reverse("people:me"))

    client.defaults[header] = "192.0.2.7"
    client.get(reverse("people:me"))

    assert getattr(UserSession.objects.get(), column) == "192.0.2.7"


@pytest.mark.django_db
def test_a_page_that_was_noted_costs_no_query_for_it(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(reverse("public:home"))
    client.force_login(account_with(Role.NOMINEE))
    client.get(reverse("people:tokens"))

    with django_assert_num_queries(5):  # session, account, grants, tokens, office
        client.get(reverse("people:tokens"))


@pytest.mark.django_db
def test_visitors_are_not_noted(client: Client) -> None:
    client.get(reverse("account_login"))

    assert not UserSession.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referer", "then"),
    [
        ("http://testserver/news/?page=2", "/news/%3Fpage%3D2"),
        ("https://elsewhere.example/news/", "/tasks/"),
        ("http://[", "/tasks/"),
        ("", "/tasks/"),
    ],
)
def test_signing_in_after_a_form_was_sent_leads_to_its_page(client: Client, referer: str, then: str) -> None:
    answer = client.post(reverse("people:tokens"), headers={"referer": referer})

    assert answer["Location"] == f"/accounts/login/?next={then}"
