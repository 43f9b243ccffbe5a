from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.test import override_settings
from django.urls import URLResolver, get_resolver, path
from django.utils import timezone

from balai import urls as product
from balai.people.access import declared, public, roles, signed_in
from balai.people.enums import Role
from tests.people.factories import AccountFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.test import Client
    from django.urls import URLPattern


def answer(request: HttpRequest) -> HttpResponse:
    return HttpResponse("inside")


@public
def for_everybody(request: HttpRequest) -> HttpResponse:
    return answer(request)


@signed_in
def for_the_signed_in(request: HttpRequest) -> HttpResponse:
    return answer(request)


@roles(Role.PARTICIPANT)
def for_participants(request: HttpRequest) -> HttpResponse:
    return answer(request)


urlpatterns = [
    *product.urlpatterns,  # the page for 403 links to them
    path("undeclared/", answer),
    path("public/", for_everybody),
    path("signed-in/", for_the_signed_in),
    path("participants/", for_participants),
]
pytestmark = pytest.mark.django_db


def patterns_of(resolver: URLResolver) -> Iterator[URLPattern]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns_of(pattern)
        else:
            yield pattern


def test_every_address_declares_for_whom_it_opens() -> None:
    undeclared = [
        pattern.lookup_str for pattern in patterns_of(get_resolver()) if declared(pattern.callback) is None
    ]

    assert undeclared == []


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_that_declares_nothing_opens_for_nobody(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))

    with pytest.raises(ImproperlyConfigured, match=r"test_access\.answer does not declare its access"):
        client.get("/undeclared/")


@override_settings(ROOT_URLCONF=__name__, LOGIN_URL="/enter/")
@pytest.mark.parametrize("address", ["/signed-in/?page=2", "/participants/?page=2"])
def test_a_stranger_is_sent_to_sign_in_and_back(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response["Location"]) == (
        302,
        f"/enter/?next={address.replace('?', '%3F').replace('=', '%3D')}",
    )


@override_settings(ROOT_URLCONF=__name__)
def test_a_public_view_opens_for_a_stranger(client: Client) -> None:
    assert client.get("/public/").content == b"inside"


@override_settings(ROOT_URLCONF=__name__)
def test_a_view_for_the_signed_in_asks_for_no_role(client: Client) -> None:
    client.force_login(AccountFactory.create())

    assert client.get("/signed-in/").content == b"inside"


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("role", "status"), [(Role.PARTICIPANT, 200), (Role.NOMINEE, 403)])
def test_a_role_opens_its_views_and_no_others(client: Client, role: Role, status: int) -> None:
    client.force_login(account_with(role))

    assert client.get("/participants/").status_code == status


@signed_in
def telling_the_time(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{timezone.localtime(dt.datetime(2018, 7, 16, 2, tzinfo=dt.UTC)):%H:%M}")


urlpatterns.append(path("time/", telling_the_time))


@override_settings(ROOT_URLCONF=__name__)
@pytest.mark.parametrize(("zone", "told"), [("Asia/Thimphu", "08:00"), ("Mars/Olympus", "02:00")])
def test_moments_are_shown_in_the_reader_s_zone_and_to_no_other(client: Client, zone: str, told: str) -> None:
    account = AccountFactory.create(person__time_zone=zone)
    client.force_login(account)

    assert client.get("/time/").content.decode() == told
    assert timezone.get_current_timezone_name() == "UTC"
