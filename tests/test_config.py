"""Every setting that is wrong is said with its key and what to write instead, and never with a secret."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from balai.config import KEYS, ConfigError, ObjectStorage, OpenIdProvider, read

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


OWNER_TOO = {"BALAI_DATABASE_OWNER_URL": "postgresql://balai_owner@127.0.0.1/balai"}
WRONG: list[tuple[str, str, str]] = [
    ("HOME", "relative/folder", "Write it from the root, as in /srv/balai."),
    ("HOME", "~no-such-user/home", "Write the whole path, as in /srv/balai."),
    ("HOME", f"/{'h' * 300}", "Correct this, or name another home."),
    ("PUBLIC_URL", "balai.example", "Write it as https://balai.example."),
    ("PUBLIC_URL", "https://balai.example/office", "Write it as https://balai.example."),
    ("PUBLIC_URL", "https://balai.example:port", "Write it as https://balai.example."),
    ("PUBLIC_URL", "https://[balai", "Write it as https://balai.example."),
    ("DATABASE_URL", "mysql://balai_app:w0rd@db/balai", "Write it as postgresql://"),
    ("DATABASE_URL", "postgresql://balai_app:w0rd@db", "Write it as postgresql://"),
    ("DATABASE_URL", "postgresql://balai_app:w0rd[@db/balai", "%5B and so on for special signs"),
    ("DATABASE_URL", "postgresql://balai_app:w0rd@db:five/balai", "Write it as postgresql://"),
    ("DATABASE_OWNER_URL", "postgresql://balai_owner:w0rd#@db/balai", "%23"),
    ("BIND", "8000", "Write it as 127.0.0.1:8000."),
    ("BIND", "127.0.0.1:80000", "Write it as 127.0.0.1:8000."),
    ("WEB_WORKERS", "0", "Leave it out for 2."),
    ("WEB_THREADS", "many", "Leave it out for 4."),
    ("TRUSTED_PROXIES", "10.0.0.1, proxy", "Write it as 10.0.0.1, several with commas."),
    ("SMTP_URL", "mail.example:25", "Write it as smtps://"),
    ("SMTP_URL", "smtp://office:w0rd@mail.example:mail", "Write it as smtps://"),
    ("MAIL_FROM", "the office", "Write it as Balai <office@balai.example>."),
    ("MAIL_FROM", "Balai <office@balai.example>\nBcc: all@balai.example", "Write it as Balai <"),
    ("OPENID_FILE", "/no/such/file", "Name a readable file."),
    ("FILES_URL", "https://s3.example/files", "Write it as s3://bucket/prefix"),
    ("CLAMD", "localhost", "Write it as unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310."),
    ("TIME_ZONE", "Bandung", "Write one such as Asia/Jakarta."),
]


@pytest.mark.parametrize(("key", "value", "remedy"), WRONG)
def test_a_wrong_value_is_said_with_its_key_and_what_to_write(key: str, value: str, remedy: str) -> None:
    given = {**(OWNER_TOO if key == "DATABASE_URL" else {}), f"BALAI_{key}": value}

    with pytest.raises(ConfigError) as refused:
        read(given)

    said = str(refused.value)
    assert (said.startswith(f"BALAI_{key}: "), remedy in said, "w0rd" in said) == (True, True, False)


def test_every_setting_has_a_wrong_value() -> None:
    assert {key for key, _value, _remedy in WRONG} == KEYS.keys()


def test_an_external_database_without_its_owner_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"^BALAI_DATABASE_OWNER_URL: .+ needs both of its addresses\."):
        read({"BALAI_DATABASE_URL": "postgresql://balai_app@127.0.0.1/balai"})


def test_a_setting_that_nobody_knows_is_refused_with_those_that_are() -> None:
    with pytest.raises(
        ConfigError, match=r"^BALAI_HOEM: there is no such setting\. Known are: HOME, PUBLIC_URL"
    ):
        read({"BALAI_HOEM": "/srv/balai"})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"public_url = https://balai.example", "BALAI_HOME: {file} is not valid TOML"),
        (b'public_url = "\xff"', "BALAI_HOME: {file} is not valid TOML"),
        (b'address = "https://balai.example"', "BALAI_ADDRESS: {file} has an unknown key “address”."),
        (b'home = "/srv/other"', "BALAI_HOME: {file} has an unknown key “home”."),
        (b'trusted_proxies = ["10.0.0.1"]', "BALAI_TRUSTED_PROXIES: {file} has “['10.0.0.1']”"),
        (b"web_workers = 1000", "BALAI_WEB_WORKERS: “1000” is not a number from 1 to 256."),
    ],
)
def test_a_fault_in_the_file_of_settings_names_the_file_and_the_key(
    tmp_path: Path, text: bytes, said: str
) -> None:
    file = tmp_path / "balai.toml"
    file.write_bytes(text)

    with pytest.raises(ConfigError) as refused:
        read({"BALAI_HOME": str(tmp_path)})

    assert str(refused.value).startswith(said.format(file=file))


def test_a_folder_in_place_of_the_file_of_settings_is_said(tmp_path: Path) -> None:
    (tmp_path / "balai.toml").mkdir()

    with pytest.raises(ConfigError, match=r"^BALAI_HOME: .+balai\.toml cannot be read \(Is a directory\)\."):
        read({"BALAI_HOME": str(tmp_path)})


def test_a_value_is_read_from_the_file_that_is_named_for_it(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("smtps://office:w0rd@mail.example:465\n", encoding="utf-8")
    (tmp_path / "photo").write_bytes(b"\x89PNG")

    assert (
        read({"BALAI_SMTP_URL_FILE": f"{tmp_path}/mail"}).smtp_url == "smtps://office:w0rd@mail.example:465"
    )
    with pytest.raises(ConfigError, match=r"^BALAI_SMTP_URL_FILE: .+ cannot be read \(No such file"):
        read({"BALAI_SMTP_URL_FILE": f"{tmp_path}/none"})
    with pytest.raises(ConfigError, match=r"^BALAI_SMTP_URL_FILE: .+ is not a text in UTF-8\."):
        read({"BALAI_SMTP_URL_FILE": f"{tmp_path}/photo"})
