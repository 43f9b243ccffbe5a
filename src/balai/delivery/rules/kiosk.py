"""The codes of a screen at the door: made from its secret and the half minute, and from nothing else.

A code is the beginning of an HMAC (SHA-256) over the number of the half minute since 1970, as eight letters:
40 bits, of which two are good at a time. Whoever guesses a thousand a second for that minute finds one in ten
million times. The clock is the server's alone, when a code is made and when it comes back, so no other clock
counts; a telephone, a network and a pair of eyes get one more half minute.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from balai.delivery.models import PresenceTerms
    from balai.timetable.models import Slot

WINDOW = dt.timedelta(seconds=30)
GRACE = 1
"""Windows for which a code is taken after its own."""
REMEMBERED = 20
"""Windows for which an old code is still known as one: ten minutes."""
LETTERS = 8
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: none of them is taken for another."""
MISREAD = str.maketrans("OIL", "011", " -")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A code as it was found on a screen.

    Attributes:
        window: the half minute that it was made for.
        until: the last moment at which it is taken.
    """

    window: int
    until: datetime


def window_at(at: datetime) -> int:
    """The number of the half minute."""
    return int(at.timestamp() // WINDOW.total_seconds())


def end_of(window: int) -> datetime:
    """When a half minute ends."""
    return dt.datetime.fromtimestamp((window + 1) * WINDOW.total_seconds(), tz=dt.UTC)


def letters_of(secret: str, window: int) -> str:
    """The code of one half minute.

    Args:
        secret: of the screen, hexadecimal.
        window: the number of the half minute.
    """
    digest = hmac.digest(bytes.fromhex(secret), f"balai kiosk {window}".encode(), hashlib.sha256)
    number = int.from_bytes(digest[:5])
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(LETTERS)))


def as_letters(typed: str) -> str:
    """A code as somebody typed it, without spaces, and with what is easily misread set right."""
    return typed.upper().translate(MISREAD)[:LETTERS]


def shown_on(secret: str, letters: str, *, at: datetime) -> Shown | None:
    """When a screen showed a code: now, or within the last ten minutes."""
    now = window_at(at)
    for window in range(now, now - REMEMBERED - 1, -1):
        if hmac.compare_digest(letters_of(secret, window).encode(), letters.encode()):
            return Shown(window=window, until=end_of(window) + GRACE * WINDOW)
    return None


def may_open_screen(slot: Slot, terms: PresenceTerms, *, at: datetime) -> Refusal | None:
    """While codes are taken at the session, by the edition's rules."""
    if at < slot.begins_at - dt.timedelta(minutes=terms.opens_before):
        return Refusal(
            "kiosk.too_early",
            _("Check-in to this session has not opened. Open the screen nearer to its beginning."),
        )
    if at >= slot.ends_at + dt.timedelta(minutes=terms.closes_after):
        return Refusal(
            "kiosk.too_late", _("Check-in to this session is over. Tick in the list who was there.")
        )
    return None
