from __future__ import annotations

from tests.delivery.conftest import kept_world, world

__all__ = ["kept_world", "world"]
