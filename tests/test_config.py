"""The file of services is read once, and a fault in it is said with place and remedy, never with a value."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from balai.config import ConfigError, OpenIdProvider, read

if TYPE_CHECKING:
    from pathlib import Path

GOOD: dict[str, Any] = {
    "id": "ministry",
    "name": "the Ministry",
    "server_url": "https://id.ministry.example/realms/office/",
    "client_id": "balai",
    "secret": "a-word-between-two-servers",
}


def providers_in(home: Path, text: str) -> tuple[OpenIdProvider, ...]:
    file = home / "services.json"
    file.write_text(text, encoding="utf-8")
    return read({"BALAI_HOME": str(home), "BALAI_OPENID_FILE": str(file)}).openid_providers


def test_services_are_read_from_their_file(tmp_path: Path) -> None:
    local = GOOD | {"id": "test", "server_url": "http://127.0.0.1:8080", "second_factor": True}

    assert providers_in(tmp_path, json.dumps([GOOD, local])) == (
        OpenIdProvider(**{**GOOD, "server_url": "https://id.ministry.example/realms/office"}),
        OpenIdProvider(**local),
    )


def test_without_a_file_there_is_no_service(tmp_path: Path) -> None:
    assert read({"BALAI_HOME": str(tmp_path)}).openid_providers == ()


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ("{", "is not valid JSON"),
        ({}, "holds no list"),
        (["ministry"], "service 1: it needs id, name, server_url, client_id, secret"),
        ([GOOD, {**GOOD, "secret": None}], "service 2: it needs"),
        ([GOOD, GOOD], "two services with one id"),
        ([GOOD | {"scope": "admin"}], "service 1: scope is not known"),
        ([GOOD | {"second_factor": "yes"}], "service 1: second_factor is true or false"),
        ([GOOD | {"id": "the ministry"}], "service 1: its id is not a short word"),
        ([GOOD | {"server_url": "http://id.ministry.example"}], "does not begin with https://"),
        ([GOOD | {"server_url": "https://"}], "does not begin with https://"),
    ],
)
def test_a_fault_in_the_file_is_named_and_the_secret_is_not(
    tmp_path: Path, given: object, problem: str
) -> None:
    text = given if isinstance(given, str) else json.dumps(given)

    with pytest.raises(ConfigError) as refused:
        providers_in(tmp_path, text)

    said = str(refused.value)
    assert (said.startswith("BALAI_OPENID_FILE: "), problem in said, GOOD["secret"] in said) == (
        True,
        True,
        False,
    )


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read \(No such file or directory\)"):
        read({"BALAI_HOME": str(tmp_path), "BALAI_OPENID_FILE": str(tmp_path / "none.json")})


def test_a_secret_is_not_shown_with_the_configuration(tmp_path: Path) -> None:
    (provider,) = providers_in(tmp_path, json.dumps([GOOD]))

    assert GOOD["secret"] not in repr(provider)
