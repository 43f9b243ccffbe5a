"""A YAML file as nodes with their places; of YAML only what a person writes by hand.

No anchors, aliases, tags or further documents: they are how a small file becomes a large one, and a value
becomes an object of a program. Every scalar stays the text that was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from balai.engine.bundle.limits import LIMITS, MEGABYTE
from balai.engine.bundle.node import Listing, Scalar, Table, text_of
from balai.engine.bundle.problem import Place
from balai.engine.bundle.text import is_text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.node import Node
    from balai.engine.bundle.problem import Report

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _RefusedError(Exception):
    """Reading cannot go on; what is wrong is in the report."""


def read_yaml(path: Path, file: str, report: Report, limits: Limits = LIMITS) -> Node | None:
    """Read a file, or say what is wrong with it and give None."""
    if path.stat().st_size > limits.yaml_bytes:
        report.add(Place(file), "file.size", most=limits.yaml_bytes // MEGABYTE)
        return None
    if not is_text(path, file, report):
        return None
    text = path.read_text(encoding="utf-8-sig")
    before = len(report)
    try:
        node = _Composer(yaml.parse(text, Loader=LOADER), file, report, limits).document()
    except _RefusedError:
        return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        report.add(place, "yaml.syntax", reason=error.problem or error.context or "it cannot be read")
        return None
    except yaml.YAMLError as error:
        report.add(Place(file), "yaml.syntax", reason=" ".join(str(error).split()))
        return None
    return node if len(report) == before else None


class _Composer:
    """Makes nodes of the parser's events; complains, and where it can goes on."""

    def __init__(self, events: Iterator[yaml.Event], file: str, report: Report, limits: Limits) -> None:
        self._events = events
        self._file = file
        self._report = report
        self._limits = limits
        self._count = 0

    def document(self) -> Node:
        node: Node = Scalar("", Place(self._file))
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(event, "yaml.documents")
                node = self._node(next(self._events), "", 0)
        return node

    def _node(self, event: yaml.Event, path: str, depth: int) -> Node:
        self._count += 1
        if self._count > self._limits.yaml_nodes:
            self._refuse(event, "yaml.nodes", most=self._limits.yaml_nodes)
        if depth > self._limits.yaml_depth:
            self._refuse(event, "yaml.depth", most=self._limits.yaml_depth)
        place = self._place(event).at(path)
        if isinstance(event, yaml.AliasEvent):
            self._report.add(place, "yaml.alias", f"*{event.anchor}")
            return Scalar("", place)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            raise TypeError(f"the parser gave {event} where a value begins")
        if event.anchor is not None:
            self._report.add(place, "yaml.alias", f"&{event.anchor}")
        if event.tag is not None:
            self._report.add(place, "yaml.tag", event.tag)
        if isinstance(event, yaml.SequenceStartEvent):
            return Listing(tuple(self._items(path, depth)), place)
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, place, is_quoted=bool(event.style))
        return self._table(place, path, depth)

    def _items(self, path: str, depth: int) -> Iterator[Node]:
        number = 0
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            number += 1
            yield self._node(event, f"{path}[{number}]", depth + 1)

    def _table(self, place: Place, path: str, depth: int) -> Table:
        values: dict[str, Node] = {}
        names: dict[str, Place] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, path, depth + 1)
            name = text_of(key)
            value = self._node(next(self._events), f"{path}.{name}" if path else name, depth + 1)
            if not isinstance(key, Scalar) or not name or name == "<<":
                self._report.add(key.place, "yaml.key", name)
            elif name in values:
                self._report.add(key.place, "yaml.duplicate", name, line=names[name].line)
            else:
                values[name], names[name] = value, key.place.at(value.place.field)
        return Table(values, place, names)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)

    def _refuse(self, event: yaml.Event, rule: str, **details: object) -> None:
        self._report.add(self._place(event), rule, "", **details)
        raise _RefusedError
