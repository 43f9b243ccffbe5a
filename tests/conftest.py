"""What every test may use: a database that tests own and code under test does not."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from django.db import connection
from django.test import TransactionTestCase
from django.utils.translation import deactivate
from psycopg import sql

from balai import config
from balai.database.connection import owner_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker


_tables: dict[str, Tables] = {}


def pytest_configure() -> None:
    """Serve static files from where they lie: no test needs the hashed copies that `balai serve` makes."""
    from django.conf import settings

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True


def owner_connection(database: str) -> psycopg.Connection[tuple[Any, ...]]:
    """A connection as the owner of the tables, for making and emptying test databases."""
    place = owner_parameters(config.current())
    return psycopg.connect(
        host=place["HOST"],
        port=place["PORT"] or None,
        user=place["USER"],
        password=place["PASSWORD"] or None,
        dbname=database,
        autocommit=True,
    )


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Make this worker's database as the owner; code under test runs as the application's role."""
    from balai.kernel.schema import prepare_schema

    ordinary = connection.settings_dict["NAME"]
    name = f"test_balai_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    with django_db_blocker.unblock():
        with owner_connection(ordinary) as owner:
            owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        connection.close()
        connection.settings_dict["NAME"] = name
        prepare_schema()
        with owner_connection(name) as owner:
            _tables[name] = Tables(owner)
        yield
        connection.close()
        with owner_connection(ordinary) as owner:
            _wait_until_left(owner, name)
            owner.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _wait_until_left(owner: psycopg.Connection[tuple[Any, ...]], name: str) -> None:
    """The threads of a server close their connections a moment after it has stopped."""
    deadline = time.monotonic() + 10
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    while owner.execute(query, [name]).fetchall() != [(0,)] and time.monotonic() < deadline:
        time.sleep(0.05)


class Tables:
    """The tables of a test database, and what was in them before any test.

    A test that commits leaves few of a hundred tables changed, and emptying all takes half a second.
    """

    def __init__(self, owner: psycopg.Connection[tuple[Any, ...]]) -> None:
        found = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        table = sql.SQL("SELECT {}, count(*), max(xmin::text::bigint) FROM {}")
        self._ask = sql.SQL(" UNION ALL ").join(
            table.format(sql.Literal(name), sql.Identifier(name)) for (name,) in found
        )
        self._before = self._rows(owner)

    def _rows(self, owner: psycopg.Connection[tuple[Any, ...]]) -> dict[str, tuple[int, int | None]]:
        """Of each table, how many rows and the last transaction that wrote one."""
        return {name: (count, last) for name, count, last in owner.execute(self._ask)}

    def restore(self, owner: psycopg.Connection[tuple[Any, ...]]) -> None:
        """Empty what has changed, and enter again what every installation has from its first start."""
        from django.apps import apps

        from balai.directory.services.shipped import enter_shipped_lists

        changed = [name for name, state in self._rows(owner).items() if state != self._before[name]]
        if not changed:
            return
        tables = sql.SQL(", ").join(map(sql.Identifier, changed))
        owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(tables))
        after = self._rows(owner)
        if any(count != after[name][0] for name, (count, _last) in self._before.items()):
            enter_shipped_lists(apps)
            after = self._rows(owner)
        assert {n: rows for n, (rows, _) in after.items()} == {
            n: rows for n, (rows, _) in self._before.items()
        }
        self._before = after


@pytest.fixture(autouse=True, scope="session")
def _flush_as_owner() -> Iterator[None]:
    """After a test that commits, empty the tables as the owner: the application's role may not.

    Django's own flush knows only managed models; Procrastinate's tables are not, and jobs would leak.
    """

    def empty(case: TransactionTestCase) -> None:
        name = connection.settings_dict["NAME"]
        connection.close()
        with owner_connection(name) as owner:
            _tables[name].restore(owner)

    ordinary = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined] # noqa: SLF001 -- Django offers no hook
    TransactionTestCase._fixture_teardown = empty  # type: ignore[attr-defined] # noqa: SLF001 -- as above
    yield
    TransactionTestCase._fixture_teardown = ordinary  # type: ignore[attr-defined] # noqa: SLF001 -- as above


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """Forget the language that a request of the test before left active in this thread."""
    yield
    deactivate()
