"""What the pages of presence show when they are looked at: a morning with what does not fit."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from uuid import UUID

from tests.delivery.factories import delivered
from tests.directory.factories import country
from tests.programmes.factories import session_type

if TYPE_CHECKING:
    from tests.delivery.factories import Delivered

LECTURE = UUID("0190a0a0-0000-7000-8000-000000000a01")


def keep_nothing_noted() -> Delivered:
    """Three sessions, four people, and nobody noted anything."""
    for code in ("BT", "ID", "LA"):
        country(code)
    for kind in ("LEC", "PRA"):
        session_type(kind)
    return delivered(lecture=LECTURE)


def keep_presence() -> None:
    """One on time, one late, one whom two devices saw, one with a code that nobody has."""
    world = keep_nothing_noted()
    tablet, other = world.device("Tablet of the workshop"), world.device("Telephone of the desk")
    world.hand_in(tablet, *(world.scan(number, minutes=number * 6) for number in range(3)))
    world.hand_in(
        other,
        world.scan(0, minutes=2),
        world.scan(3, code="BALAI:1:" + "A" * 26),
        offset=dt.timedelta(minutes=10),
    )
