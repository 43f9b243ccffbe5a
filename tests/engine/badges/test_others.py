"""What others think of our credentials: two readers that are not ours, in two languages, without network."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from balai.engine.badges.award import credential_of
from balai.engine.badges.baking import bake_png, bake_svg
from balai.engine.badges.pinned import EXTENSIONS, OPEN_BADGES, PRACTICE_PATH, VC, context
from balai.engine.badges.signing import token
from tests.engine.badges.pictures import PNG, SVG
from tests.engine.badges.samples import (
    DID,
    FULL,
    LATER,
    LIST,
    PLACE,
    PLAIN,
    SITE,
    did,
    listed,
    proven,
    ring,
    said,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NODE = Path(__file__).parent / "node"
HAS_NODE = shutil.which("node") is not None and (NODE / "node_modules").is_dir()
NO_NODE = "Digital Bazaar's packages are not here: make verifiers"


def with_a_grade(document: dict[str, Any]) -> dict[str, Any]:
    return {**document, "grade": "A+"}


def renamed(document: dict[str, Any]) -> dict[str, Any]:
    document["credentialSubject"]["identifier"][1]["identityHash"] = "Somebody Else"
    return document


@pytest.mark.slow
@pytest.mark.skipif(not HAS_NODE, reason=NO_NODE)
def test_digital_bazaar_agrees_with_us() -> None:
    past = replace(PLAIN, valid_until=LATER.replace(day=1))
    cases = {
        "plain": (proven(PLAIN), listed(), True),
        "full": (proven(FULL), listed(PLACE + 1), True),
        "odd texts": (proven(replace(PLAIN, name='Ünïcode "\\ \n သီတာ 😀 <b>')), listed(), True),
        "revoked": (proven(FULL), listed(PLACE), False),
        "superseded": (proven(FULL), listed(PLACE, superseded=(PLACE,)), False),
        "expired": (proven(past), listed(), False),
        "tampered": (renamed(proven(FULL)), listed(), False),
        "unsigned term": (with_a_grade(proven(FULL)), listed(), False),
        "tampered list": (proven(FULL), {**listed(PLACE), "validFrom": "2018-04-14T00:00:00Z"}, False),
    }

    answers = judged_by_digital_bazaar([(document, status) for document, status, _ in cases.values()])

    assert {name: answer["verified"] for name, answer in zip(cases, answers, strict=True)} == {
        name: expected for name, (_, _, expected) in cases.items()
    }, answers


def judged_by_digital_bazaar(cases: list[tuple[dict[str, Any], dict[str, Any]]]) -> list[dict[str, Any]]:
    contexts = {address: context(address) for address in (VC, OPEN_BADGES, EXTENSIONS, SITE + PRACTICE_PATH)}
    methods = {
        method["id"]: {"@context": "https://w3id.org/security/multikey/v1", **method}
        for method in did()["verificationMethod"]
    }
    sent = [
        {
            "credential": document,
            "documents": {**contexts, **methods, DID: did(), LIST: status},
            "now": LATER.isoformat(),
        }
        for document, status in cases
    ]
    answered = subprocess.run(
        ["node", "verify.mjs"],
        cwd=NODE,
        input=json.dumps(sent),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert answered.returncode == 0, answered.stderr
    answers: list[dict[str, Any]] = json.loads(answered.stdout)
    return answers


@pytest.fixture
def openbadgeslib() -> Any:
    """Its reader of proofs; its own pinned contexts do not hold our words, so it is told them."""
    return pytest.importorskip("openbadgeslib.ob3", reason="openbadgeslib is not installed")


def downloads(status: str) -> Callable[..., bytes]:
    """Stands in for its network."""
    documents = {f"{SITE}/.well-known/did.json": json.dumps(did()), LIST: status}

    def download(address: str, *_arguments: Any, **_options: Any) -> bytes:
        return documents[address].encode()

    return download


def refusal(verifier: Any, credential: Any, *revoked: int) -> str:
    """Why it refuses a credential; empty if it accepts it."""
    from openbadgeslib.ob3.verifier import OB3VerificationError

    try:
        verifier.verify(
            credential,
            check_status=True,
            download=downloads(token(said(*revoked), ring().for_tokens)),
        )
    except OB3VerificationError as error:
        return str(error)
    return ""


def test_openbadgeslib_reads_our_proofs(openbadgeslib: Any) -> None:
    verifier = openbadgeslib.OB3LdpVerifier.for_issuer_did(DID)
    past = replace(PLAIN, valid_until=LATER.replace(day=1))

    assert refusal(verifier, proven(PLAIN)) == ""
    assert refusal(verifier, proven(PLAIN), PLACE)
    assert refusal(verifier, proven(past))
    assert refusal(verifier, renamed(proven(PLAIN)))
    assert refusal(verifier, with_a_grade(proven(PLAIN)))


def test_openbadgeslib_reads_our_words_once_it_has_their_context(
    openbadgeslib: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openbadgeslib.ob3 import contexts

    theirs = contexts.load_context
    monkeypatch.setattr(
        contexts,
        "load_context",
        lambda address: context(address) if address.endswith(PRACTICE_PATH) else theirs(address),
    )
    verifier = openbadgeslib.OB3LdpVerifier.for_issuer_did(DID)

    assert refusal(verifier, proven(FULL)) == ""
    assert refusal(verifier, renamed(proven(FULL)))


def test_openbadgeslib_reads_our_tokens(openbadgeslib: Any) -> None:
    download = downloads(token(said(), ring().for_tokens))
    verifier = openbadgeslib.OB3Verifier.for_issuer_did(DID, download=download)
    document = credential_of(FULL)

    assert refusal(verifier, token(document, ring().for_tokens)) == ""
    assert refusal(verifier, token(document, ring().for_tokens), PLACE)
    assert refusal(verifier, token(document, ring().for_tokens)[:-8] + "AAAAAAAA")


def test_openbadgeslib_finds_what_we_bake(openbadgeslib: Any) -> None:
    from openbadgeslib.baking import (
        ITXT_KEYWORD_OB3,
        SVG_ELEMENT_OB3,
        extract_png,
        extract_svg,
    )

    odd = proven(replace(PLAIN, name="<![CDATA[ ]]> & Ünïcode"))

    in_png = extract_png(bake_png(PNG, odd), keyword=ITXT_KEYWORD_OB3)
    in_svg = extract_svg(bake_svg(SVG, odd), element=SVG_ELEMENT_OB3, text_fallback=True)

    assert json.loads(in_png or "") == odd
    assert json.loads(in_svg or "") == odd
