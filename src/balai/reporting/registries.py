"""What higher rooms add to this one: what they know of an edition, for a chapter of its final report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from balai.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.engine.documents.report import Block
    from balai.programmes.models import Edition


class Teller(Protocol):
    """What the records of a room say, in the language that is active."""

    def __call__(self, edition: Edition) -> Iterable[Block]: ...


tellers: Registry[Teller] = Registry("teller of a final report")
"""By the code of the chapter (:class:`balai.reporting.enums.ReportPart`). It stands before what this room
says, and in its place where this room knows of nothing."""
