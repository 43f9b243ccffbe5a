from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

import pytest

from tests.delivery.factories import delivered
from tests.directory.factories import NAMES, country
from tests.kernel.keys import own_keys
from tests.programmes.factories import session_type
from tests.tables import restore_tables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

    from tests.delivery.factories import Delivered


@pytest.fixture(scope="module")
def kept_world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Delivered]:
    """The world of a module's tests, made and committed once: that takes longer than most of them."""
    with django_db_blocker.unblock(), own_keys():
        for code in NAMES:
            country(code)
        for code in ("ORI", "PRA", "LEC", "FRE"):
            session_type(code)
        yield delivered()
        restore_tables()


@pytest.fixture
def world(db: None, kept_world: Delivered) -> Delivered:
    """A published timetable of three sessions, and four participants in two groups."""
    return deepcopy(kept_world)
