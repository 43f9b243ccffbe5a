"""When a log-in page may offer to enter with one click: in a demonstration, to its own machine only."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.config import Config

HOSTS = frozenset({"localhost", "127.0.0.1"})
FORWARDING = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP")


def is_offered(config: Config, headers: Mapping[str, str]) -> bool:
    """Whether every sign says that the reader sits at the machine that shows the demonstration.

    Args:
        config: of this installation.
        headers: the request's ``META``.
    """
    host = headers.get("HTTP_HOST", "").rpartition(":")[0] or headers.get("HTTP_HOST", "")
    return (
        config.is_demo
        and _is_loopback(config.bind_host)
        and _is_loopback(headers.get("REMOTE_ADDR", ""))
        and host in HOSTS
        and not any(name.startswith("HTTP_X_FORWARDED") or name in FORWARDING for name in headers)
    )


def _is_loopback(address: str) -> bool:
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False
