"""The judge of credentials, without network: shares neither code nor keys with what issues them.

Only the pinned contexts and the canonical form, which a library makes, are common to both. Nothing is said
about a credential whose signature does not hold, for then nobody said it.

Sources:
    Verifiable Credentials Data Model 2.0; Data Integrity EdDSA Cryptosuites 1.0, section 3.2.6; Open Badges
    3.0, section 8; Controlled Identifiers 1.0; Bitstring Status List 1.0, section 3.2.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

from balai.engine.badges.canon import UncanonicalError, to_be_signed
from balai.engine.badges.pinned import EXTENSIONS, OPEN_BADGES, SEAL, STATUS_PATH, VC, UnknownContextError
from balai.engine.badges.reading import Carrier
from balai.engine.badges.strict import Reason, UnreadableError, read_base64url, read_moment, read_object
from balai.engine.badges.vocabulary import uncovered

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from balai.engine.badges.reading import Found

SMALLEST_LIST = 16 * 1024
LARGEST_LIST = 2 * 1024 * 1024
"""Bytes of a status list, unpacked."""
SHORTEST_RSA = 2048
_DIGITS = {
    digit: number for number, digit in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}


class Verdict(enum.StrEnum):
    """What becomes of a credential. Only ``VALID`` may be relied on."""

    VALID = "valid"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    STATUS_UNPROVEN = "status_unproven"
    UNKNOWN_ISSUER = "unknown_issuer"
    UNSIGNED_TERM = "unsigned_term"
    TAMPERED = "tampered"
    UNREADABLE = "unreadable"


class Status(enum.StrEnum):
    """What is known of a revocation."""

    CLEAR = "clear"
    NOT_ASKED = "not_asked"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the issuer said, and no one else."""

    id: str
    name: str
    issuer: str
    issuer_name: str
    recipient: str
    achievement: str
    number: str
    valid_from: dt.datetime
    valid_until: dt.datetime | None
    supersedes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The judgement.

    Attributes:
        verdict: what becomes of the credential.
        reason: a finer code for those who look into it, such as ``KEY_UNKNOWN``; None if it is valid.
        members: what the signature does not cover, for ``UNSIGNED_TERM``.
        facts: what the issuer said; None unless the signature holds.
        status: whether a list of revocations was asked.
        status_at: when the list that was asked was written.
    """

    verdict: Verdict
    reason: Reason | None = None
    members: tuple[str, ...] = ()
    facts: Facts | None = None
    status: Status = Status.NOT_ASKED
    status_at: dt.datetime | None = None


class _RefusedError(Exception):
    def __init__(self, verdict: Verdict, reason: Reason, members: tuple[str, ...] = ()) -> None:
        self.verdict = verdict
        self.reason = reason
        self.members = members
        super().__init__(reason)


def verify(
    found: Found,
    *,
    issuer: Mapping[str, Any] | None,
    status: Found | None = None,
    at: dt.datetime,
) -> Verification:
    """Judge a credential.

    Args:
        found: what ``find_credential`` read.
        issuer: the document of the issuer's keys (did.json), from a place that the caller trusts. Without it
            nobody is known.
        status: the list of revocations, as the issuer published it; unasked if it is not given.
        at: the moment for which the judgement is asked.
    """
    try:
        document = _proven(found, issuer)
        facts = _facts(document)
    except _RefusedError as refused:
        return Verification(verdict=refused.verdict, reason=refused.reason, members=refused.members)
    except UnreadableError as error:
        return Verification(verdict=Verdict.UNREADABLE, reason=error.reason)
    known, status_at = Status.NONE if "credentialStatus" not in document else Status.NOT_ASKED, None
    verdict: Verdict = Verdict.VALID
    reason: Reason | None = None
    if known is Status.NOT_ASKED and status is not None:
        try:
            said = _proven(status, issuer)
            verdict, status_at = _looked_up(document, said, at)
            known = Status.CLEAR
        except (_RefusedError, UnreadableError) as error:
            verdict, reason = Verdict.STATUS_UNPROVEN, error.reason
    if verdict in {Verdict.VALID, Verdict.STATUS_UNPROVEN}:
        if facts.valid_until is not None and at > facts.valid_until:
            verdict, reason = Verdict.EXPIRED, None
        elif at < facts.valid_from:
            verdict, reason = Verdict.NOT_YET_VALID, None
    return Verification(verdict=verdict, reason=reason, facts=facts, status=known, status_at=status_at)


def was_given_to(document: Mapping[str, Any], email: str) -> bool:
    """Whether a credential names this e-mail address, which stands in it as a salted digest."""
    return any(
        isinstance(one, dict)
        and one.get("identityType") == "emailAddress"
        and one.get("hashed") is True
        and hmac.compare_digest(
            str(one.get("identityHash")).encode(),
            b"sha256$" + hashlib.sha256((email + str(one.get("salt", ""))).encode()).hexdigest().encode(),
        )
        for one in _each(_at(document, "credentialSubject").get("identifier", []))
    )


def _proven(found: Found, issuer: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give what the issuer said, without proof and claims of the token.

    Raises:
        _RefusedError, UnreadableError: the issuer did not say this.
    """
    if found.carrier is Carrier.ADDRESS:
        return _of_seal(found.address, issuer)
    if found.token:
        return _of_token(found.token, issuer)
    return _of_proof(found.document or {}, issuer)


def _of_proof(whole: dict[str, Any], issuer: Mapping[str, Any] | None) -> dict[str, Any]:
    proofs = whole.get("proof")
    proofs = proofs if isinstance(proofs, list) else [proofs]
    if len(proofs) != 1 or not isinstance(proofs[0], dict):
        raise UnreadableError(Reason.PROOF)  # two proofs would have to be told apart
    proof = proofs[0]
    if (proof.get("type"), proof.get("cryptosuite")) != ("DataIntegrityProof", "eddsa-rdfc-2022"):
        raise UnreadableError(Reason.PROOF)
    document = {key: value for key, value in whole.items() if key != "proof"}
    if "@context" in proof or _each(document.get("@context"))[:1] != [VC]:
        raise UnreadableError(Reason.CONTEXT)
    try:
        members = uncovered(document)
        members += tuple(f"proof.{one}" for one in uncovered({"@context": document["@context"], **proof}))
    except UnknownContextError as error:
        raise UnreadableError(Reason.CONTEXT) from error
    if members:
        raise _RefusedError(Verdict.UNSIGNED_TERM, Reason.NOT_COVERED, members)
    method = proof.get("verificationMethod")
    key = _key(issuer, _at(document, "issuer").get("id"), method)
    if proof.get("proofPurpose") != "assertionMethod" or not isinstance(key, Ed25519PublicKey):
        raise _RefusedError(Verdict.TAMPERED, Reason.PROOF)
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    try:
        read_moment(proof.get("created"))
        key.verify(_base58(proof.get("proofValue")), to_be_signed(document, options))
    except (InvalidSignature, UncanonicalError, UnreadableError) as error:
        raise _RefusedError(Verdict.TAMPERED, Reason.SIGNATURE) from error
    return document


def _of_token(token: str, issuer: Mapping[str, Any] | None) -> dict[str, Any]:
    head, body, signature = token.split(".")
    header = _json(head)
    if header.get("alg") != "RS256" or not header.keys() <= {"alg", "kid", "typ", "jwk"}:
        raise UnreadableError(Reason.PROOF)
    claims = _json(body)
    document = {
        name: value
        for name, value in claims.items()
        if name not in {"iss", "sub", "jti", "nbf", "exp", "iat"}
    }
    name = _at(document, "issuer").get("id")
    # A key that the token brings along ("jwk") proves nothing: only the issuer's own document counts.
    key = _key(issuer, name, header.get("kid"))
    if not isinstance(key, RSAPublicKey):
        raise _RefusedError(Verdict.TAMPERED, Reason.PROOF)
    try:
        key.verify(read_base64url(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, UnreadableError) as error:
        raise _RefusedError(Verdict.TAMPERED, Reason.SIGNATURE) from error
    said = {
        "iss": name,
        "sub": _at(document, "credentialSubject").get("id"),
        "jti": document.get("id"),
        "nbf": int(read_moment(document.get("validFrom")).timestamp()),
        "exp": int(read_moment(document["validUntil"]).timestamp()) if "validUntil" in document else None,
    }
    if any(claims.get(claim) != value for claim, value in said.items()):
        raise _RefusedError(Verdict.TAMPERED, Reason.CLAIMS)
    return document


def _of_seal(whole: str, issuer: Mapping[str, Any] | None) -> dict[str, Any]:
    """Read the seal of a QR code as the credential that it stands for."""
    address, has_seal, seal = whole.partition("#")
    if not has_seal or seal.count(".") != 1:
        raise UnreadableError(Reason.ADDRESS)
    payload, signature = (read_base64url(part) for part in seal.split("."))
    try:
        said = json.loads(payload)
        parts = urlsplit(address)
    except ValueError as error:
        raise UnreadableError(Reason.JSON) from error
    if not isinstance(said, list) or len(said) != 7 or not all(isinstance(one, str) for one in said):
        raise UnreadableError(Reason.FORM)
    method, name, kind, course, issued, list_number, place = said
    did = f"did:web:{quote(parts.netloc, safe='')}"
    key = _key(issuer, did, f"{did}#{method}")
    if not isinstance(key, Ed25519PublicKey):
        raise _RefusedError(Verdict.TAMPERED, Reason.PROOF)
    try:
        key.verify(signature, SEAL + address.encode() + b"\n" + payload)
    except InvalidSignature as error:
        raise _RefusedError(Verdict.TAMPERED, Reason.SIGNATURE) from error
    site = f"{parts.scheme}://{parts.netloc}"
    return {
        "@context": [VC, OPEN_BADGES],
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": kind,
        "issuer": {"id": did},
        "validFrom": issued,
        "credentialSubject": {
            "identifier": [{"hashed": False, "identityType": "name", "identityHash": name}],
            "licenseNumber": parts.path.rpartition("/")[2],
            "achievement": {"name": course},
        },
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": place,
            "statusListCredential": f"{site}{STATUS_PATH}{list_number}",
        },
    }


def _key(issuer: Mapping[str, Any] | None, name: object, method: object) -> Ed25519PublicKey | RSAPublicKey:
    """Find the key in the issuer's document."""
    if not isinstance(name, str) or not isinstance(method, str):
        raise UnreadableError(Reason.FORM)
    if issuer is None or issuer.get("id") != name:
        raise _RefusedError(Verdict.UNKNOWN_ISSUER, Reason.ISSUER_UNKNOWN)
    listed = [
        one
        for one in _each(issuer.get("verificationMethod", []))
        if isinstance(one, dict) and one.get("id") == method
    ]
    is_for_this = method in _each(issuer.get("assertionMethod", []))
    if len(listed) != 1 or not is_for_this or listed[0].get("controller") != name:
        raise _RefusedError(Verdict.UNKNOWN_ISSUER, Reason.KEY_UNKNOWN)
    if "revoked" in listed[0]:  # whoever has the key can date a credential back
        raise _RefusedError(Verdict.UNKNOWN_ISSUER, Reason.KEY_WITHDRAWN)
    try:
        return _public(listed[0])
    except (ValueError, UnreadableError) as error:
        raise _RefusedError(Verdict.UNKNOWN_ISSUER, Reason.KEY_DAMAGED) from error


def _public(method: Mapping[str, Any]) -> Ed25519PublicKey | RSAPublicKey:
    if method.get("type") == "Multikey":
        raw = _base58(method.get("publicKeyMultibase"))
        if raw[:2] != b"\xed\x01":
            raise ValueError("not Ed25519")
        return Ed25519PublicKey.from_public_bytes(raw[2:])
    jwk = _at(method, "publicKeyJwk")
    if jwk.get("kty") != "RSA":
        raise ValueError("not RSA")
    modulus, exponent = (
        int.from_bytes(read_base64url(part)) if isinstance(part, str) else 0
        for part in (jwk.get("n"), jwk.get("e"))
    )
    key = RSAPublicNumbers(exponent, modulus).public_key()
    if key.key_size < SHORTEST_RSA:
        raise ValueError("too short")
    return key


def _looked_up(
    document: Mapping[str, Any], said: Mapping[str, Any], at: dt.datetime
) -> tuple[Verdict, dt.datetime]:
    """Look the credential up in a list that its issuer signed."""
    entry = _at(document, "credentialStatus")
    subject = _at(said, "credentialSubject")
    written_at = read_moment(said.get("validFrom"))
    is_the_list = (
        entry.get("type") == "BitstringStatusListEntry"
        and entry.get("statusPurpose") == subject.get("statusPurpose") == "revocation"
        and entry.get("statusSize", 1) == 1
        and entry.get("statusListCredential") == said.get("id")
        and "BitstringStatusListCredential" in _each(said.get("type", []))
        and subject.get("type") == "BitstringStatusList"
    )
    if not is_the_list:
        raise _RefusedError(Verdict.STATUS_UNPROVEN, Reason.ANOTHER_LIST)
    if written_at > at or ("validUntil" in said and at > read_moment(said["validUntil"])):
        raise _RefusedError(Verdict.STATUS_UNPROVEN, Reason.LIST_OUT_OF_DATE)
    place = entry.get("statusListIndex")
    if not isinstance(place, str) or not place.isascii() or not place.isdecimal() or len(place) > 9:
        raise UnreadableError(Reason.STATUS)
    if not _is_set(subject.get("encodedList"), int(place)):
        return Verdict.VALID, written_at
    is_superseded = "supersededList" in subject and _is_set(subject["supersededList"], int(place))
    return (Verdict.SUPERSEDED if is_superseded else Verdict.REVOKED), written_at


def _is_set(encoded: object, place: int) -> bool:
    if not isinstance(encoded, str) or not encoded.startswith("u"):
        raise UnreadableError(Reason.STATUS)
    unpacking = zlib.decompressobj(wbits=31)
    try:
        bits = unpacking.decompress(read_base64url(encoded[1:]), LARGEST_LIST)
    except zlib.error as error:
        raise UnreadableError(Reason.STATUS) from error
    if not unpacking.eof or len(bits) < SMALLEST_LIST or place >= len(bits) * 8:
        raise UnreadableError(Reason.STATUS)
    return bool(bits[place // 8] >> (7 - place % 8) & 1)


def _facts(document: Mapping[str, Any]) -> Facts:
    """Read what the issuer said.

    Raises:
        UnreadableError: ``FORM``: this is no credential of Open Badges.
    """
    subject = _at(document, "credentialSubject")
    achievement = _at(subject, "achievement")
    kinds = _each(document.get("type", []))
    if "VerifiableCredential" not in kinds or not {"OpenBadgeCredential", "AchievementCredential"} & {*kinds}:
        raise UnreadableError(Reason.FORM)
    if not {VC, OPEN_BADGES, EXTENSIONS} & {*_each(document.get("@context", []))}:
        raise UnreadableError(Reason.FORM)
    names = [
        one["identityHash"]
        for one in _each(subject.get("identifier", []))
        if isinstance(one, dict)
        and one.get("hashed") is False
        and one.get("identityType") == "name"
        and isinstance(one.get("identityHash"), str)
    ]
    until = document.get("validUntil")
    return Facts(
        id=_text(document, "id"),
        name=_text(document, "name"),
        issuer=_text(_at(document, "issuer"), "id"),
        issuer_name=_text(_at(document, "issuer"), "name"),
        recipient=names[0] if names else "",
        achievement=_text(achievement, "name"),
        number=_text(subject, "licenseNumber"),
        valid_from=read_moment(document.get("validFrom")),
        valid_until=None if until is None else read_moment(until),
        supersedes=_text(document, "supersedes"),
    )


def _json(part: str) -> dict[str, Any]:
    try:
        return read_object(read_base64url(part).decode())
    except UnicodeDecodeError as error:
        raise UnreadableError(Reason.JSON) from error


def _at(node: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = node.get(name)
    if not isinstance(value, dict):
        raise UnreadableError(Reason.FORM)
    return value


def _text(node: Mapping[str, Any], name: str) -> str:
    value = node.get(name, "")
    if not isinstance(value, str):
        raise UnreadableError(Reason.FORM)
    return value


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _base58(text: object) -> bytes:
    """Decode what Multibase marks with ``z``."""
    if not isinstance(text, str) or not text.startswith("z") or len(text) > 128:
        raise UnreadableError(Reason.ENCODING)
    digits = [_DIGITS.get(character, -1) for character in text[1:]]
    if -1 in digits:
        raise UnreadableError(Reason.ENCODING)
    number = 0
    for digit in digits:
        number = number * 58 + digit
    zeros = len(text[1:]) - len(text[1:].lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
