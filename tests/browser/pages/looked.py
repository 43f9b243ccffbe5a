"""What is told of a page that is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One page in one state.

    Attributes:
        name: of its picture.
        path: where it is; ``{language}`` stands for the variant's.
        role: who looks at it, a value of people.enums.Role; empty for a visitor who is not signed in.
        scope: where the role holds.
        prepare: puts into the database what the page shows.
        status: what it answers.
        has_english_data: it shows English that is not the product's, such as the subject of a letter.
        at: when it is looked at, where that decides what it shows.
    """

    name: str
    path: str
    role: str = ""
    scope: str = "all"
    prepare: Callable[[], object] | None = None
    status: int = 200
    has_english_data: bool = False
    at: datetime | None = None

    @property
    def shows_nothing(self) -> bool:
        """Whether it is what another page is before there is anything."""
        return self.name.endswith(("-none", "-empty", "-nothing"))
