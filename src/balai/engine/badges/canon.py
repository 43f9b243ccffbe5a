"""The canonical form of a document: what is signed. The only module that knows the JSON-LD library.

Sources:
    RDF Dataset Canonicalization 1.0 (RDFC-1.0), whose algorithm PyLD still calls URDNA2015;
    Data Integrity EdDSA Cryptosuites 1.0, section 3.2 (eddsa-rdfc-2022).
"""

from __future__ import annotations

import hashlib
import json
import threading
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from balai.engine.badges.pinned import load

if TYPE_CHECKING:
    from collections.abc import Mapping

RELATIVE = "https://relative.invalid/"
"""What PyLD puts before a name that is not absolute (its own choice would be a host that exists)."""
_OPTIONS = {"documentLoader": load, "base": RELATIVE}
_NORMAL = {**_OPTIONS, "algorithm": "URDNA2015", "format": "application/n-quads"}
MOST_CONTEXTS = 512
_ONE_AT_A_TIME = threading.Lock()
"""PyLD keeps what it learnt of contexts in caches that two threads must not change at once."""


class UncanonicalError(Exception):
    """The document has no canonical form under its contexts."""


def canonical(document: Mapping[str, Any] | list[dict[str, Any]]) -> bytes:
    """Write a document as sorted N-Quads, which are equal for documents that say the same.

    Args:
        document: as it stands, or what :func:`expanded` gave for it, which is not expanded once more.

    Raises:
        UncanonicalError: the library refuses the document.
    """
    return str(_ask("normalize", document, _NORMAL, is_expanded=isinstance(document, list))).encode()


def expanded(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Write every word of a document as the full address of what it means; words without one are lost.

    Raises:
        UncanonicalError: the library refuses the document.
    """
    found: list[dict[str, Any]] = _ask("expand", document, _OPTIONS)
    return found


def compacted(meaning: list[dict[str, Any]], contexts: list[str]) -> dict[str, Any]:
    """Write what was expanded in the words of some contexts again.

    Raises:
        UncanonicalError: the library refuses it.
    """
    found: dict[str, Any] = _ask("compact", meaning, {"@context": contexts}, _OPTIONS)
    return found


def to_be_signed(
    document: Mapping[str, Any], options: Mapping[str, Any], meaning: list[dict[str, Any]] | None = None
) -> bytes:
    """Give the 64 bytes that a proof signs.

    Args:
        document: without its proof.
        options: the proof without its value.
        meaning: the document expanded, if that was done before.

    Raises:
        UncanonicalError: one of them has no canonical form.
    """
    proof = json.dumps({"@context": document["@context"], **options}, sort_keys=True)
    said = canonical(document if meaning is None else meaning)
    return _digest_of(proof) + hashlib.sha256(said).digest()


@lru_cache(maxsize=64)
def _digest_of(proof: str) -> bytes:
    """Of a batch that is signed at one moment, all proofs say the same."""
    return hashlib.sha256(canonical(json.loads(proof))).digest()


def _ask(deed: str, *arguments: Any, is_expanded: bool = False) -> Any:
    from pyld import jsonld

    try:
        with _ONE_AT_A_TIME:
            return getattr(_processor(is_expanded=is_expanded), deed)(*arguments)
    except (jsonld.JsonLdError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        # Besides its own error, whatever the library stumbles over in a stranger's document.
        raise UncanonicalError(str(error).splitlines()[0]) from error


@cache
def _processor(*, is_expanded: bool) -> Any:
    """PyLD's processor, which takes four fifths of its time to process the same contexts again.

    It keeps what a context comes to under a number that it draws anew for each document, and so hardly
    finds it. Here the same context upon the same context is processed once. A context that stands in a
    document itself is a new object each time, so it is never found again.
    """
    from pyld.jsonld import JsonLdProcessor

    known: dict[Any, tuple[Any, Any, Any]] = {}

    class Remembering(JsonLdProcessor):  # type: ignore[misc] # PyLD is not typed
        def _process_context(self, active_ctx: Any, local_ctx: Any, options: Any, **more: Any) -> Any:
            if "cycles" in more:
                return super()._process_context(active_ctx, local_ctx, options, **more)
            is_named = isinstance(local_ctx, list) and all(isinstance(one, str) for one in local_ctx)
            key = id(active_ctx), tuple(local_ctx) if is_named else id(local_ctx), *sorted(more.items())
            if key not in known:
                if len(known) >= MOST_CONTEXTS:
                    known.clear()
                came = super()._process_context(active_ctx, local_ctx, options, **more)
                # With what it came of, so that nothing else is ever found under their addresses.
                known[key] = came, active_ctx, local_ctx
            return known[key][0]

    class Expanded(JsonLdProcessor):  # type: ignore[misc] # as above
        def expand(self, input_: Any, _options: Any) -> Any:
            return input_

    return Expanded() if is_expanded else Remembering()
