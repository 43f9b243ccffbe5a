"""What a file holds before anybody knows what it means: texts, lists and mappings, each with its place.

Nothing is guessed from the look of a text: ``NO`` stays Norway's code and ``1.10`` a version; what a text
means is for the field to say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.engine.bundle.problem import Place


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text; empty means that nothing is written."""

    text: str
    place: Place
    is_quoted: bool = False

    @property
    def is_nothing(self) -> bool:
        return not self.is_quoted and self.text in {"", "~", "null"}


@dataclass(frozen=True, slots=True)
class Listing:
    """Values one after the other."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Named values, in the order of the file.

    Attributes:
        names: where each name stands, for what is wrong with the name rather than the value.
    """

    values: Mapping[str, Node]
    place: Place
    names: Mapping[str, Place] = field(default_factory=dict)


Node = Scalar | Listing | Table


def text_of(node: Node) -> str:
    """What a report shows of a value."""
    if isinstance(node, Scalar):
        return node.text
    return "[…]" if isinstance(node, Listing) else "{…}"
