"""What people write for an engine (YAML or JSON files), and the JSON in which its values travel.

A file is read into an :class:`Entry`. A complaint names the line, the place, the value, the rule and the
remedy; the remedy is the description of the field, so that the JSON Schema tells it too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pydantic_core import ErrorDetails

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LOADER = getattr(
    yaml, "CSafeLoader", yaml.SafeLoader
)  # in C a thousand entries are read in a tenth of the time
T = TypeVar("T")


class FileError(Exception):
    """A file cannot be read; each complaint names the line, the place, the value, the rule and the remedy."""

    def __init__(self, complaints: list[str]) -> None:
        self.complaints = complaints
        super().__init__("\n".join(complaints))


class Entry(BaseModel):
    """A file or a part of one: nothing but what is declared; each field's description is its remedy."""

    model_config = ConfigDict(extra="forbid", frozen=True)


E = TypeVar("E", bound=Entry)


def read_entry(path: Path, kind: type[E], *, within: Iterable[tuple[int | str, ...]] = ()) -> E:
    """Read a file; JSON is YAML too.

    Args:
        path: the file.
        kind: what it holds.
        within: places at which it may stand in what a command has written; the first that is there counts.

    Raises:
        FileError: says what to mend.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = yaml.load(text, Loader=LOADER)  # noqa: S506 -- a safe loader
    except (OSError, UnicodeDecodeError) as error:
        raise FileError([f"{path}: cannot be read ({error}). Name a file of text in UTF-8."]) from error
    except yaml.YAMLError as error:
        raise FileError([f"{path}: is not YAML or JSON ({' '.join(str(error).split())})."]) from error
    outer, content = next(
        ((place, found) for place in within if (found := _at(content, place)) is not None), ((), content)
    )
    try:
        return kind.model_validate(content)
    except ValidationError as error:
        root, whole = yaml.compose(text, Loader=LOADER), kind.model_json_schema()
        raise FileError(
            [
                f"{path}:{_line(root, (*outer, *one['loc']))}: {_complaint(one, whole)}"
                for one in error.errors(include_url=False)
            ]
        ) from error


def schema_of(kind: type[Entry]) -> dict[str, Any]:
    """The JSON Schema of a file."""
    return {"$schema": DRAFT, **kind.model_json_schema()}


def to_json(value: object) -> str:
    """One line of JSON of any of an engine's values."""
    return TypeAdapter(type(value)).dump_json(value).decode()


def from_json(kind: type[T], text: str | bytes) -> T:
    """Read back what :func:`to_json` wrote.

    Raises:
        ValueError: it is something else.
    """
    return TypeAdapter(kind).validate_json(text)


def _at(content: Any, place: tuple[int | str, ...]) -> Any:
    """What stands at a place; none if nothing does."""
    for part in place:
        is_there = part in content if isinstance(content, dict) else isinstance(content, list) and part == 0
        content = content[part] if content and is_there else None
    return content


def _line(node: yaml.Node | None, place: Iterable[int | str]) -> int:
    """The line of a place, counted from 1; of what is missing, the line of what it is missing from."""
    line = 1
    for part in place:
        found = _below(node, part)
        if found is None:
            break
        key, node = found
        line = key.start_mark.line + 1
    return line


def _below(node: yaml.Node | None, part: int | str) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part]
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == str(part)), None)
    return None


def _complaint(error: ErrorDetails, whole: dict[str, Any]) -> str:
    place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"]).lstrip(".")
    value = "" if error["type"] == "missing" else f" is {error['input']!r:.60}"
    return f"{place or 'the file'}{value}: {error['msg']}. {_remedy(error['loc'], whole)}".rstrip()


def _remedy(place: Iterable[int | str], whole: Mapping[str, Any]) -> str:
    """The description of the innermost field that the schema knows on the way to a place."""
    here, remedy = whole, ""
    for part in place:
        for option in here.get("anyOf", ()):
            here = option if "$ref" in option else here
        here = whole["$defs"][here["$ref"].rpartition("/")[2]] if "$ref" in here else here
        below = here.get("items") if isinstance(part, int) else here.get("properties", {}).get(part)
        below = below or here.get("additionalProperties")
        if not isinstance(below, dict):
            break
        here, remedy = below, below.get("description", remedy)
    return remedy
