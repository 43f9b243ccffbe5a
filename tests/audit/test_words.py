from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import override

from balai.audit.services import record
from balai.kernel.restricted import purpose_words, purposes

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)
SOURCE = Path(__file__).parents[2] / "src" / "balai"
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


def purposes_of_looks() -> set[str]:
    """What the product looks at restricted data for: the codes that it hands to those who log looks."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or "actor" not in {word.arg for word in node.keywords}:
                continue
            found |= {
                str(word.value.value)
                for word in node.keywords
                if word.arg == "purpose" and isinstance(word.value, ast.Constant)
            }
    return found


def test_every_purpose_of_a_look_has_words() -> None:
    assert "import" in purposes_of_looks()
    assert {code for code in purposes_of_looks() if code not in purposes} == set()
    with override("id"):
        assert str(purpose_words("import")) == "untuk mengimpornya"
