from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.programmes.enums import EditionStatus
from tests.nominations.conftest import countries, keys
from tests.nominations.factories import CountryCallFactory
from tests.programmes.factories import QuotaFactory, under_way
from tests.selection.factories import officer_of, sent_nominee

if TYPE_CHECKING:
    from balai.nominations.models import Nomination
    from balai.people.models import Person
    from balai.programmes.models import Edition

__all__ = ["countries", "keys"]


@pytest.fixture
def edition(countries: None) -> Edition:
    """An edition that is being selected: twenty places, two of them for Bhutan."""
    edition = under_way(EditionStatus.SELECTION)
    QuotaFactory.create(edition=edition, country_id="BT", places=2, reserve=1)
    return edition


@pytest.fixture
def sari(edition: Edition) -> Person:
    """A programme officer of the edition."""
    return officer_of(edition)


@pytest.fixture
def four(edition: Edition) -> list[Nomination]:
    """Four nominees of Bhutan, sent in time and complete."""
    call = CountryCallFactory.create(edition=edition)
    return [sent_nominee(call, rank) for rank in (1, 2, 3, 4)]
