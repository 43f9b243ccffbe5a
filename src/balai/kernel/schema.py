"""Bringing the tables up to this version, as the role that owns them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, cast

from django.core.management import call_command
from django.db import connection

from balai import config
from balai.database.connection import owner_parameters
from balai.database.roles import grant_application_role

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg


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


def prepare_schema(*, verbosity: int = 0) -> None:
    """Give the application's role its rights, run the migrations, make the cache table; idempotent."""
    application_role = connection.settings_dict["USER"]
    with as_owner():
        connection.ensure_connection()
        grant_application_role(cast("psycopg.Connection", connection.connection), application_role)
        call_command("migrate", interactive=False, verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)
