"""Changes that somebody might make to a credential, each of which must be noticed."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 -:/#သ"


def mutants(document: dict[str, Any], *, random: Random) -> Iterator[tuple[str, dict[str, Any]]]:
    """Changed copies without end, each with what was done to it."""
    deeds = (_other_text, _left_out, _added, _renamed, _swapped, _other_kind)
    while True:
        changed = copy.deepcopy(document)
        deed = random.choice(deeds)
        where = deed(changed, random)
        if _as_said(changed) != _as_said(document):
            yield f"{deed.__name__} {where}", changed


def _as_said(document: Any) -> str:
    """Lists of things are sets in this standard: their order is no part of what is said."""
    if isinstance(document, dict):
        return json.dumps({key: _as_said(value) for key, value in sorted(document.items())})
    if isinstance(document, list):
        return "|".join(sorted(_as_said(value) for value in document))
    return json.dumps(document)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _nodes(one)


def _leaves(document: dict[str, Any]) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []

    def walk(value: Any) -> None:
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(one, dict | list):
                walk(one)
            else:
                found.append((value, key))

    walk(document)
    return found


def _other_text(document: dict[str, Any], random: Random) -> str:
    holder, key = random.choice(_leaves(document))
    value = holder[key]
    if isinstance(value, bool):
        holder[key] = not value
    elif isinstance(value, int):
        holder[key] = value + random.choice((-1, 1, 1000))
    else:
        place = random.randrange(len(value) + 1)
        holder[key] = value[:place] + random.choice(ALPHABET) + value[place + random.randrange(2) :]
    return str(key)


def _left_out(document: dict[str, Any], random: Random) -> str:
    node = random.choice(list(_nodes(document)))
    key = random.choice(list(node))
    del node[key]
    return key


def _added(document: dict[str, Any], random: Random) -> str:
    node = random.choice(list(_nodes(document)))
    key = random.choice(["grade", "name", "validUntil", "@id", "@included", "narrative", "@context", "tag"])
    node.setdefault(key, random.choice(["A+", None, [], {}, {"id": document["id"], "name": "x"}, "urn:a:b"]))
    return key


def _renamed(document: dict[str, Any], random: Random) -> str:
    node = random.choice(list(_nodes(document)))
    key = random.choice(list(node))
    node[random.choice(["grade", "name", "description", "id"])] = node.pop(key)
    return key


def _swapped(document: dict[str, Any], random: Random) -> str:
    (one, first), (other, second) = random.sample(_leaves(document), 2)
    one[first], other[second] = other[second], one[first]
    return f"{first} {second}"


def _other_kind(document: dict[str, Any], random: Random) -> str:
    holder, key = random.choice(_leaves(document))
    holder[key] = random.choice([None, {}, [], 7, True, {"@value": holder[key], "@language": "en"}])
    return str(key)
