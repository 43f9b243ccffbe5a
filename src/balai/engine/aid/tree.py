"""A stranger's XML as a small tree with line numbers. Entities and document types are refused unread."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 40 * 1024 * 1024
"""Bytes of a file that is read at all."""
DEEPEST = 64


class UnreadableError(ValueError):
    """The file is no XML that is read here; the message says where and why."""


@dataclass(slots=True)
class Node:
    """An element: its name, attributes, own text, children, and the line it begins in."""

    tag: str
    said: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)

    def all(self, *tags: str) -> list[Node]:
        """The children of these names, in order."""
        return [child for child in self.children if child.tag in tags]

    def first(self, tag: str) -> Node | None:
        """The first child of a name."""
        return next(iter(self.all(tag)), None)

    def under(self) -> Iterator[Node]:
        """Itself and all that is below, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.under()


def read(brought: bytes) -> Node:
    """Read a file into a tree.

    Raises:
        UnreadableError: it is too large, too deep, not well-formed, or declares a document type.
    """
    if len(brought) > LARGEST:
        raise UnreadableError(f"it is larger than {LARGEST // 1024 // 1024} MB")
    parser = expat.ParserCreate()
    parser.buffer_text = True
    top = Node("", {}, 0)
    open_nodes = [top]

    def begun(tag: str, said: dict[str, str]) -> None:
        if len(open_nodes) > DEEPEST:
            raise UnreadableError(
                f"elements are nested more than {DEEPEST} deep in line {parser.CurrentLineNumber}"
            )
        node = Node(tag, said, parser.CurrentLineNumber)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def ended(_tag: str) -> None:
        open_nodes.pop()

    def written(text: str) -> None:
        open_nodes[-1].text += text

    def typed(*_said: object) -> None:
        raise UnreadableError("it declares a document type, which aid data does not need")

    parser.StartElementHandler = begun
    parser.EndElementHandler = ended
    parser.CharacterDataHandler = written
    parser.StartDoctypeDeclHandler = typed
    try:
        parser.Parse(brought, True)
    except expat.ExpatError as error:
        raise UnreadableError(
            f"line {error.lineno}, column {error.offset}: {expat.ErrorString(error.code)}"
        ) from error
    return top.children[0]
