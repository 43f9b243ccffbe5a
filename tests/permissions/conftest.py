from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest

from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings


@pytest.fixture
def _quick(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is slow to guess is slow to check, and here it is checked a thousand times; as is a session.

    Nor does the log tell, with a traceback, of each of the thousands whom a page refuses; and templates are
    kept without a copy of what each was given.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("balai.people.middleware.NOTED_EVERY_SECONDS", 10**9)
    monkeypatch.setattr("django.test.client.store_rendered_templates", _store_template)
    refusals = logging.getLogger("django.request")
    before = refusals.level
    refusals.setLevel(logging.ERROR)
    yield
    refusals.setLevel(before)


def _store_template(store: dict[str, Any], template: object, **_more: object) -> None:
    store.setdefault("templates", []).append(template)


@pytest.fixture
def _keys() -> Iterator[None]:
    """Keys of the installation, which seal the secrets of apps."""
    with own_keys():
        yield
