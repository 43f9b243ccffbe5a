"""What every test may use: a database that tests own and code under test does not."""

from __future__ import annotations

import gc
import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation import deactivate
from hypothesis import settings as hypothesis_settings
from psycopg import sql

from balai import config

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


LONGEST = ("drill", "cli", "database", "permissions")
"""Folders whose single tests take longest, in this order: begun last, one of them would go on alone."""


hypothesis_settings.register_profile("the same", derandomize=True)
hypothesis_settings.register_profile("others")
hypothesis_settings.load_profile("the same")


def pytest_configure() -> None:
    """Serve static files from where they lie: no test needs the hashed copies that `balai serve` makes.

    And let Ctrl-C reach the programs that tests start: a shell that starts us behind it lets it be ignored.
    """
    from django.conf import settings

    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that all processes end at about the same time."""
    here = Path(__file__).parent
    rank = {folder: number for number, folder in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.path.relative_to(here).parts[0], len(rank)))


def pytest_collection_finish() -> None:
    """Let the collector of memory look at what tests make, and not again and again at what was loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make this process's database as the owner; code under test runs as the application's role."""
    from tests.tables import make_tables, owner_connection, remembered_tables

    ordinary = connection.settings_dict["NAME"]
    name = f"test_balai_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock():
        with owner_connection(ordinary) as owner:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        connection.close()
        connection.settings_dict["NAME"] = name
        make_tables(request.config.cache.mkdir("tables"))
        with remembered_tables(name):
            yield
        connection.close()
        if config.current().database_url:  # our own cluster goes as a whole, with whoever is still connected
            _drop(ordinary, name)


def _drop(ordinary: str, name: str) -> None:
    """Drop a database of an external cluster, where it would stay."""
    from tests.tables import owner_connection, wait_until_left

    gc.collect()  # connections of threads that ended may lie in circles, which the collector now seldom visits
    with owner_connection(ordinary) as owner:
        wait_until_left(owner, name)
        owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner() -> Iterator[None]:
    """After a test that commits, empty the tables as the owner: the application's role may not.

    Django's own flush knows only managed models; Procrastinate's tables are not, and jobs would leak.
    """

    def empty(case: TransactionTestCase) -> None:
        from tests.tables import restore_tables

        restore_tables()

    ordinary = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined] # noqa: SLF001 -- Django offers no hook
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined] # noqa: SLF001 -- as above
    yield
    TransactionTestCase._fixture_teardown = ordinary  # type: ignore[attr-defined] # noqa: SLF001 -- as above


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Forget the language that a request of the test before left active in this thread."""
    yield
    deactivate()
