"""Sign a credential: by a proof inside it, or as a token.

Sources:
    Verifiable Credential Data Integrity 1.0, Data Integrity EdDSA Cryptosuites 1.0 (eddsa-rdfc-2022);
    Open Badges 3.0, section 8.2 (JSON Web Token proof format).
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from balai.engine.badges.award import moment
from balai.engine.badges.canon import UncanonicalError, to_be_signed
from balai.engine.badges.did import base58
from balai.engine.badges.errors import BadgeError
from balai.engine.badges.pinned import UnknownContextError, file_of
from balai.engine.badges.terms import covered

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.engine.badges.keys import SigningKey


def signed(document: Mapping[str, Any], key: SigningKey, *, at: dt.datetime) -> dict[str, Any]:
    """Add a proof (``eddsa-rdfc-2022``) to a credential or a status list.

    Args:
        document: without proof, as ``credential_of`` and ``status_list_of`` make it.
        key: an Ed25519 key of the issuer that the document names.
        at: the proof's moment.

    Raises:
        UnsignedTermError: the proof would not cover a member of the document.
        BadgeError: the key is another's or of another kind, or the document is no credential.
    """
    _require_own(document, key)
    if not isinstance(key.private, Ed25519PrivateKey):
        raise BadgeError("A proof needs an Ed25519 key.")
    if not all(isinstance(one, str) for one in document["@context"]):
        raise BadgeError("A credential names its contexts by their addresses.")
    for address in document["@context"]:
        _require_pinned(address)
    if "proof" in document:
        raise BadgeError("This credential has a proof already.")
    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": key.id,
        "proofPurpose": "assertionMethod",
    }
    try:
        meaning = covered(document)
        value = key.private.sign(to_be_signed(document, options, meaning))
    except UncanonicalError as error:
        raise BadgeError(f"This credential cannot be signed: {error}") from error
    return {**document, "proof": [{**options, "proofValue": "z" + base58(value)}]}


def token(document: Mapping[str, Any], key: SigningKey) -> str:
    """Write a credential or a status list as a signed token (JWT, RS256): every byte of it is covered.

    Args:
        document: without proof; its subject has an id.
        key: an RSA key of the issuer that the document names.

    Raises:
        BadgeError: the key is another's or of another kind.
    """
    import jwt

    _require_own(document, key)
    if not isinstance(key.private, RSAPrivateKey):
        raise BadgeError("A token needs an RSA key.")
    claims = {name: value for name, value in document.items() if name != "proof"} | {
        "iss": document["issuer"]["id"],
        "sub": document["credentialSubject"]["id"],
        "jti": document["id"],
        "nbf": _seconds(document["validFrom"]),
    }
    if "validUntil" in document:
        claims["exp"] = _seconds(document["validUntil"])
    return jwt.encode(claims, key.private, algorithm="RS256", headers={"kid": key.id, "typ": "JWT"})


def _require_own(document: Mapping[str, Any], key: SigningKey) -> None:
    if document["issuer"]["id"] != key.did:
        raise BadgeError(f"{key.id} is not a key of {document['issuer']['id']}.")
    if key.withdrawn_at is not None:
        raise BadgeError(f"{key.id} is withdrawn. Rotate the keys.")


def _require_pinned(address: str) -> None:
    try:
        file_of(address)
    except UnknownContextError as error:
        raise BadgeError(f"The words of {address} are not known here, so they are not signed.") from error


def _seconds(written: str) -> int:
    return int(dt.datetime.fromisoformat(written).timestamp())
