from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.db import connection

WRITTEN = Path(__file__).with_name("rights.toml")
QUESTION = """
    SELECT c.relname,
           concat(
               CASE WHEN has_table_privilege(c.oid, 'SELECT') THEN 'S' END,
               CASE WHEN has_any_column_privilege(c.oid, 'INSERT') THEN 'I' END,
               CASE WHEN has_any_column_privilege(c.oid, 'UPDATE') THEN 'U' END,
               CASE WHEN has_table_privilege(c.oid, 'DELETE') THEN 'D' END,
               CASE WHEN has_table_privilege(c.oid, 'TRUNCATE') THEN ' TRUNCATE' END,
               CASE WHEN has_any_column_privilege(c.oid, 'REFERENCES') THEN ' REFERENCES' END,
               CASE WHEN has_table_privilege(c.oid, 'TRIGGER') THEN ' TRIGGER' END,
               CASE WHEN pg_has_role(c.relowner, 'MEMBER') THEN ' OWNER' END
           )
    FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
"""


@pytest.mark.django_db
def test_rights_on_every_table_are_the_written_ones() -> None:
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
        rights = dict(cursor.fetchall())

    written = tomllib.loads(WRITTEN.read_text(encoding="utf-8"))
    assert rights == written, f"write a line for each new table in {WRITTEN.name}, with the least it needs"


@pytest.mark.django_db
def test_application_role_can_make_nothing_and_reach_no_file() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
                   has_schema_privilege('public', 'CREATE'),
                   has_database_privilege(current_database(), 'CREATE'),
                   pg_has_role('pg_read_server_files', 'MEMBER'),
                   pg_has_role('pg_write_server_files', 'MEMBER'),
                   pg_has_role('pg_execute_server_program', 'MEMBER')
            FROM pg_roles WHERE rolname = current_user
            """
        )
        assert cursor.fetchone() == (False,) * 10
