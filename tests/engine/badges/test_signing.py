from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from balai.engine.badges.award import credential_of
from balai.engine.badges.errors import BadgeError, UnsignedTermError
from balai.engine.badges.keys import withdrawn
from balai.engine.badges.pinned import EXTENSIONS, OPEN_BADGES, VC
from balai.engine.badges.signing import signed, token
from tests.engine.badges.samples import AT, FULL, PLAIN, other_ring, proven, ring

if TYPE_CHECKING:
    from collections.abc import Callable


def subject(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["credentialSubject"]
    return found


@pytest.mark.parametrize(
    ("change", "member"),
    [
        (lambda d: d.update(grade="A+"), "grade"),
        (lambda d: subject(d).update(grade="A+"), "credentialSubject.grade"),
        (lambda d: subject(d)["result"][1].update(mark=1), "credentialSubject.result[1].mark"),
        (lambda d: subject(d).update(practiceCenter="x"), "credentialSubject.practiceCenter"),
        (lambda d: subject(d).update(validUntil="2019-01-01T00:00:00Z"), "credentialSubject.validUntil"),
        (lambda d: subject(d).update(name=None), "credentialSubject.name"),
        (lambda d: subject(d)["achievement"].update(tag=[]), "credentialSubject.achievement.tag"),
        (lambda d: subject(d)["type"].append("Expert"), "credentialSubject.type[1]"),
        (lambda d: subject(d).update(source="a/b"), "credentialSubject.source"),
        (lambda d: d.update({"@included": [{"id": "urn:x:y", "name": "z"}]}), "@included"),
        (lambda d: d.update({"https://schema.org/award": "gold"}), "https://schema.org/award"),
    ],
)
def test_what_the_proof_would_not_cover_is_never_signed(
    change: Callable[[dict[str, Any]], None], member: str
) -> None:
    document = credential_of(FULL)
    change(document)

    with pytest.raises(UnsignedTermError) as refused:
        signed(document, ring().for_proofs, at=AT)

    assert any(named.startswith(member) for named in refused.value.members)


@pytest.mark.parametrize(
    "contexts",
    [
        [VC, OPEN_BADGES, EXTENSIONS, "https://elsewhere.example/words.json"],
        [VC, OPEN_BADGES, EXTENSIONS, {"grade": "https://elsewhere.example/grade"}],
    ],
    ids=["not pinned", "inline"],
)
def test_words_that_are_not_pinned_are_never_signed(contexts: list[Any]) -> None:
    with pytest.raises(BadgeError, match=r"words|addresses"):
        signed({**credential_of(PLAIN), "@context": contexts}, ring().for_proofs, at=AT)


def test_one_proof_stands_in_a_list_and_names_its_key() -> None:
    (proof,) = proven(PLAIN)["proof"]

    assert proof.pop("proofValue").startswith("z")
    assert proof == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2018-04-13T08:30:00Z",
        "verificationMethod": "did:web:balai.example#key-2018-1",
        "proofPurpose": "assertionMethod",
    }


def test_the_same_is_signed_the_same_and_the_document_stays_as_it_was() -> None:
    document = credential_of(FULL)

    first, second = (signed(document, ring().for_proofs, at=AT) for _ in range(2))

    assert first == second
    assert document == credential_of(FULL)


def test_only_an_own_key_of_the_right_kind_that_counts_signs() -> None:
    document = credential_of(PLAIN)
    gone = withdrawn(ring(), ring().for_proofs.id, at=AT).keys[0]

    with pytest.raises(BadgeError, match="not a key of"):
        signed(document, other_ring().for_proofs, at=AT)
    with pytest.raises(BadgeError, match="Ed25519"):
        signed(document, ring().for_tokens, at=AT)
    with pytest.raises(BadgeError, match="RSA"):
        token(document, ring().for_proofs)
    with pytest.raises(BadgeError, match="withdrawn"):
        signed(document, gone, at=AT)
    with pytest.raises(BadgeError, match="proof already"):
        signed(proven(PLAIN), ring().for_proofs, at=AT)


def test_a_token_has_no_header_but_kind_key_and_algorithm() -> None:
    import jwt

    written = token(credential_of(replace(PLAIN, valid_until=AT.replace(year=2020))), ring().for_tokens)
    claims = jwt.decode(written, options={"verify_signature": False})

    assert jwt.get_unverified_header(written) == {
        "alg": "RS256",
        "kid": "did:web:balai.example#key-2018-1-rsa",
        "typ": "JWT",
    }
    assert {name: claims[name] for name in ("iss", "sub", "jti", "nbf", "exp")} == {
        "iss": "did:web:balai.example",
        "sub": "urn:uuid:6f2c4a5e-8a8f-4f0e-8a0c-2f1f3b0a9d77",
        "jti": PLAIN.id,
        "nbf": 1523608200,
        "exp": 1586766600,
    }
