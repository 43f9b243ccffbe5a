"""Who an issuer is: ``did:web``, an identity that a website vouches for, and the document of its keys.

Sources:
    did:web Method Specification; Controlled Identifiers 1.0 (Multikey, JsonWebKey, revoked).
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from balai.engine.badges.award import moment
from balai.engine.badges.errors import BadgeError

if TYPE_CHECKING:
    from balai.engine.badges.keys import Keyring, SigningKey

CONTEXTS = [
    "https://www.w3.org/ns/did/v1",
    "https://w3id.org/security/multikey/v1",
    "https://w3id.org/security/jwk/v1",
]
_ED25519 = b"\xed\x01"
_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def did_of(address: str) -> str:
    """Name the issuer that lives at an address.

    ``https://balai.example/o/acme`` is ``did:web:balai.example:o:acme``.

    Raises:
        BadgeError: the address names no host.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.query or parts.fragment:
        raise BadgeError(f"{address} is no address that an issuer can live at.")
    port = f":{parts.port}" if parts.port else ""
    folders = [part for part in parts.path.split("/") if part]
    return ":".join(["did:web", quote(f"{parts.hostname}{port}", safe=""), *folders])


def address_of(did: str) -> str:
    """Say where the document of an issuer's keys is served.

    Raises:
        BadgeError: not a ``did:web``.
    """
    if not did.startswith("did:web:"):
        raise BadgeError(f"{did} is not a did:web.")
    host, *folders = did.removeprefix("did:web:").split(":")
    return f"https://{unquote(host)}/{'/'.join(folders or ['.well-known'])}/did.json"


def did_document(ring: Keyring) -> dict[str, Any]:
    """Write the document that an issuer serves: every key it ever had, so that old certificates verify.

    The newest come first, and the key of tokens before that of proofs: some readers take the first key for
    whatever token they meet, and a list of revocations is signed by the newest.
    """
    keys = ring.keys[::-1]
    return {
        "@context": CONTEXTS,
        "id": ring.did,
        "verificationMethod": [_method(key) for key in keys],
        "assertionMethod": [key.id for key in keys],
    }


def base58(data: bytes) -> str:
    """Write bytes in the alphabet that Multibase marks with ``z``."""
    number = int.from_bytes(data)
    written = ""
    while number:
        number, digit = divmod(number, 58)
        written = _ALPHABET[digit] + written
    return "1" * (len(data) - len(data.lstrip(b"\0"))) + written


def _method(key: SigningKey) -> dict[str, Any]:
    method: dict[str, Any] = {"id": key.id, "controller": key.did}
    if isinstance(key.private, Ed25519PrivateKey):
        raw = key.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        method |= {"type": "Multikey", "publicKeyMultibase": "z" + base58(_ED25519 + raw)}
    else:
        numbers = key.private.public_key().public_numbers()
        method |= {
            "type": "JsonWebKey",
            "publicKeyJwk": {"kty": "RSA", "alg": "RS256", "n": _number(numbers.n), "e": _number(numbers.e)},
        }
    return method | ({} if key.withdrawn_at is None else {"revoked": moment(key.withdrawn_at)})


def _number(value: int) -> str:
    return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8)).rstrip(b"=").decode()
