"""The two roles: one owns the tables and migrates them, the other works with their rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

APPLICATION_ROLE = "balai_app"
OWNER_ROLE = "balai_owner"
DATABASE = "balai"

RIGHTS = (
    "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app}",
    "ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO {app}",
)
"""What the application's role may do with what the owner will make; migrations take single rights away."""

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
    from psycopg import sql  # noqa: PLC0415 -- the supervisor reads this module and needs no driver

    names = {
        "owner": sql.Identifier(connection.info.user),
        "app": sql.Identifier(role),
        "database": sql.Identifier(connection.info.dbname),
    }
    for statement in (*RIGHTS, NO_TEMPORARY_TABLES):
        connection.execute(sql.SQL(statement).format(**names))
    connection.commit()
