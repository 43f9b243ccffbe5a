from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from psycopg import errors

from balai.database.cluster import Cluster
from balai.database.roles import grant_application_role
from tests.database.rows import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSAFE = {"fsync": "off"}


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(tmp_path_factory.mktemp("cluster") / "home", settings=UNSAFE)
    cluster.start()
    yield cluster
    cluster.destroy()


def test_first_start_makes_the_roles_and_the_database(cluster: Cluster) -> None:
    with connect(cluster, "postgres") as connection:
        roles = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcanlogin FROM pg_roles WHERE rolname !~ '^pg_' ORDER BY 1"
        ).fetchall()
        databases = connection.execute(
            "SELECT datname, pg_get_userbyid(datdba), datlocprovider, datlocale FROM pg_database WHERE datname = 'balai'"
        ).fetchall()

    assert roles == [
        ("balai_app", False, False, True),
        ("balai_owner", False, True, True),
        ("postgres", True, True, True),
    ]
    assert databases == [("balai", "balai_owner", "b", "C.UTF-8")]


@pytest.mark.parametrize("database", ["balai", "another"])
def test_the_application_role_works_with_rows_and_makes_no_tables(cluster: Cluster, database: str) -> None:
    if database == "another":  # as tests make theirs
        with connect(cluster, "balai_owner") as owner:
            owner.execute("CREATE DATABASE another")
        with connect(cluster, "balai_owner", database) as owner:
            grant_application_role(owner, "balai_app")
    with connect(cluster, "balai_owner", database) as owner:
        owner.execute("CREATE TABLE line (id integer GENERATED ALWAYS AS IDENTITY, code serial, word text)")

    with connect(cluster, "balai_app", database) as application:
        application.execute("INSERT INTO line (word) VALUES ('first'), ('second')")
        application.execute("UPDATE line SET word = 'one' WHERE word = 'first'")
        application.execute("DELETE FROM line WHERE word = 'second'")
        rows = application.execute("SELECT id, code, word FROM line").fetchall()
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute("CREATE TABLE mine ()")
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute("CREATE TEMPORARY TABLE mine ()")
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute("ALTER TABLE line ADD x text")
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute("DROP TABLE line")
        with pytest.raises(errors.InsufficientPrivilege):
            application.execute("TRUNCATE line")

    assert rows == [(1, 1, "one")]
