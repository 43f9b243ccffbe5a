from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from balai.audit.models import Deed
from balai.correspondence.models import Letter, LetterTemplate, RegisterEntry
from balai.correspondence.services.writing import send
from balai.office.models import Office
from tests.correspondence.writing import AT, write_call, write_code
from tests.people.factories import AccountFactory, PersonFactory


@pytest.mark.django_db
def test_a_letter_is_kept_numbered_and_queued() -> None:
    Office.objects.create(
        name={"en": "Centre for Ceramics"},
        letterhead={"en": "Bandung"},
        public_address="https://balai.example",
    )

    letter = write_call()

    assert letter.entry is not None
    assert (letter.entry.reference, letter.entry.correspondent, letter.entry.subject) == (
        "B-2018/0001",
        "Dechen Wangmo",
        "The call of SMI-2018",
    )
    assert (letter.state, letter.language, letter.recipient_address) == ("queued", "en", "dechen@example.bt")
    assert letter.text == (
        "Dear Dechen Wangmo,\n\nthe call of SMI-2018 is open.\n\n-- \nCentre for Ceramics\nBandung\nB-2018/0001\n"
    )
    assert letter.message_id == f"<{letter.pk}@balai.example>"
    assert [(job.task_name, job.args) for job in ProcrastinateJob.objects.all()] == [
        ("correspondence.deliver", {"letter_id": str(letter.pk)})
    ]
    assert [(deed.action, deed.subject) for deed in Deed.objects.all()] == [
        ("letter.written", f"letter:{letter.pk}")
    ]


@pytest.mark.django_db(transaction=True)
def test_a_deed_that_is_rolled_back_leaves_no_letter_no_job_and_no_gap_in_the_register() -> None:
    person = PersonFactory.create(email="dechen@example.bt")

    with pytest.raises(RuntimeError), transaction.atomic():
        write_call(person)
        raise RuntimeError

    assert (Letter.objects.count(), ProcrastinateJob.objects.count(), RegisterEntry.objects.count()) == (
        0,
        0,
        0,
    )
    assert str(write_call(person).entry) == "B-2018/0001"


@pytest.mark.django_db
def test_a_letter_speaks_the_persons_language_and_falls_back_to_one_it_has() -> None:
    sari = PersonFactory.create(name="Sari", language="id", email="sari@example.id")

    assert write_call(sari).subject == "Undangan SMI-2018"
    code = send(
        letter="test.code", to=sari, context={"code": "1"}, subject_reference="", at=AT, language="id"
    )
    assert (code.subject, code.language) == ("Your code", "en")


@pytest.mark.django_db
def test_the_offices_wording_goes_before_ours_and_the_newest_before_the_older() -> None:
    for version, subject in [(1, "Old"), (2, "Call for {edition}")]:
        LetterTemplate.objects.create(
            kind="test.call",
            language="en",
            version=version,
            subject=subject,
            body="{name}",
            written_by="system",
            written_at=AT,
        )

    assert write_call().subject == "Call for SMI-2018"


@pytest.mark.django_db
def test_a_duplicate_of_a_person_is_written_to_as_that_person_at_the_address_of_the_account() -> None:
    kept = AccountFactory.create(email="dechen@example.bt").person
    duplicate = PersonFactory.create(merged_into=kept)

    letter = write_call(duplicate)

    assert (letter.person, letter.recipient_address) == (kept, "dechen@example.bt")


@pytest.mark.django_db
def test_a_mail_about_an_account_takes_no_number() -> None:
    assert (write_code().entry, RegisterEntry.objects.count()) == (None, 0)


@pytest.mark.django_db
def test_the_year_of_a_number_is_the_offices() -> None:
    Office.objects.create(time_zone="Asia/Jakarta")
    new_year_in_jakarta = dt.datetime(2018, 12, 31, 17, 30, tzinfo=dt.UTC)

    assert str(write_call(at=new_year_in_jakarta).entry) == "B-2019/0001"
