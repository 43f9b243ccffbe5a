"""The vocabularies of credentials, as they were published. None is ever fetched.

A context says what the words of a credential mean, so whoever could change one could change what a
signature covers. Each is a file of this package, recorded with its digest and refused when it differs.
"""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

VC = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
PRACTICE_PATH = "/contexts/practice-v1.json"
STATUS_PATH = "/status/"
"""Where an issuer of this program serves its lists of revocations, each by its number."""
SEAL = b"balai seal 1\n"
"""What is signed begins with it, so that a seal is never taken for something else."""
"""How the address of our own words ends. Each host serves the same bytes, so others can read them too."""

DIGESTS = {
    "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "openbadges-3.0.3.json": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    "openbadges-extensions.json": "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
    "practice-v1.json": "fbe635ba90c3b53926ce33a24d444eb53476f05f8193b9d11ce5d587d5d4f508",
}
"""File and SHA-256 of its bytes, of the first three as their publishers served them in 2026."""

_FILES = {
    VC: "credentials-v2.json",
    OPEN_BADGES: "openbadges-3.0.3.json",
    EXTENSIONS: "openbadges-extensions.json",
}
_PRACTICE = re.compile(rf"https?://[A-Za-z0-9.:\[\]-]+(/[A-Za-z0-9._~-]+)*{re.escape(PRACTICE_PATH)}")


class UnknownContextError(Exception):
    """A credential uses words of a context that is not pinned here; the message is its address."""


def file_of(address: str) -> str:
    """Name the pinned file of a context.

    Raises:
        UnknownContextError: there is none.
    """
    if address in _FILES:
        return _FILES[address]
    if _PRACTICE.fullmatch(address):
        return "practice-v1.json"
    raise UnknownContextError(address)


@cache
def context_bytes(name: str) -> bytes:
    """Give the bytes of a pinned file, as a host serves those of ``practice-v1.json``.

    Raises:
        RuntimeError: the file is not the one that was pinned, so nothing may be signed or judged with it.
    """
    found = files("balai.engine.badges").joinpath("contexts", name).read_bytes()
    if hashlib.sha256(found).hexdigest() != DIGESTS[name]:
        raise RuntimeError(f"the context {name} was changed after it was pinned; install Balai anew")
    return found


def context(address: str) -> dict[str, Any]:
    """Give a pinned context; who changes the result changes nothing for others.

    Raises:
        UnknownContextError: it is not pinned.
    """
    document: dict[str, Any] = json.loads(context_bytes(file_of(address)))
    return document


def load(address: str, _options: object = None) -> dict[str, Any]:
    """Answer the JSON-LD library's requests for documents, from the pinned files alone."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": context(address),
    }
