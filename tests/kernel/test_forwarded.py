from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from balai.kernel.forwarded import RealClient

if TYPE_CHECKING:
    from collections.abc import Iterable


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        ("203.0.113.7", None, "203.0.113.7"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),  # a visitor who writes the header himself
        ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.1", "192.0.2.66, 198.51.100.1", "198.51.100.1"),  # one who does so in front of a proxy
        ("10.0.0.1", "198.51.100.1, 10.0.0.2", "198.51.100.1"),
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "10.0.0.2", "10.0.0.2"),
        ("", "198.51.100.1", ""),
    ],
)
def test_the_client_is_the_nearest_address_that_no_named_proxy_has(
    peer: str, forwarded: str | None, client: str
) -> None:
    seen = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.append(environ["REMOTE_ADDR"])
        return []

    environ = {"REMOTE_ADDR": peer} | ({"HTTP_X_FORWARDED_FOR": forwarded} if forwarded is not None else {})
    RealClient(application, ("10.0.0.1", "10.0.0.2"))(environ, lambda *_: lambda _: None)

    assert seen == [client]
