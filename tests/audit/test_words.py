from __future__ import annotations

import ast
import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import override

from balai.audit.services import record
from balai.kernel.restricted import field_words, purpose_words, purposes, sealed_things
from balai.nominations.enums import DocumentKind

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


@cache
def looks() -> list[dict[str, str]]:
    """The constants that the product hands, by name, to what it calls with an actor."""
    found = []
    for path in SOURCE.rglob("*.py"):
        if "actor=" not in (source := path.read_text(encoding="utf-8")):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and "actor" in {word.arg for word in node.keywords}:
                constants = ((word.arg, word.value) for word in node.keywords)
                found.append(
                    {str(name): str(one.value) for name, one in constants if isinstance(one, ast.Constant)}
                )
    return found


def purposes_of_looks() -> set[str]:
    """What the product looks at restricted data for: the codes that it hands to those who log looks."""
    return {look["purpose"] for look in looks() if "purpose" in look}


def test_every_purpose_of_a_look_has_words() -> None:
    assert "import" in purposes_of_looks()
    assert {code for code in purposes_of_looks() if code not in purposes} == set()
    with override("id"):
        assert str(purpose_words("import")) == "untuk mengimpornya"


def things_looked_at() -> set[str]:
    """What files the product opens: the codes that it hands to those who log looks."""
    return {look["what"] for look in looks() if "what" in look} | {
        f"document.{kind}" for kind in DocumentKind
    }


def test_every_sealed_thing_of_a_person_has_words() -> None:
    of_bundles = {"bundle_import.file", "bundle_export.file"}  # which are nobody's

    assert of_bundles < things_looked_at()
    assert {code for code in things_looked_at() - of_bundles if code not in sealed_things} == set()
    with override("id"):
        assert str(field_words("document.passport")) == str(DocumentKind.PASSPORT.label)
    assert field_words("document.of-old") == "document.of-old"
    assert str(field_words("rights_request.wish")) == str(
        apps.get_model("people", "RightsRequest")._meta.get_field("wish").verbose_name
    )
