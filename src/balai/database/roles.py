"""The rights of the application's role: rows, but no tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from psycopg import sql

if TYPE_CHECKING:
    import psycopg


def grant_application_role(connection: psycopg.Connection, role: str) -> None:
    """Let the application's role read and write rows of what the owner has and will have; idempotent.

    Args:
        connection: to the database in question, as the owner of its tables.
        role: the application's role. Migrations take single rights away again, as of the trail.
    """
    name = sql.Identifier(role)
    for statement in (
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        "GRANT USAGE ON SCHEMA public TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {}",
    ):
        connection.execute(sql.SQL(statement).format(name))
    connection.commit()
