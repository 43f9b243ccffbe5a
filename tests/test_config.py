"""The file of services is read once, and a fault in it is said with place and remedy, never with a value."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from balai.config import ConfigError, ObjectStorage, OpenIdProvider, read

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


SECRET = "w0rd/with+signs"


def storage_at(url: str) -> ObjectStorage | None:
    return read({"BALAI_FILES_URL": url}).object_storage


def test_an_object_storage_is_read_from_its_address() -> None:
    whole = (
        f"s3://office:{quote(SECRET, safe='')}@sealed.files/one/two/?endpoint=http://10.0.0.5:9000&region=x-1"
    )

    assert storage_at("s3://sealed") == ObjectStorage(bucket="sealed")
    assert storage_at(whole) == ObjectStorage(
        bucket="sealed.files",
        prefix="one/two",
        endpoint="http://10.0.0.5:9000",
        region="x-1",
        access_key="office",
        secret_key=SECRET,
    )
    assert str(storage_at(whole)) == "s3://sealed.files/one/two"
    assert SECRET not in repr(storage_at(whole))


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://office:w0rd@s3.example/files", "is not that of a bucket"),
        ("s3://office:w0rd@s3.example:9000/files", "is not that of a bucket"),
        ("s3://office:w0rd@files/../other", "is not that of a bucket"),
        ("s3://office:w0rd@", "is not that of a bucket"),
        ("s3://office:w0rd@[files", "cannot be read"),
        ("s3://:w0rd@files", "half of a key"),
        ("s3://office:w0rd@files?zone=a", "“zone” is not known. Known are: endpoint, region."),
        ("s3://office:w0rd@files?endpoint=s3.example", "its endpoint is not an address"),
        ("s3://office:w0rd@files?endpoint=https://s3.example:99999", "its endpoint is not an address"),
    ],
)
def test_a_fault_in_the_address_of_an_object_storage_is_named_without_its_secret(
    url: str, problem: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        storage_at(url)

    said = str(refused.value)
    assert (said.startswith("BALAI_FILES_URL: "), problem in said, "w0rd" in said) == (True, True, False)


def test_an_object_storage_without_what_speaks_to_it_is_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)

    with pytest.raises(
        ConfigError, match=r"is not installed\. Install it: make object-storage .+ leave the key out\.$"
    ):
        storage_at("s3://sealed")
    assert read({}).object_storage is None
