from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from balai.engine.badges.did import address_of, base58, did_document, did_of
from balai.engine.badges.errors import BadgeError, KeyFileError
from balai.engine.badges.keys import read_keyring, rotated, withdrawn, write_keyring
from tests.engine.badges.samples import DID, LATER, did, judged, other_ring, proven, ring

if TYPE_CHECKING:
    from pathlib import Path

    from balai.engine.badges.keys import Keyring


@pytest.fixture(scope="module")
def newer() -> Keyring:
    return rotated(ring(), at=LATER)


def test_rotating_adds_and_old_certificates_stay_valid(newer: Keyring) -> None:
    assert [key.id for key in newer.keys] == [
        f"{DID}#key-2018-1",
        f"{DID}#key-2018-1-rsa",
        f"{DID}#key-2018-2",
        f"{DID}#key-2018-2-rsa",
    ]
    assert newer.for_proofs.id == f"{DID}#key-2018-2"
    assert judged(proven(), issuer=did_document(newer)).verdict == "valid"


def test_a_key_that_was_stolen_stays_listed_and_counts_no_more(newer: Keyring) -> None:
    left = withdrawn(newer, f"{DID}#key-2018-2", at=LATER)
    first_gone = withdrawn(newer, f"{DID}#key-2018-1", at=LATER)

    assert left.for_proofs.id == f"{DID}#key-2018-1"
    assert judged(proven(), issuer=did_document(first_gone)).reason == "key_withdrawn"
    with pytest.raises(BadgeError, match="no key"):
        withdrawn(newer, "another", at=LATER)
    with pytest.raises(BadgeError, match="Rotate"):
        _ = withdrawn(ring(), ring().for_proofs.id, at=LATER).for_proofs


@pytest.mark.parametrize("passphrase", [None, b"four or five words"])
def test_a_key_file_gives_back_what_it_took(tmp_path: Path, passphrase: bytes | None) -> None:
    path = tmp_path / "signing.json"
    kept = withdrawn(ring(), ring().for_tokens.id, at=LATER)

    write_keyring(path, kept, passphrase=passphrase)
    again = read_keyring(path, passphrase=passphrase)

    assert path.stat().st_mode & 0o777 == 0o600
    assert did_document(again) == did_document(kept)
    assert ("ENCRYPTED" in path.read_text()) == (passphrase is not None)
    assert [child.name for child in tmp_path.iterdir()] == ["signing.json"]


def test_no_key_is_ever_lost_from_a_file(tmp_path: Path, newer: Keyring) -> None:
    path = tmp_path / "signing.json"
    write_keyring(path, newer)

    with pytest.raises(KeyFileError, match="would be lost"):
        write_keyring(path, ring())

    assert len(read_keyring(path).keys) == 4


def test_a_key_file_is_refused_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "signing.json"
    with pytest.raises(KeyFileError, match="cannot be read"):
        read_keyring(path)
    write_keyring(path, ring(), passphrase=b"right")
    with pytest.raises(KeyFileError, match="passphrase"):
        read_keyring(path, passphrase=b"wrong")
    path.write_text(json.dumps({"form": "another"}))
    with pytest.raises(KeyFileError, match="this version"):
        read_keyring(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_keyring(path)


def test_keys_are_never_printed() -> None:
    assert "private" not in repr(ring())


@pytest.mark.parametrize(
    ("address", "name", "document"),
    [
        ("https://balai.example", "did:web:balai.example", "https://balai.example/.well-known/did.json"),
        ("https://Balai.Example/", "did:web:balai.example", "https://balai.example/.well-known/did.json"),
        (
            "https://host.example/o/acme",
            "did:web:host.example:o:acme",
            "https://host.example/o/acme/did.json",
        ),
        (
            "http://localhost:8000",
            "did:web:localhost%3A8000",
            "https://localhost:8000/.well-known/did.json",
        ),
    ],
)
def test_an_issuer_lives_at_an_address(address: str, name: str, document: str) -> None:
    assert did_of(address) == name
    assert address_of(name) == document


def test_no_issuer_lives_nowhere() -> None:
    for address in ("ftp://host.example", "https://", "https://host.example/?a=b", "host.example"):
        with pytest.raises(BadgeError):
            did_of(address)
    with pytest.raises(BadgeError):
        address_of("did:key:z6Mk")


def test_the_document_lists_each_key_for_assertions() -> None:
    document = did()

    assert document["id"] == DID
    assert [method["type"] for method in document["verificationMethod"]] == ["JsonWebKey", "Multikey"]
    assert document["assertionMethod"] == [method["id"] for method in document["verificationMethod"]]
    assert document["verificationMethod"][1]["publicKeyMultibase"].startswith("z6Mk")
    assert "private" not in json.dumps(document)
    assert '"d"' not in json.dumps(document)


def test_base58_as_in_the_draft_that_defines_it() -> None:
    assert base58(b"Hello World!") == "2NEpo7TZRRrLZSi2U"
    assert base58(bytes.fromhex("0000287fb4cd")) == "11233QC4"


def test_another_issuer_has_other_keys() -> None:
    assert judged(proven(), issuer=did_document(other_ring())).reason == "issuer_unknown"
    assert judged(proven(), issuer={**did_document(other_ring()), "id": DID}).reason == "key_unknown"
