"""The two roles: one owns the tables and migrates them, the other works with their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import LiteralString

    import psycopg

APPLICATION_ROLE = "balai_app"
OWNER_ROLE = "balai_owner"
DATABASE = "balai"

LATER = "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public "
RIGHTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    LATER + "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    LATER + "GRANT USAGE ON SEQUENCES TO {app}",
    LATER + "GRANT EXECUTE ON FUNCTIONS TO {app}",
)
"""What the application's role may do with what the owner will make; migrations take single rights away."""

WITHDRAWN = (
    LATER + "REVOKE ALL ON TABLES FROM {app}",
    LATER + "REVOKE ALL ON SEQUENCES FROM {app}",
    LATER + "REVOKE ALL ON FUNCTIONS FROM {app}",
)

NO_TEMPORARY_TABLES = "REVOKE TEMPORARY ON DATABASE {database} FROM PUBLIC"


def first_statements() -> list[str]:
    """The statements of a new cluster, run in its template, whose rights every new database inherits."""
    names = {"owner": OWNER_ROLE, "app": APPLICATION_ROLE, "database": DATABASE}
    statements = (
        "CREATE ROLE {owner} LOGIN CREATEDB",
        "CREATE ROLE {app} LOGIN",
        *RIGHTS,
        "CREATE DATABASE {database} OWNER {owner}",
        NO_TEMPORARY_TABLES,
    )
    return [statement.format(**names) for statement in statements]


def grant_application_role(connection: psycopg.Connection, role: str) -> None:
    """Let the application's role work with the rows of what the owner will make; idempotent.

    Args:
        connection: to the database in question, as the owner of its tables.
        role: the application's role.
    """
    _execute(connection, role, (*RIGHTS, NO_TEMPORARY_TABLES))


def withdraw_application_role(connection: psycopg.Connection, role: str) -> None:
    """Give the application's role nothing of what the owner will make; what it has on tables stays.

    Before a restore: a dump grants what is needed and trusts that nothing was granted, so that a trail
    which came into being with the ordinary rights would keep them.
    """
    _execute(connection, role, WITHDRAWN)


def _execute(connection: psycopg.Connection, role: str, statements: Iterable[LiteralString]) -> None:
    from psycopg import sql  # noqa: PLC0415 -- the supervisor reads this module and needs no driver

    names = {
        "owner": sql.Identifier(connection.info.user),
        "app": sql.Identifier(role),
        "database": sql.Identifier(connection.info.dbname),
    }
    for statement in statements:
        connection.execute(sql.SQL(statement).format(**names))
    connection.commit()
