from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.followup.factories import people_of, running_edition
from tests.nominations.conftest import countries, keys

if TYPE_CHECKING:
    from balai.programmes.models import Edition
    from balai.selection.models import Participant

__all__ = ["countries", "keys"]


@pytest.fixture
def edition(countries: None, keys: None) -> Edition:
    """One person in the second week of a programme that asks for plans."""
    return running_edition()


@pytest.fixture
def karma(edition: Edition) -> Participant:
    """Who takes part."""
    return people_of(edition)[0]
