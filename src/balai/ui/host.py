"""Whose hall this is: the organisation whose name stands beside the mark. The office room tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The organisation that runs this installation, as the shells show it, in the reader's language.

    Attributes:
        unit: the office, first line; may be empty.
        organisation: the ministry, second line; empty until the set-up asked for it.
        logo: address of the logo, or empty.
        zone: IANA name of the office's time zone.
        place: where that is, as the clock says it: ``Jakarta``.
        address: scheme and host that will last, or empty: until it is known, no calendar is offered, which
            would carry another for ever.
    """

    unit: str = ""
    organisation: str = ""
    logo: str = ""
    zone: str = "UTC"
    place: str = "UTC"
    address: str = ""


_provider: Callable[[], Host] = Host


def provide(provider: Callable[[], Host]) -> None:
    """Say who knows the host; asked once per page, so it must be cheap."""
    global _provider  # noqa: PLW0603 -- set once, by the room that owns the organisation, at start
    _provider = provider


def current() -> Host:
    """The host as known now."""
    return _provider()
