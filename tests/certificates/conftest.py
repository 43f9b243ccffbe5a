from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.certificates.factories import ended_edition, office
from tests.nominations.conftest import countries, keys

if TYPE_CHECKING:
    from balai.programmes.models import Edition

__all__ = ["countries", "keys"]


@pytest.fixture
def edition(countries: None, keys: None) -> Edition:
    """Two people on the last day of a programme."""
    office()
    return ended_edition()
