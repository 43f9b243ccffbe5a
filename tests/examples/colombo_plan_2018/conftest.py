"""The reference programme, taken in once for all who ask: the questions ask the records as pages do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from balai.programmes.models import Activity, Edition
from tests.examples.conftest import there_while_asked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django import DjangoDbBlocker

TEN = ["AF", "BD", "BT", "ID", "IN", "LA", "LK", "MM", "NP", "PK"]


@pytest.fixture(scope="package", autouse=True)
def _taken_in(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    yield from there_while_asked("colombo-plan-2018", django_db_blocker)


def edition(code: str = "smi-2018") -> Edition:
    return Edition.objects.select_related("series__body").get(code=code)


def activities(**wanted: Any) -> list[Activity]:
    return list(Activity.objects.filter(edition__code="smi-2018", **wanted).order_by("order"))


def both(text: Any) -> tuple[str, str]:
    return text["en"], text["id"]
