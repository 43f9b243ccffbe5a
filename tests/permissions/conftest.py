from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings


@pytest.fixture
def _quick(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is slow to guess is slow to check, and here it is checked a thousand times; as is a session."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setattr("balai.people.middleware.NOTED_EVERY_SECONDS", 10**9)


@pytest.fixture
def _keys() -> Iterator[None]:
    """Keys of the installation, which seal the secrets of apps."""
    with own_keys():
        yield
