"""The JSON Schema of a bundle: one object whose properties are the files, each with what it holds.

A table is an array of its rows, each an object from heading to cell, and every cell a text. What a schema
cannot say, that references lead somewhere and that keys differ, stands in the descriptions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from balai.engine.bundle.fields import object_schema
from balai.engine.bundle.kinds import CODE, LANGUAGE
from balai.engine.bundle.opening import MANIFEST
from balai.engine.bundle.reading import MANIFEST_FIELDS
from balai.engine.bundle.section import GAP, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.engine.bundle.kinds import Schema
    from balai.engine.bundle.section import Layout, Section

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def bundle_schema(layout: Layout, *, title: str = "A bundle of Balai") -> Schema:
    """The schema; ``$defs`` has one entry for each section, for editors that check single files."""
    plain = {section.file: _file(section) for section in layout if not section.gaps}
    patterned = {_file_pattern(section): _file(section) for section in layout if section.gaps}
    return {
        "$schema": DRAFT,
        "title": title,
        "type": "object",
        "properties": {MANIFEST: object_schema(MANIFEST_FIELDS), **plain},
        "patternProperties": patterned,
        "additionalProperties": False,
        "required": [MANIFEST],
        "$defs": {section.name: _content(section) for section in layout},
    }


def _file(section: Section) -> Schema:
    return {"$ref": f"#/$defs/{section.name}"}


def _file_pattern(section: Section) -> str:
    parts = re.split(GAP, section.file)
    # Not re.escape: it escapes hyphens, which JSON Schema's regular expressions do not allow.
    text = "".join(
        re.sub(r"([.+*?()\[\]{}|^$\\])", r"\\\1", part) if number % 2 == 0 else CODE
        for number, part in enumerate(parts)
    )
    return f"^{text}$"


def _content(section: Section) -> Schema:
    about = f"{section.doc} Told apart by: {' and '.join(section.key)}."
    if section.shape is Shape.TABLE:
        return {"description": about, "type": "array", "items": _row(section)}
    record = object_schema(section.own_fields)
    if section.shape is Shape.LIST:
        return {"description": about, "type": "array", "items": record}
    return {"description": about, **record}


def _row(section: Section) -> Schema:
    properties: dict[str, Any] = {}
    patterns: dict[str, Any] = {}
    for field in section.own_fields:
        schema = {**field.kind.cell_schema(), "description": field.doc}
        if field.kind.is_translated:
            patterns[rf"^{field.name}\.{LANGUAGE}$"] = _or_empty(schema)
        else:
            properties[field.name] = schema if field.is_required else _or_empty(schema)
    required = [one.name for one in section.own_fields if one.is_required and not one.kind.is_translated]
    translated = [one.name for one in section.own_fields if one.is_required and one.kind.is_translated]
    row: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "required": required,
        "additionalProperties": False,
    }
    if translated:
        # JSON Schema has no "one property of this pattern"; English is what every bundle of ours has.
        row["anyOf"] = list(_some_language(translated))
    return row


def _some_language(names: Iterable[str]) -> Iterable[Schema]:
    for language in ("en", "id"):
        yield {"required": [f"{name}.{language}" for name in names]}
    yield {"propertyNames": {"not": {"pattern": r"\.(en|id)$"}}}


def _or_empty(schema: Schema) -> Schema:
    return {"description": schema.pop("description"), "anyOf": [schema, {"const": ""}]}
