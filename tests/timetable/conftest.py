from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.directory.factories import NAMES, country
from tests.kernel.keys import own_keys
from tests.programmes.factories import session_type
from tests.timetable.factories import small_edition

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.programmes.models import Edition


@pytest.fixture
def countries(db: None) -> None:
    """The countries and kinds of sessions that records of these tests are made for."""
    for code in NAMES:
        country(code)
    for code in ("ORI", "PRA", "LEC", "FRE"):
        session_type(code)


@pytest.fixture
def keys() -> Iterator[None]:
    """Keys of the installation, which seal what participants need."""
    with own_keys():
        yield


@pytest.fixture
def edition(countries: None) -> Edition:
    """Three days at one centre: a safety briefing and practice for two groups, a lecture for all."""
    return small_edition()
