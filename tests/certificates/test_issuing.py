"""A batch is whole or nothing is issued; one certificate for each participant, whatever is killed."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.audit.models import Deed
from balai.certificates.enums import BatchState, CertificateState, RevocationReason
from balai.certificates.models import Batch, Certificate, Design, Paper
from balai.certificates.queries.certificates import issuer_document
from balai.certificates.queries.checking import judge
from balai.certificates.services.issuing import ask_for_certificates, issue_some, work_through
from balai.certificates.services.publishing import found_list
from balai.certificates.services.revoking import revoke, revoke_and_reissue
from balai.certificates.services.telling import ISSUED, REPLACED, REVOKED, TELL, tell_all, tell_some
from balai.correspondence.models import Letter
from balai.delivery.models import PracticeTask, SignOff
from balai.engine.badges.reading import find_credential
from balai.engine.badges.verify import Verdict, verify
from balai.kernel.refusal import RuleViolationError
from balai.nominations.models import Profile
from balai.people.services.merging import merge_persons
from balai.selection.enums import NameReason
from balai.selection.models import Participant
from balai.selection.queries.names import printed_name, profile_of
from balai.selection.services.participating import NAMES, correct_name
from tests.certificates.factories import (
    ACTOR,
    ADDRESS,
    AT,
    LATER,
    batch_of,
    completed,
    designed,
    issued,
    named,
    people_of,
)
from tests.directory.factories import SiteFactory
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from balai.programmes.models import Edition

pytestmark = pytest.mark.django_db


def practised(someone: Participant, *levels: str) -> PracticeTask:
    """Somebody is signed off for a task, and signed off again."""
    task: PracticeTask = PracticeTask.objects.create(
        edition=someone.edition,
        code="CNC",
        title={"en": "A part on the CNC machine"},
        site=SiteFactory.create(),
    )
    supervisor = PersonFactory.create(name="Yusuf Hidayat")
    for number, level in enumerate(levels):
        SignOff.objects.create(
            nonce=uuid4(),
            participant=someone,
            task=task,
            level=level,
            minutes=35,
            supervisor=supervisor,
            signed_at=AT - dt.timedelta(hours=2 - number),
            received_at=AT,
        )
    return task


def test_everybody_who_completed_gets_one_certificate_that_verifies_from_its_paper(edition: Edition) -> None:
    first, second = people_of(edition)
    named(first, name_in_passport="KARMA CHODEN", honorific="Ms.", name_native="ཀརྨ་ཆོས་སྒྲོན")
    named(second, name_on_certificate="Suharto")
    designed(edition)
    completed(first, second)
    task = practised(first, "assisted", "independent")
    batch = batch_of(edition)
    assert (batch.state, batch.issued) == (BatchState.DONE, 2)
    one, other = edition.certificates.order_by("participant__place_number")
    assert (one.name, one.native_name, other.name) == ("Ms. KARMA CHODEN", "ཀརྨ་ཆོས་སྒྲོན", "Suharto")
    found = find_credential(bytes(one.paper.pdf))
    assert found.document == json.loads(one.document)
    said = verify(
        found, issuer=issuer_document("did:web:balai.example"), status=found_list(1, at=AT), at=LATER
    )
    assert said.verdict is Verdict.VALID
    assert said.facts is not None
    assert (said.facts.recipient, said.facts.number) == ("Ms. KARMA CHODEN", one.number)
    assert found.document is not None
    (result,) = found.document["credentialSubject"]["result"]
    assert result["achievedLevel"] == f"urn:uuid:{task.pk}#independent"
    assert (one.said["en"]["practice"], one.said["id"]["practice"], other.said["en"]["practice"]) == (
        "A part on the CNC machine (independent)",
        "A part on the CNC machine (mandiri)",
        "",
    )
    assert "result" not in json.loads(other.document)["credentialSubject"]


def test_a_batch_with_a_fault_stops_before_the_first_and_names_each(edition: Edition) -> None:
    first, second = people_of(edition)
    design = designed(edition)
    design.after = {"en": "on {theme} in {city}", "id": "tentang {theme}"}
    design.save()
    named(second, name_on_certificate="Choden \U00010980")  # Meroitic: no font of ours has it
    completed(first, second)
    batch = batch_of(edition)
    assert batch.state == BatchState.STOPPED
    assert not Certificate.objects.exists()
    assert {(one["code"], one["what"], one["language"]) for one in batch.faults} == {
        ("missing", "theme", "en"),
        ("missing", "theme", "id"),
        ("unknown_gap", "city", "en"),
        ("unprintable", "\U00010980", ""),
    }


def test_without_wording_and_signatories_nothing_is_issued(edition: Edition) -> None:
    completed(*people_of(edition))
    assert [one["what"] for one in batch_of(edition).faults] == ["design"]
    designed(edition).signatories.all().delete()
    assert [one["code"] for one in batch_of(edition).faults] == ["no_signatory"]


def test_a_second_batch_finds_nobody_waiting_and_a_job_that_runs_twice_issues_once(edition: Edition) -> None:
    issued(edition)
    batch = Batch.objects.get()
    work_through(batch_id=batch.pk, at=LATER)
    assert Certificate.objects.count() == 2
    with pytest.raises(RuleViolationError, match="nobody_waits"):
        ask_for_certificates(edition=edition, actor=ACTOR, at=LATER)


def test_what_a_killed_worker_left_is_whole_and_the_next_one_goes_on(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    designed(edition)
    completed(*people_of(edition))
    batch = ask_for_certificates(edition=edition, actor=ACTOR, at=AT)
    assert issue_some(batch_id=batch.pk, at=AT, most=1)
    kept = Paper.objects.bulk_create

    def killed(*_rows: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Paper.objects, "bulk_create", killed)
    with pytest.raises(KeyboardInterrupt):
        issue_some(batch_id=batch.pk, at=AT)
    assert (Certificate.objects.count(), Paper.objects.count()) == (1, 1)
    monkeypatch.setattr(Paper.objects, "bulk_create", kept)
    work_through(batch_id=batch.pk, at=LATER)
    assert Certificate.objects.count() == Paper.objects.count() == 2


def test_the_database_refuses_a_second_live_one_and_any_change(edition: Edition) -> None:
    one, other = issued(edition)
    twin = Certificate.objects.get(pk=one.pk)
    assert other.participant is not None
    twin.pk, twin.number, twin.status_place = other.participant.pk, "0000-0000", (one.status_place + 7) % 100
    with pytest.raises(IntegrityError, match="certificate_one_live"), transaction.atomic():
        twin.save(force_insert=True)
    for change in ({"name": "Somebody Else"}, {"document": "{}"}, {"number": "0000-0001"}):
        with pytest.raises(IntegrityError, match="stays as it was issued"), transaction.atomic():
            Certificate.objects.filter(pk=one.pk).update(**change)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Certificate.objects.filter(pk=one.pk).delete()
    revoke(certificate_id=one.pk, reason=RevocationReason.MISTAKE, actor=ACTOR, at=LATER)
    back = {"state": "valid", "revoked_at": None, "revoked_by": "", "revoked_why": ""}
    with pytest.raises(IntegrityError, match="stays as it was issued"), transaction.atomic():
        Certificate.objects.filter(pk=one.pk).update(**back)


def test_of_merged_records_papers_print_the_name_that_is_corrected(edition: Edition) -> None:
    someone = people_of(edition)[0]
    kept = PersonFactory.create(name="Karma Choden")
    told = {"identity": {"number": 1, "writer": ""}}
    for person, name in ((someone.person, "KARMA CHODEN"), (kept, "KARMA C.")):
        Profile.objects.create(person=person, name_in_passport=name, versions=told)
    merge_persons(duplicate=someone.person, kept=kept, actor=None, at=AT)
    said = dict.fromkeys(NAMES, "") | {"name": "Karma Choden", "name_in_passport": "KARMA CHHODEN"}

    corrected = correct_name(
        participant_id=someone.pk, said=said, why=NameReason.PASSPORT, actor=PersonFactory.create(), at=LATER
    )

    again = Participant.objects.get(pk=corrected.pk)
    assert printed_name(again, profile_of(again)) == ("KARMA CHHODEN", "")


def test_a_corrected_name_replaces_the_certificate_in_one_deed(edition: Edition) -> None:
    one, _other = issued(edition)
    assert one.participant is not None
    said = dict.fromkeys(NAMES, "") | {"name": "Karma Chhoden", "name_in_passport": " KARMA  CHHODEN "}
    sari = PersonFactory.create(name="Sari Wulandari")
    corrected = correct_name(
        participant_id=one.participant.pk, said=said, why=NameReason.PASSPORT, actor=sari, at=LATER
    )
    new = revoke_and_reissue(certificate_id=one.pk, note="Passport", actor=ACTOR, at=LATER)
    one.refresh_from_db()
    assert (one.state, one.superseded_by) == (CertificateState.SUPERSEDED, new)
    assert (corrected.name, new.name) == ("Karma Chhoden", "KARMA CHHODEN")
    letter = Letter.objects.get(kind="participant.name_corrected")
    assert (letter.person_id, "certificates say:\n\nKARMA CHHODEN" in letter.text) == (
        corrected.person_id,
        True,
    )
    trail = Deed.objects.get(action="participant.name_corrected")
    assert (trail.actor, trail.detail) == (
        sari.reference,
        {"why": "passport", "fields": "name+name_in_passport"},
    )
    with pytest.raises(RuleViolationError, match="named_so"):
        correct_name(participant_id=corrected.pk, said=said, why=NameReason.TYPED, actor=sari, at=LATER)
    assert json.loads(new.document)["supersedes"] == f"{ADDRESS}/credentials/{one.pk}"
    old = judge(one.document.encode(), status=lambda number: found_list(number, at=LATER), at=LATER)
    now = judge(new.document.encode(), status=lambda number: found_list(number, at=LATER), at=LATER)
    assert (old.verification.verdict, now.verification.verdict) == (Verdict.SUPERSEDED, Verdict.VALID)
    with pytest.raises(RuleViolationError, match="not_valid"):
        revoke_and_reissue(certificate_id=one.pk, actor=ACTOR, at=LATER)


def test_a_replacement_that_cannot_be_issued_leaves_the_old_one_valid(edition: Edition) -> None:
    one, _other = issued(edition)
    Design.objects.update(title={"en": "Certificate"})
    with pytest.raises(RuleViolationError, match="faulty"):
        revoke_and_reissue(certificate_id=one.pk, actor=ACTOR, at=LATER)
    one.refresh_from_db()
    assert one.is_valid


def test_participants_are_written_to_once_when_one_is_issued_replaced_and_withdrawn(edition: Edition) -> None:
    first, second = people_of(edition)
    first.person.language = "id"
    first.person.save()
    issued(edition)
    batch = Batch.objects.get()
    assert ProcrastinateJob.objects.filter(task_name=TELL, args={"batch_id": str(batch.pk)}).count() == 1

    assert tell_some(batch_id=batch.pk, at=LATER, most=1)
    tell_all(batch_id=batch.pk, at=LATER)  # as after a worker that was killed
    tell_all(batch_id=batch.pk, at=LATER)

    one, other = edition.certificates.order_by("participant__place_number")
    new = revoke_and_reissue(certificate_id=one.pk, actor=ACTOR, at=LATER)
    revoke(certificate_id=other.pk, reason=RevocationReason.MISTAKE, actor=ACTOR, at=LATER)
    letters = Letter.objects.filter(kind__startswith="certificate.").order_by("pk")
    assert {(row.kind, row.person_id, row.subject_reference) for row in letters} == {
        (ISSUED, first.person_id, one.reference),
        (ISSUED, second.person_id, other.reference),
        (REPLACED, first.person_id, new.reference),
        (REVOKED, second.person_id, other.reference),
    }
    assert letters.count() == 4
    said = {row.kind: row.text for row in letters}
    assert (new.number in said[REPLACED], "It was issued by mistake" in said[REVOKED]) == (True, True)
    assert letters[0].subject.startswith("Sertifikat Anda")
