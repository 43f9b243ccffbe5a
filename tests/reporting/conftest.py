from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.nominations.conftest import countries, keys
from tests.reporting.factories import edition_with_budget, with_ledger

if TYPE_CHECKING:
    from balai.programmes.models import Edition

__all__ = ["countries", "keys"]


@pytest.fixture
def edition(countries: None) -> Edition:
    """A programme that is over; its book is open."""
    return with_ledger(edition_with_budget(code="SMI-2018"))
