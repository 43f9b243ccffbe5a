from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.delivery.factories import delivered
from tests.directory.factories import NAMES, country
from tests.kernel.keys import own_keys
from tests.programmes.factories import session_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.delivery.factories import Delivered


@pytest.fixture
def world(db: None) -> Iterator[Delivered]:
    """A published timetable of three sessions, and four participants in two groups."""
    for code in NAMES:
        country(code)
    for code in ("ORI", "PRA", "LEC", "FRE"):
        session_type(code)
    with own_keys():
        yield delivered()
