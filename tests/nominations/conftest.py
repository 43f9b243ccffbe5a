from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai.directory.models import Country
from balai.people.enums import Role
from balai.programmes.enums import Level
from tests.directory.factories import NAMES, country
from tests.kernel.keys import own_keys
from tests.nominations.factories import CountryCallFactory
from tests.people.factories import GrantFactory, PersonFactory
from tests.programmes.factories import (
    DeadlineFactory,
    DeadlinePlanFactory,
    QuotaFactory,
    session_type,
    under_way,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.nominations.models import CountryCall
    from balai.people.models import Person
    from balai.programmes.models import Edition

DUE = dt.datetime(2018, 4, 30, 11, tzinfo=dt.UTC)
"""17:00 in Thimphu."""


@pytest.fixture
def countries(db: None) -> None:
    """The countries and kinds of sessions that records of these tests are made for."""
    for code in NAMES:
        country(code)
    Country.objects.filter(code="BT").update(time_zones=["Asia/Thimphu"])
    for code in ("ORI", "PRA", "LEC", "VIS"):
        session_type(code)


@pytest.fixture
def keys() -> Iterator[None]:
    """Keys of the installation, which seal letters of nomination."""
    with own_keys():
        yield


@pytest.fixture
def edition(countries: None) -> Edition:
    """An edition whose call is open: two places and an alternate for Bhutan, until the end of April."""
    edition = under_way()
    QuotaFactory.create(edition=edition, country_id="BT", places=2, reserve=1)
    plan = DeadlinePlanFactory.create(edition=edition, code="nominations", level=Level.FOCAL_POINT)
    DeadlineFactory.create(plan=plan, country_id="BT", at=DUE, zone="Asia/Thimphu")
    return edition


@pytest.fixture
def dechen(countries: None) -> Person:
    """The focal point of Bhutan."""
    person = PersonFactory.create(name="Dechen Wangmo", email="dechen@example.bt")
    GrantFactory.create(person=person, role=Role.FOCAL_POINT, scope="country:BT")
    return person


@pytest.fixture
def call(edition: Edition) -> CountryCall:
    """Bhutan's invitation and its empty list."""
    return CountryCallFactory.create(edition=edition)
