"""Anybody can check a certificate, without an account, and long after edition and person are gone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.certificates.adapters.person import CertificateEraser
from balai.certificates.enums import RevocationReason
from balai.certificates.models import Certificate, Paper
from balai.certificates.queries.certificates import issuer_document
from balai.certificates.queries.checking import number_in
from balai.certificates.services.keys import keys_path, rotate_keys, signing_ring, withdraw_key
from balai.certificates.services.publishing import found_list
from balai.certificates.services.revoking import revoke, revoke_and_reissue
from balai.engine.badges.pinned import context_bytes
from balai.engine.badges.reading import find_credential
from balai.engine.badges.seal import Sealed, sealed_address
from balai.engine.badges.verify import Verdict, verify
from balai.kernel import clock
from balai.kernel.refusal import RuleViolationError
from balai.people.models import Person
from tests.certificates.factories import ACTOR, ADDRESS, AT, LATER, issued

if TYPE_CHECKING:
    from django.test import Client

    from balai.programmes.models import Edition

pytestmark = pytest.mark.django_db
DID = "did:web:balai.example"


def keys_known() -> set[str]:
    """Names of the keys that did.json lists."""
    return set((issuer_document(DID) or {})["assertionMethod"])


def page(client: Client, number: str, language: str = "en") -> str:
    """What the check says of a number."""
    return client.get(f"/{language}/c/{number}/").content.decode()


STANDINGS = {
    "en": ("This certificate is genuine", "This certificate was withdrawn", "This certificate was replaced"),
    "id": ("Sertifikat ini asli", "Sertifikat ini telah ditarik", "Sertifikat ini telah diganti"),
}


@pytest.mark.parametrize("language", STANDINGS)
def test_the_check_says_how_a_certificate_stands(client: Client, edition: Edition, language: str) -> None:
    valid, gone, replaced = STANDINGS[language]
    one, other = issued(edition)
    assert valid in page(client, one.number, language)
    new = revoke_and_reissue(certificate_id=one.pk, actor=ACTOR, at=LATER)
    revoke(certificate_id=other.pk, reason=RevocationReason.MISTAKE, actor=ACTOR, at=LATER)
    shown = page(client, one.number, language)
    assert replaced in shown
    assert f"/{language}/c/{new.number}/" in shown
    assert gone in page(client, other.number, language)
    unknown = client.get(f"/{language}/c/0000-0000/")
    assert unknown.status_code == 404


def test_a_number_is_read_as_people_write_it(client: Client, edition: Edition) -> None:
    one, _other = issued(edition)
    typed = one.number.lower().replace("-", " ")
    answer = client.get("/en/c/", {"number": typed})
    assert answer["Location"] == f"/en/c/{one.number}/"
    assert number_in(f"https://balai.example/c/{one.number}#seal") == one.number
    assert (number_in("7q4m 2xol"), number_in("12345")) == ("7Q4M-2X01", "")
    assert client.get("/en/c/", {"number": "12345"}).status_code == 422


@pytest.mark.parametrize("carrier", ["json", "png", "svg", "jwt", "pdf", "code"])
def test_a_document_that_is_brought_is_judged(client: Client, edition: Edition, carrier: str) -> None:
    one, _other = issued(edition)
    if carrier == "pdf":
        content = bytes(one.paper.pdf)
    elif carrier == "code":
        content = _code_of(one).encode()
    else:
        answer = client.get(f"/credentials/{one.pk}.{carrier}")
        content = answer.content
        assert answer["X-Content-Type-Options"] == "nosniff"
    shown = client.post("/en/c/", {"file": SimpleUploadedFile("brought", content)}).content.decode()
    assert "This certificate is genuine" in shown
    assert "made with our key" in shown
    revoke(certificate_id=one.pk, reason=RevocationReason.MISTAKE, actor=ACTOR, at=LATER)
    shown = client.post("/en/c/", {"file": SimpleUploadedFile("brought", content)}).content.decode()
    assert "This certificate was withdrawn" in shown


def _code_of(certificate: Certificate) -> str:
    """What the QR code of a certificate says."""
    said = Sealed(
        address=f"{ADDRESS}/c/{certificate.number}",
        name=certificate.name,
        kind=certificate.said["en"]["kind"],
        course=certificate.said["en"]["course"],
        issued_at=certificate.issued_at,
        status_list=certificate.status_list,
        status_place=certificate.status_place,
    )
    return sealed_address(said, signing_ring(at=AT).for_proofs)


def test_what_was_changed_or_is_not_ours_is_told_apart(client: Client, edition: Edition) -> None:
    one, _other = issued(edition)
    document = json.loads(one.document)
    document["credentialSubject"]["achievement"]["name"] = "Master of Everything"
    shown = client.post("/en/c/", {"text": json.dumps(document)}).content.decode()
    assert "This certificate was changed" in shown
    document["issuer"]["id"] = "did:web:other.example"
    shown = client.post("/en/c/", {"text": json.dumps(document)}).content.decode()
    assert "We did not issue this certificate" in shown
    shown = client.post("/en/c/", {"text": "hello"}).content.decode()
    assert "There is no certificate in it" in shown


def test_an_erased_person_leaves_a_certificate_without_name_that_still_verifies(
    client: Client, edition: Edition
) -> None:
    one, _other = issued(edition)
    held = one.document
    assert one.participant is not None
    persons = Person.objects.filter(pk=one.participant.person_id)
    assert CertificateEraser()(list(persons), at=LATER) >= 1
    one.refresh_from_db()
    assert one.name == one.native_name == ""
    assert "Karma" not in one.document
    assert not Paper.objects.filter(certificate=one).exists()
    shown = page(client, one.number)
    assert "This certificate is genuine" in shown
    assert "taken off at the person’s request" in shown
    for document in (held, one.document):
        said = verify(
            find_credential(document.encode()),
            issuer=issuer_document(DID),
            status=found_list(1, at=LATER),
            at=LATER,
        )
        assert said.verdict is Verdict.VALID
    assert CertificateEraser()(list(persons), at=LATER) == 0


def test_a_certificate_outlives_its_edition_and_its_participant(client: Client, edition: Edition) -> None:
    one, _other = issued(edition)
    Certificate.objects.filter(pk=one.pk).update(edition=None, participant=None, batch=None)
    assert "This certificate is genuine" in page(client, one.number)


def test_keys_are_added_never_taken_away_and_a_stolen_one_is_refused(
    client: Client, edition: Edition
) -> None:
    one, _other = issued(edition)
    old = signing_ring(at=LATER).for_proofs.id
    new = rotate_keys(actor=ACTOR, at=LATER)
    methods = client.get("/.well-known/did.json").json()
    assert {old, new} <= set(methods["assertionMethod"])
    found = find_credential(one.document.encode())
    assert verify(found, issuer=methods, status=found_list(1, at=LATER), at=LATER).verdict is Verdict.VALID
    withdraw_key(key_id=old, actor=ACTOR, at=LATER)
    methods = client.get("/.well-known/did.json").json()
    assert verify(found, issuer=methods, at=LATER).verdict is Verdict.UNKNOWN_ISSUER


def test_lost_keys_are_told_and_new_ones_do_not_take_their_names(edition: Edition) -> None:
    issued(edition)
    path = keys_path(DID)
    kept = path.read_bytes()
    before = keys_known()
    path.unlink()
    try:
        with pytest.raises(RuleViolationError, match="keys_lost"):
            signing_ring(at=LATER)
        new = rotate_keys(actor=ACTOR, at=LATER)
        assert new not in before
        assert before < keys_known()
    finally:
        path.write_bytes(kept)


def test_programs_fetch_what_certificates_name(client: Client, edition: Edition) -> None:
    one, _other = issued(edition)
    as_browser = client.get(f"/credentials/{one.pk}", headers={"accept": "text/html,*/*"})
    assert as_browser["Location"].endswith(f"/c/{one.number}/")
    as_program = client.get(f"/credentials/{one.pk}", headers={"accept": "application/vc"})
    assert (as_program["Content-Type"], as_program.content.decode()) == ("application/vc", one.document)
    assert client.get("/contexts/practice-v1.json").content == context_bytes("practice-v1.json")
    document, token = client.get("/status/1"), client.get("/status/1.jwt")
    assert (document["Content-Type"], token["Content-Type"]) == ("application/vc", "application/vc+jwt")
    for said in (document, token):
        status = find_credential(said.content)
        assert (
            verify(
                find_credential(one.document.encode()),
                issuer=issuer_document(DID),
                status=status,
                at=clock.now(),
            ).verdict
            is Verdict.VALID
        )
    assert client.get("/status/2").status_code == 404
    assert document["Access-Control-Allow-Origin"] == "*"
    assert reverse("credentials:course", args=["smi-2018"]) == "/courses/smi-2018"
