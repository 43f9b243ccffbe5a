from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kernel.keys import own_keys

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def keys() -> Iterator[None]:
    """Keys of the installation, for the password of its mail server."""
    with own_keys():
        yield
