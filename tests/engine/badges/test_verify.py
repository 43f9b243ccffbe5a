from __future__ import annotations

import base64
import contextlib
import datetime as dt
import json
import time
from dataclasses import replace
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from balai.engine.badges.award import Kind, Level, Recipient, Task, credential_of
from balai.engine.badges.reading import find_credential
from balai.engine.badges.signing import signed, token
from balai.engine.badges.status import LENGTH
from balai.engine.badges.strict import UnreadableError
from balai.engine.badges.verify import Facts, verify, was_given_to
from tests.engine.badges.mutants import mutants
from tests.engine.badges.samples import (
    AT,
    DID,
    FULL,
    LATER,
    LIST,
    PLACE,
    PLAIN,
    SITE,
    bytes_of,
    did,
    judged,
    listed,
    proven,
    ring,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.engine.badges.award import Award

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)
MINUTES = st.none() | st.integers(0, 10_000)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))


@st.composite
def awards(draw: st.DrawFn) -> Award:
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return replace(
        PLAIN,
        kind=draw(st.sampled_from(Kind)),
        language=draw(st.sampled_from(["en", "id"])),
        recipient=Recipient(
            subject=draw(st.uuids()),
            name=draw(TEXTS),
            native_name=draw(TEXTS),
            email=draw(st.sampled_from(["", "a@b.example"])),
            salt="s",
        ),
        name=draw(TEXTS.filter(bool)),
        title=draw(TEXTS),
        description=draw(TEXTS),
        criteria=draw(TEXTS),
        number=draw(TEXTS),
        first_day=first,
        last_day=last,
        valid_until=draw(st.none() | st.just(LATER.replace(year=2040))),
        status_place=draw(st.integers(0, LENGTH - 1)),
        tasks=tuple(
            Task(
                id=f"{SITE}/tasks/{number}",
                name=draw(TEXTS),
                level=draw(st.sampled_from(Level)),
                minutes=draw(MINUTES),
                centre=draw(TEXTS),
                supervisor=draw(TEXTS),
            )
            for number in range(draw(st.integers(0, 3)))
        ),
        theory_minutes=draw(MINUTES),
        practice_minutes=draw(MINUTES),
        supersedes=draw(st.sampled_from(["", f"{SITE}/credentials/older"])),
    )


def goes_round(award: Award) -> None:
    """Proof and token of any award are valid, say what the award says, and are looked up at its place."""
    document = credential_of(award)
    proof = signed(document, ring().for_proofs, at=AT)
    expected = Facts(
        id=award.id,
        name=award.name,
        issuer=DID,
        issuer_name="Office of Samples",
        recipient=award.recipient.name,
        achievement=award.title,
        number=award.number,
        valid_from=award.awarded_at,
        valid_until=award.valid_until,
        supersedes=award.supersedes,
    )

    for written in (proof, token(document, ring().for_tokens)):
        judgement = judged(written)
        assert (judgement.verdict, judgement.facts) == ("valid", expected)
    assert judged(proof, status=listed(award.status_place)).verdict == "revoked"
    assert was_given_to(proof, "a@b.example") == bool(award.recipient.email)


@given(awards())
@settings(max_examples=5, deadline=None)
def test_any_certificate_goes_round(award: Award) -> None:
    goes_round(award)


@pytest.mark.slow
@given(awards())
@settings(max_examples=120, deadline=None)
def test_many_certificates_go_round(award: Award) -> None:
    goes_round(award)


def refused(document: dict[str, Any], *, seed: int, times: int) -> None:
    random = Random(seed)  # noqa: S311 -- the same changes every time
    accepted = [
        done
        for done, changed in islice(mutants(document, random=random), times)
        if judged(changed).verdict == "valid"
    ]

    assert accepted == []


def test_thirty_changed_certificates_are_refused() -> None:
    assert judged(proven()).verdict == "valid"
    refused(proven(), seed=1, times=30)


@pytest.mark.slow
def test_a_thousand_changed_certificates_are_refused() -> None:
    refused(proven(FULL), seed=2, times=700)
    refused(proven(PLAIN), seed=3, times=300)


def test_a_token_of_which_one_character_is_changed_is_refused() -> None:
    written = token(credential_of(PLAIN), ring().for_tokens)
    random = Random(5)  # noqa: S311 -- the same changes every time
    for _ in range(120):
        place = random.randrange(len(written))
        other = random.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
        changed = written[:place] + other + written[place + 1 :]
        with contextlib.suppress(UnreadableError):  # what is no token any more is not read at all
            assert changed == written or judged(changed).verdict != "valid", place


UNTIL = replace(PLAIN, valid_until=AT + dt.timedelta(days=10))


@pytest.mark.parametrize(
    ("at", "verdict"),
    [
        (AT - dt.timedelta(seconds=1), "not_yet_valid"),
        (AT, "valid"),
        (AT + dt.timedelta(days=10), "valid"),
        (AT + dt.timedelta(days=10, seconds=1), "expired"),
    ],
)
def test_a_certificate_counts_for_its_time(at: dt.datetime, verdict: str) -> None:
    for written in (proven(UNTIL), token(credential_of(UNTIL), ring().for_tokens)):
        assert judged(written, at=at).verdict == verdict


def test_what_was_taken_back_is_told_before_what_is_over() -> None:
    assert judged(proven(UNTIL), status=listed(PLACE)).verdict == "revoked"


def test_without_the_document_of_an_issuer_nobody_is_known() -> None:
    judgement = verify(find_credential(bytes_of(proven())), issuer=None, at=LATER)

    assert (judgement.verdict, judgement.reason, judgement.facts) == (
        "unknown_issuer",
        "issuer_unknown",
        None,
    )


def changed(document: dict[str, Any], **members: Any) -> dict[str, Any]:
    return {**document, **members}


def method(**members: Any) -> Callable[[], dict[str, Any]]:
    """The issuer's document, whose method of proofs is changed."""

    def build() -> dict[str, Any]:
        document = did()
        document["verificationMethod"][1] |= members
        return document

    return build


@pytest.mark.parametrize(
    ("issuer", "reason"),
    [
        (lambda: changed(did(), assertionMethod=[]), "key_unknown"),
        (lambda: changed(did(), verificationMethod=[]), "key_unknown"),
        (lambda: changed(did(), verificationMethod=did()["verificationMethod"] * 2), "key_unknown"),
        (method(controller="did:web:other.example"), "key_unknown"),
        (method(revoked="2018-05-01T00:00:00Z"), "key_withdrawn"),
        (method(publicKeyMultibase="z6Mk"), "key_damaged"),
        (method(publicKeyMultibase=7), "key_damaged"),
        (method(publicKeyMultibase="z0OIl"), "key_damaged"),
    ],
)
def test_a_key_counts_only_as_the_issuer_lists_it(issuer: Callable[[], dict[str, Any]], reason: str) -> None:
    judgement = judged(proven(), issuer=issuer())

    assert (judgement.verdict, judgement.reason) == ("unknown_issuer", reason)


def with_proof(**members: Any) -> dict[str, Any]:
    document = proven()
    return {**document, "proof": [{**document["proof"][0], **members}]}


@pytest.mark.parametrize(
    ("document", "verdict", "reason"),
    [
        (lambda: changed(proven(), proof=[]), "unreadable", "proof"),
        (lambda: changed(proven(), proof=proven()["proof"] * 2), "unreadable", "proof"),
        (lambda: changed(proven(), proof=None), "unreadable", "proof"),
        (lambda: with_proof(cryptosuite="ecdsa-rdfc-2019"), "unreadable", "proof"),
        (lambda: with_proof(proofPurpose="authentication"), "tampered", "proof"),
        (lambda: with_proof(verificationMethod=ring().for_tokens.id), "tampered", "proof"),
        (lambda: with_proof(created="2018-04-13T08:30:01Z"), "tampered", "signature"),
        (lambda: with_proof(created="yesterday"), "tampered", "signature"),
        (lambda: with_proof(proofValue="z" + "1" * 64), "tampered", "signature"),
        (lambda: with_proof(**{"@context": []}), "unreadable", "context"),
        (lambda: with_proof(grade="A"), "unsigned_term", "not_covered"),
        (lambda: changed(proven(), **{"@context": []}), "unreadable", "context"),
        (
            lambda: changed(proven(), **{"@context": "https://www.w3.org/ns/credentials/v2"}),
            "unreadable",
            "context",
        ),
        (lambda: changed(proven(), **{"@context": [*proven()["@context"], SITE]}), "unreadable", "context"),
        (lambda: changed(proven(), **{"@context": proven()["@context"] * 2}), "unreadable", "context"),
        (lambda: changed(proven(), **{"@context": proven()["@context"][::-1]}), "unreadable", "context"),
        (lambda: changed(proven(), issuer=DID), "unreadable", "form"),
        (listed, "unreadable", "form"),
        (dict, "unreadable", "proof"),
    ],
)
def test_a_proof_counts_only_in_the_one_form(
    document: Callable[[], dict[str, Any]], verdict: str, reason: str
) -> None:
    judgement = judged(document())

    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_one_proof_may_stand_alone_instead_of_in_a_list() -> None:
    assert judged(changed(proven(), proof=proven()["proof"][0])).verdict == "valid"


def subject(**members: Any) -> dict[str, Any]:
    document = proven()
    return {**document, "credentialSubject": {**document["credentialSubject"], **members}}


@pytest.mark.parametrize(
    ("document", "member"),
    [
        (lambda: changed(proven(), grade="A+"), "grade"),
        (lambda: changed(proven(), expirationDate="2010-01-01T00:00:00Z"), "expirationDate"),
        (lambda: changed(proven(), validUntil=None), "validUntil"),
        (lambda: changed(proven(), evidence=[]), "evidence"),
        (lambda: changed(proven(), **{"@included": []}), "@included"),
        (lambda: changed(proven(), **{"https://schema.org/name": "x"}), "https://schema.org/name"),
        (lambda: subject(grade="A+"), "credentialSubject.grade"),
        (lambda: subject(validUntil="2030-01-01T00:00:00Z"), "credentialSubject.validUntil"),
        (lambda: subject(source="relative"), "credentialSubject.source"),
        (lambda: subject(id="relative"), "credentialSubject.id"),
        (lambda: subject(type=["AchievementSubject", "Expert"]), "credentialSubject.type"),
        (lambda: subject(type=["AchievementSubject", "AchievementSubject"]), "credentialSubject.type"),
        (lambda: subject(**{"@context": {}}), "credentialSubject.@context"),
        (lambda: subject(_sd={"a": 1}), "credentialSubject._sd"),
        (lambda: subject(source={"id": PLAIN.id, "name": "moved"}), "credentialSubject.source"),
        (lambda: subject(source={"id": DID, "type": ["Profile"]}), "credentialSubject.source"),
        (
            lambda: subject(result=[*proven()["credentialSubject"]["result"], None]),
            "credentialSubject.result[3]",
        ),
        (lambda: subject(role=["Trainee", "Trainee"]), "credentialSubject.role"),
    ],
)
def test_what_nobody_signed_is_named(document: Callable[[], dict[str, Any]], member: str) -> None:
    judgement = judged(document())

    assert judgement.verdict == "unsigned_term"
    assert any(one.startswith(member) for one in judgement.members), judgement.members
    assert judgement.facts is None


def test_the_judge_and_the_library_agree_on_our_own_words() -> None:
    for award in (PLAIN, FULL):
        assert judged(proven(award)).members == ()


@pytest.mark.parametrize("depth", [0, 1, 4])
def test_a_document_made_to_keep_a_judge_busy_is_refused_at_once(depth: int) -> None:
    def nested(number: int, left: int) -> dict[str, Any]:
        if left:
            return {"type": ["Evidence"], "audience": nested(number, left - 1)}
        return {"type": ["Evidence"], "narrative": str(number) if depth else "same"}

    document = changed(proven(), evidence=[nested(number, depth) for number in range(10)])

    begin = time.process_time()
    judgement = judged(document)

    assert judgement.reason == "alike"
    assert time.process_time() - begin < 2


def header_of(written: str) -> dict[str, Any]:
    return dict(jwt.get_unverified_header(written))


def retoken(
    key: Any = None, algorithm: str = "RS256", header: dict[str, Any] | None = None, **claims: Any
) -> str:
    written = token(credential_of(PLAIN), ring().for_tokens)
    said = {**jwt.decode(written, options={"verify_signature": False}), **claims}
    said = {name: value for name, value in said.items() if value is not ...}
    head = {**header_of(written), **(header or {})}
    head.pop("alg")
    return jwt.encode(said, key or ring().for_tokens.private, algorithm=algorithm, headers=head)


@pytest.mark.parametrize(
    ("written", "verdict", "reason"),
    [
        (retoken, "valid", None),
        (lambda: retoken(iat=1), "valid", None),
        (lambda: retoken(iss="did:web:other.example"), "tampered", "claims"),
        (lambda: retoken(sub="urn:uuid:0"), "tampered", "claims"),
        (lambda: retoken(jti=...), "tampered", "claims"),
        (lambda: retoken(nbf=0), "tampered", "claims"),
        (lambda: retoken(exp=4_000_000_000), "tampered", "claims"),
        (lambda: retoken(key="x" * 64, algorithm="HS256"), "unreadable", "proof"),
        (lambda: retoken(algorithm="PS256"), "unreadable", "proof"),
        (lambda: retoken(header={"crit": ["b64"], "b64": True}), "unreadable", "proof"),
        (lambda: retoken(header={"kid": ring().for_proofs.id}), "tampered", "proof"),
        (lambda: retoken(header={"kid": f"{DID}#none"}), "unknown_issuer", "key_unknown"),
        (lambda: retoken(validFrom="soon"), "unreadable", "moment"),
        (lambda: retoken(type=["VerifiableCredential"]), "unreadable", "form"),
    ],
)  # fmt: skip
def test_a_token_counts_only_in_the_one_form(
    written: Callable[[], str], verdict: str, reason: str | None
) -> None:
    judgement = judged(written())

    assert (judgement.verdict, judgement.reason) == (verdict, reason)


def test_a_token_that_brings_its_own_key_is_judged_by_the_issuers() -> None:
    from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

    own = generate_private_key(public_exponent=65537, key_size=2048)
    brought = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(own.public_key()))

    assert judged(retoken(key=own, header={"jwk": brought})).verdict == "tampered"


def test_a_token_without_signature_is_refused() -> None:
    written = token(credential_of(PLAIN), ring().for_tokens)
    body = written.split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")

    assert judged(f"{head}.{body}.{written.split('.')[2]}").verdict == "unreadable"


def test_who_knows_the_address_can_check_it() -> None:
    assert was_given_to(proven(), "thida@people.example")
    assert not was_given_to(proven(), "somebody@people.example")
    assert "thida@people.example" not in json.dumps(proven())


def test_a_list_is_no_certificate_and_has_no_facts() -> None:
    assert judged(listed(), status=listed()).facts is None
    assert LIST in json.dumps(listed())
