"""Which members of a stranger's credential its signature covers, read from the pinned contexts by ourselves.

The JSON-LD library drops what it does not know and says nothing, so it is not asked. What is found here may
be written into a credential by anybody without breaking its signature: words that no context explains at
their place, empty members, values twice, names that are not absolute, and a second description of something
that was described before.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from balai.engine.badges.pinned import context
from balai.engine.badges.strict import Reason, UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIKE_AT_MOST = 4
"""Nameless objects that look the same from outside. The canonical form tries every order of them: ten would
take hours, and whoever wants to stop a page that verifies would send ten."""

_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+')

Words = dict[str, Any]


def uncovered(document: dict[str, Any]) -> tuple[str, ...]:
    """Name the members that the signature of a document does not cover, such as ``credentialSubject.grade``.

    Raises:
        UnreadableError: ``CONTEXT`` if its contexts are no list of addresses, ``ALIKE`` if its canonical form
            would take too long.
        UnknownContextError: a context is not pinned.
    """
    addresses = document.get("@context")
    if not isinstance(addresses, list) or not all(isinstance(one, str) for one in addresses):
        raise UnreadableError(Reason.CONTEXT)
    if len(set(addresses)) < len(addresses):
        raise UnreadableError(Reason.CONTEXT)
    words: Words = {}
    for address in addresses:
        words |= context(address)["@context"]
    looks = Counter(_looks(document))
    if looks and max(looks.values()) > ALIKE_AT_MOST:
        raise UnreadableError(Reason.ALIKE)
    found = list(_of_node({key: value for key, value in document.items() if key != "@context"}, words, ""))
    return tuple(dict.fromkeys([*found, *_described_twice(document)]))


def _of_node(node: dict[str, Any], words: Words, where: str) -> Iterator[str]:
    kinds = node.get("type", [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    here = words
    for kind in sorted(one for one in kinds if isinstance(one, str) and _is_word(one, words)):
        meaning = words[kind]
        # These words count in this node alone, not in those below it (JSON-LD 1.1, type-scoped contexts).
        here = here | (meaning.get("@context") or {} if isinstance(meaning, dict) else {})
    for key, value in node.items():
        path = f"{where}.{key}" if where else key
        if key == "id":
            if not (isinstance(value, str) and _ADDRESS.fullmatch(value)):
                yield path
        elif key == "type":
            is_known = all(isinstance(one, str) and _is_word(one, words) for one in kinds)
            if not kinds or not is_known or len({*kinds}) < len(kinds):
                yield path
        elif not _is_word(key, here):
            yield path
        else:
            yield from _of_value(value, here[key], words, path)


def _of_value(value: Any, meaning: Any, words: Words, where: str) -> Iterator[str]:
    definition = meaning if isinstance(meaning, dict) else {}
    kind = definition.get("@type")
    container = definition.get("@container", "@set")
    scoped = definition.get("@context", {})
    if value is None or value == [] or kind == "@json" or scoped is None:
        yield where
        return
    below = words | scoped
    if isinstance(value, list):
        plain = [json.dumps(one, sort_keys=True) for one in value if not _is_nameless(one)]
        if container != "@list" and len({*plain}) < len(plain):
            yield where
        for number, one in enumerate(value):
            path = f"{where}[{number}]"
            if isinstance(one, list) or one is None:
                yield path
            else:
                yield from _of_value(one, meaning, words, path)
    elif isinstance(value, dict):
        yield from _of_node(value, below, where)
    elif isinstance(value, str) and (
        (kind == "@id" and not _ADDRESS.fullmatch(value)) or (kind == "@vocab" and not _is_word(value, below))
    ):
        yield where


def _is_word(key: str, words: Words) -> bool:
    """Whether a context explains it; keys of JSON-LD and names for ``id`` and ``type`` are no words."""
    meaning = words.get(key)
    return not key.startswith("@") and meaning is not None and not str(meaning).startswith("@")


def _is_nameless(value: Any) -> bool:
    return isinstance(value, dict) and "id" not in value


def _described_twice(document: dict[str, Any]) -> Iterator[str]:
    """A second description of a thing may take words from the first without changing what is signed."""
    seen: dict[str, str] = {}
    for path, node in _nodes(document, ""):
        name = node.get("id")
        if not isinstance(name, str) or (path and len(node) == 1 and name != document.get("id")):
            continue
        said = json.dumps(node, sort_keys=True)
        if seen.setdefault(name, said) != said:
            yield path


def _nodes(value: Any, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(value, dict):
        yield where, value
        for key, one in value.items():
            yield from _nodes(one, f"{where}.{key}" if where else key)
    elif isinstance(value, list):
        for number, one in enumerate(value):
            yield from _nodes(one, f"{where}[{number}]")


def _looks(document: dict[str, Any]) -> Iterator[str]:
    for _path, node in _nodes(document, ""):
        if "id" not in node:
            yield json.dumps({key: _seen_from_above(one) for key, one in node.items()}, sort_keys=True)


def _seen_from_above(value: Any) -> Any:
    if isinstance(value, list):
        return sorted(json.dumps(_seen_from_above(one)) for one in value)
    if isinstance(value, dict):
        return value.get("id", "_:")
    return value
