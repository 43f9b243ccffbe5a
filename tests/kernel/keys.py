"""An installation's keys for tests, each with its own."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from balai.kernel import crypto

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def own_keys() -> Iterator[None]:
    """New keys within the block, none after it."""
    crypto.keys_path().unlink(missing_ok=True)
    crypto.make_keys()
    yield
    crypto.keys_path().unlink(missing_ok=True)
