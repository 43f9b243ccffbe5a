from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from balai import config
from balai.people.demo import is_offered
from balai.people.enums import Role
from balai.people.services.sample import create_cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client

HERE = {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}
NOW = dt.datetime(2018, 7, 16, 2, tzinfo=dt.UTC)


@pytest.fixture
def demo(tmp_path: Path) -> config.Config:
    (tmp_path / "demo.json").write_text("{}")
    return dataclasses.replace(config.current(), home=tmp_path, bind_host="127.0.0.1")


@pytest.fixture
def demo_home() -> Iterator[None]:
    mark = config.current().home / "demo.json"
    mark.write_text("{}")
    yield
    mark.unlink()


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1", "127.0.0.1:8001"])
def test_the_reader_at_the_machine_is_offered_the_roles(demo: config.Config, host: str) -> None:
    assert is_offered(demo, {**HERE, "HTTP_HOST": host}) is True


@pytest.mark.parametrize(
    "header",
    [
        {"REMOTE_ADDR": "203.0.113.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "balai.example"},
        {"HTTP_HOST": "localhost.balai.example:8000"},
        {"HTTP_HOST": ""},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_X_FORWARDED_HOST": ""},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
    ],
)
def test_every_sign_of_another_place_takes_the_offer_away(
    demo: config.Config, header: dict[str, str]
) -> None:
    assert is_offered(demo, HERE | header) is False


def test_only_a_loopback_socket_offers(demo: config.Config) -> None:
    assert is_offered(dataclasses.replace(demo, bind_host="0.0.0.0"), HERE) is False  # noqa: S104 -- the bad case


def test_only_a_home_made_by_the_demo_offers(demo: config.Config, tmp_path: Path) -> None:
    (tmp_path / "demo.json").unlink()
    assert is_offered(demo, HERE) is False


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_home")
@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PARTICIPANT])
def test_one_click_enters_without_a_second_factor(client: Client, role: Role) -> None:
    create_cast(NOW)

    page = client.get(reverse("account_login"), headers={"host": "localhost"})
    entered = client.post(reverse("people:demo", args=[role]), headers={"host": "localhost"})

    assert page.content.decode().count("/accounts/demo/") == 16
    assert (entered.status_code, entered["Location"]) == (302, reverse("portal:tasks"))
    assert client.get(reverse("portal:tasks")).status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("demo_home")
def test_a_forwarded_click_enters_nowhere(client: Client) -> None:
    create_cast(NOW)
    headers = {"host": "localhost", "x-forwarded-for": "127.0.0.1"}

    assert (
        client.get(reverse("account_login"), headers=headers).content.decode().count("/accounts/demo/") == 0
    )
    assert client.post(reverse("people:demo", args=["administrator"]), headers=headers).status_code == 404
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_an_installation_offers_no_role(client: Client) -> None:
    create_cast(NOW)

    page = client.get(reverse("account_login"), headers={"host": "localhost"})

    assert page.content.decode().count("/accounts/demo/") == 0
    assert (
        client.post(reverse("people:demo", args=["auditor"]), headers={"host": "localhost"}).status_code
        == 404
    )
