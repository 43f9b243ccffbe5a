from __future__ import annotations

import pytest

from tests.directory.factories import NAMES, country


@pytest.fixture
def countries(db: None) -> None:
    """The countries that records of these tests are made for."""
    for code in NAMES:
        country(code)
