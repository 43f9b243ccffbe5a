from __future__ import annotations

import datetime as dt
import re

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from balai.audit.services import record

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)
OURS = [model for model in apps.get_models() if model.__module__.startswith("balai.")]


def test_tables_are_named_by_hand_after_the_thing() -> None:
    assert [m._meta.label for m in OURS if not re.fullmatch(r"balai_[a-z_]+", m._meta.db_table)] == []
    assert [m._meta.label for m in OURS if "db_table" not in m._meta.original_attrs] == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({model.__name__ for model in OURS}))
def test_trail_stores_no_class_names(name: str) -> None:
    """References, actions and fields are words of the glossary in lower case; a class could be renamed."""
    with pytest.raises(IntegrityError), transaction.atomic():
        record(actor="system", action="thing.made", subject=f"{name}:1", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        record(actor="system", action=f"{name}.made", subject="thing:1", at=AT)
