"""The tables are what the models say, though a first start draws only those models that a step changes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection, models

TABLES = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def asked(query: str) -> set[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


@pytest.mark.django_db
def test_every_column_is_as_long_and_as_empty_as_its_field_may_be() -> None:
    there = asked(
        "SELECT table_name::text, column_name::text, is_nullable = 'YES', character_maximum_length::int"
        " FROM information_schema.columns WHERE table_schema = 'public'"
    )
    wanted = {
        (
            model._meta.db_table,
            field.column,
            field.null,
            int(kind[8:-1]) if kind.startswith("varchar(") and kind.endswith(")") else None,
        )
        for model in TABLES
        for field in model._meta.local_concrete_fields
        if (kind := field.db_type(connection)) and not isinstance(field, models.GeneratedField)
    }

    assert sorted(wanted - there, key=str) == []


@pytest.mark.django_db
def test_every_reference_is_one_in_the_database() -> None:
    there = asked(
        "SELECT relname::text, attname::text, confrelid::regclass::text FROM pg_constraint"
        " JOIN pg_class ON pg_class.oid = conrelid"
        " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1] WHERE contype = 'f'"
    )
    wanted = {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in TABLES
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and field.db_constraint  # type: ignore[attr-defined]
    }

    assert sorted(wanted - there) == []


@pytest.mark.django_db
def test_every_index_and_constraint_is_one_in_the_database() -> None:
    there = asked(
        "SELECT conname::text FROM pg_constraint UNION SELECT indexname::text FROM pg_indexes"
        " WHERE schemaname = 'public'"
    )
    wanted = {(each.name,) for model in TABLES for each in [*model._meta.indexes, *model._meta.constraints]}

    assert sorted(wanted - there) == []
