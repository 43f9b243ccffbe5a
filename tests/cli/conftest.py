from __future__ import annotations

from tests.installation import home, port

__all__ = ["home", "port"]
