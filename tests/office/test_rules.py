from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.office.rules import may_use_mail_server, may_use_public_address, may_use_time_zone

if TYPE_CHECKING:
    from balai.kernel.refusal import Refusal


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://balai.example", None),
        ("https://balai.example:8443", None),
        ("http://localhost:8000", None),
        ("http://balai.example", "office.public_address_open"),
        ("https://balai.example/training", "office.public_address_wrong"),
        ("balai.example", "office.public_address_wrong"),
        ("https://balai.example:port", "office.public_address_wrong"),
        ("https://[::1", "office.public_address_wrong"),
        ("javascript:alert(1)", "office.public_address_wrong"),
        ("https://user@balai.example", "office.public_address_wrong"),
        ("", "office.public_address_wrong"),
    ],
)
def test_a_public_address_is_a_protected_scheme_and_host(address: str, expected: str | None) -> None:
    assert code(may_use_public_address(address)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Asia/Jakarta", None), ("WIB", "office.time_zone_unknown"), ("", "office.time_zone_unknown")],
)
def test_a_time_zone_must_exist(name: str, expected: str | None) -> None:
    assert code(may_use_time_zone(name)) == expected


@pytest.mark.parametrize(
    ("host", "security", "user", "expected"),
    [
        ("mail.example", "tls", "office", None),
        ("localhost", "none", "", None),
        ("localhost", "none", "office", "office.mail_open"),
        ("mail.example", "none", "", "office.mail_open"),
    ],
)
def test_letters_do_not_cross_the_network_unprotected(
    host: str, security: str, user: str, expected: str | None
) -> None:
    assert code(may_use_mail_server(host, security, user)) == expected
