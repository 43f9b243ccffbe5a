from __future__ import annotations

import pytest

from tests.directory.factories import NAMES, country
from tests.programmes.factories import session_type


@pytest.fixture
def countries(db: None) -> None:
    """The countries and kinds of sessions that records of these tests are made for."""
    for code in NAMES:
        country(code)
    for code in ("ORI", "PRA", "LEC", "VIS"):
        session_type(code)
