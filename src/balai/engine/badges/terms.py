"""Nothing is signed that the signature would not cover.

JSON-LD forgets words that no context explains, and the JSON-LD library forgets them silently. A grade added
under such a word could be changed by anybody afterwards, and the signature would still hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from balai.engine.badges.canon import RELATIVE, compacted, expanded
from balai.engine.badges.errors import UnsignedTermError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ADDRESS = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|\\^`]+')


def covered(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Expand a document, and compare what went in with what came out.

    Every member and every value must be there again. If one is not, the document is written in its own words
    once more, which takes three times as long and tells where.

    Returns:
        the document, expanded.

    Raises:
        UnsignedTermError: names every member that would not be covered.
        UncanonicalError: the JSON-LD library refuses the document.
    """
    meaning = expanded(document)
    said = {key: value for key, value in document.items() if key != "@context"}
    lost = [*_not_words(said, ""), *_without_address(meaning, "")]
    if lost or _size(said, "id") != _size(meaning, "@id"):
        lost += _lost(said, compacted(meaning, document["@context"]), "")
        raise UnsignedTermError(tuple(dict.fromkeys(lost)) or ("something in it",))
    return meaning


def _size(value: Any, name: str) -> tuple[int, int]:
    """Count members and values; an address stands for a node of which nothing else is said."""
    if value == []:
        return 0, int(name == "id")  # an empty member says nothing, so nothing of it is signed
    if isinstance(value, list):
        sizes = [_size(one, name) for one in value]
        return sum(members for members, _ in sizes), sum(values for _, values in sizes)
    if isinstance(value, dict) and "@list" in value:
        return _size(value["@list"], name)
    if isinstance(value, dict) and value.keys() != {name} and "@value" not in value:
        members, values = _size(list(value.values()), name)
        return members + len(value), values
    return 0, 1


def _lost(ours: Any, theirs: Any, where: str) -> Iterator[str]:
    ours, theirs = _alone(ours), _alone(theirs)
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key, value in ours.items():
            path = f"{where}.{key}" if where else key
            if key in theirs and value not in (None, []):
                yield from _lost(value, theirs[key], path)
            else:
                yield path
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _lost(one, other, f"{where}[{number}]")
    elif ours != theirs:
        yield where


def _alone(value: Any) -> Any:
    """One value stands for a list of it, and an address for a node of which nothing else is said."""
    while (isinstance(value, list) and len(value) == 1) or (
        isinstance(value, dict) and value.keys() == {"id"}
    ):
        value = value[0] if isinstance(value, list) else value["id"]
    return value


def _not_words(value: Any, where: str) -> Iterator[str]:
    """JSON-LD's own keys, and addresses in place of words, are signed and yet read by few: we write none."""
    if isinstance(value, list):
        for one in value:
            yield from _not_words(one, where)
    elif isinstance(value, dict):
        for key, one in value.items():
            path = f"{where}.{key}" if where else key
            if key.startswith("@") or ":" in key:
                yield path
            yield from _not_words(one, path)


def _without_address(meaning: Any, where: str) -> Iterator[str]:
    """Nodes and kinds whose name is not absolute are dropped on the way to what is signed."""
    if isinstance(meaning, list):
        for one in meaning:
            yield from _without_address(one, where)
    elif isinstance(meaning, dict):
        for key, value in meaning.items():
            path = f"{where}.{key.rpartition('#')[2].rpartition('/')[2]}".lstrip(".")
            if key in {"@id", "@type"}:
                names = value if isinstance(value, list) else [value]
                if not all(_ADDRESS.fullmatch(name) and not name.startswith(RELATIVE) for name in names):
                    yield path
            else:
                yield from _without_address(value, path)
