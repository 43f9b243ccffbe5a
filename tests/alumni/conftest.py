from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.alumni.factories import graduates
from tests.nominations.conftest import countries, keys

if TYPE_CHECKING:
    from balai.people.models import Person

__all__ = ["countries", "keys"]


@pytest.fixture
def people(countries: None, keys: None) -> list[Person]:
    """Three of Bhutan who completed the edition of 2018."""
    return graduates(3)
