"""What the office may decide about itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal
from balai.office.enums import MailSecurity

if TYPE_CHECKING:
    from urllib.parse import SplitResult

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def may_use_public_address(address: str) -> Refusal | None:
    """Refuse what is not scheme and host; an unencrypted address is for this machine only."""
    parts = _scheme_and_host(address)
    if parts is None:
        return Refusal(
            "office.public_address_wrong", _("Write the address as https://balai.example, without a path.")
        )
    if parts.scheme == "http" and parts.hostname not in THIS_MACHINE:
        return Refusal(
            "office.public_address_open",
            _("Passwords would travel unprotected. Use an address that begins with https://."),
        )
    return None


def may_use_time_zone(name: str) -> Refusal | None:
    """Refuse a zone that nobody knows."""
    if name not in available_timezones():
        return Refusal(
            "office.time_zone_unknown", _("There is no such time zone. Write one such as Asia/Jakarta.")
        )
    return None


def may_use_mail_server(host: str, security: str, user: str) -> Refusal | None:
    """Refuse to send a password, or letters across the network, without encryption."""
    if security == MailSecurity.NONE and (user or host not in THIS_MACHINE):
        return Refusal(
            "office.mail_open",
            _(
                "Letters and passwords would travel unprotected. Choose an encrypted connection, or a server on this machine."
            ),
        )
    return None


def _scheme_and_host(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        is_whole = bool(parts.hostname) and parts.port != 0  # reading a port that is no number raises
    except ValueError:
        return None
    is_bare = address == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc
    return parts if is_whole and is_bare and parts.scheme in {"http", "https"} else None
