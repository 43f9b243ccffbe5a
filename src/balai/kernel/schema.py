"""Bringing the tables up to this version, as the role that owns them."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, cast

from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.loader import MIGRATIONS_MODULE_NAME
from django.db.migrations.recorder import MigrationRecorder

from balai import config
from balai.database.connection import owner_parameters
from balai.database.problems import DatabaseProblem
from balai.database.roles import grant_application_role
from balai.database.server import refuse_old
from balai.kernel.migrating import drawing_only_what_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import psycopg

PREPARING = 0x62_61_6C_61_69
"""The number of the lock under which one server prepares the tables."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables within the block; everything else runs as the application's role."""
    application = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(owner_parameters(config.current()) | {"NAME": application["NAME"]})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)


def prepare_schema(
    *,
    tell: Callable[[str], None] = lambda _: None,
    count: Callable[[int, int], None] = lambda _done, _of: None,
    verbosity: int = 0,
) -> bool:
    """Give the application's role its rights, make the cache table, run the migrations; idempotent.

    Several servers may start at once: one works, the others wait for it.

    Args:
        tell: takes a sentence for whoever watches, when there is something to do.
        count: takes, before the first step and after each, how many of how many are done.
        verbosity: of the framework's commands.

    Returns:
        Whether there was anything to do.

    Raises:
        DatabaseProblem: a newer version has written the tables.
    """
    if _has_exactly_ours() or not (pending := pending_migrations()):
        return False
    tell(f"Bringing the database up to this version ({len(pending)} steps) ...")
    count(0, len(pending))
    application_role = connection.settings_dict["USER"]
    with as_owner():
        connection.ensure_connection()
        owner = cast("psycopg.Connection", connection.connection)
        refuse_old(owner.info.server_version // 10_000)
        owner.execute("SELECT pg_advisory_lock(%s)", [PREPARING])  # until the connection closes
        grant_application_role(owner, application_role)
        try:
            call_command("createcachetable", verbosity=verbosity)
        except CommandError as error:
            raise error.__context__ or error  # noqa: B904 -- what the database said, as the migrations tell it
        with _without_collector(), drawing_only_what_changes(count):
            call_command("migrate", interactive=False, verbosity=verbosity)
    return True


@contextmanager
def _without_collector() -> Iterator[None]:
    """Leave memory alone: migrations keep every model of every step, and looking at them takes a third."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _has_exactly_ours() -> bool:
    """Whether the tables have the migrations that lie in our folders, and no other.

    So it is at nearly every start; loading a hundred migrations to find it out takes a third of one.
    """
    lying = {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, MIGRATIONS_MODULE_NAME).glob("[!_]*.py")
    }
    recorder = MigrationRecorder(connection)
    return recorder.has_table() and lying == set(recorder.applied_migrations())


def pending_migrations() -> list[str]:
    """The migrations that the tables still lack, such as ``people.0002_merges``, in their order.

    Raises:
        DatabaseProblem: the tables have a migration that this version does not know.
    """
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- most starts do without

    executor = MigrationExecutor(connection)
    loader = executor.loader
    known = loader.disk_migrations.keys()
    if unknown := sorted(key for key in loader.applied_migrations if _is_ours(key[0]) and key not in known):
        raise DatabaseProblem(
            f"A newer version of Balai has written this database: {'.'.join(unknown[0])} is not known here.",
            "Install that version or a newer one.",
        )
    plan = executor.migration_plan(loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def _is_ours(label: str) -> bool:
    return label in apps.app_configs and apps.get_app_config(label).name.startswith("balai.")
