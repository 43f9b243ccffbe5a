from __future__ import annotations

from tests.installation import furnished, home, port

__all__ = ["furnished", "home", "port"]
