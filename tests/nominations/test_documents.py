from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from balai import config
from balai.kernel import clock, files
from balai.kernel.refusal import RuleViolationError
from balai.nominations.enums import DocumentKind
from balai.nominations.models import Application, Document, Submission
from balai.nominations.queries.applications import documents_asked
from balai.nominations.services.documents import ask_for_documents, keep_document, put_document_away
from balai.people.services.merging import merge_persons
from tests.nominations.factories import PDF, ApplicationFactory, NominationFactory
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from pathlib import Path

    from balai.nominations.models import CountryCall
    from balai.people.models import Person

AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
pytestmark = pytest.mark.usefixtures("countries", "keys")


@pytest.fixture
def application(call: CountryCall) -> Application:
    return ApplicationFactory.create(nomination=NominationFactory.create(call=call, rank=1))


def keep(application: Application, kind: str, content: bytes = PDF, name: str = "scan.pdf") -> Document:
    return keep_document(
        application_id=application.pk,
        kind=DocumentKind(kind),
        content=content,
        name=name,
        issued_on=None,
        actor=application.nomination.person,
        at=AT,
    )


def path_of(document: Document) -> Path:
    assert document.file is not None
    name = document.file.hex
    return config.current().files_folder / name[-2:] / f"{name}.sealed"


def is_there(document: Document) -> bool:
    return path_of(document).exists()


def note_sent(application: Application, document: Document) -> None:
    Submission.objects.create(
        application=application,
        person=application.nomination.person,
        number=1,
        at=AT,
        actor="system",
        content={"documents": [{"id": str(document.pk)}]},
    )


def test_a_document_lies_sealed_under_a_name_that_tells_nothing(application: Application) -> None:
    document = keep(application, "passport", name="../../Karma Choden.pdf")

    assert b"%PDF" not in path_of(document).read_bytes()
    assert (document.name, document.media_type, document.scan) == (
        "Karma Choden.pdf",
        "application/pdf",
        "none",
    )


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (PDF, "scan.exe", "upload.kind"),
        (b"MZ not a document", "scan.pdf", "upload.content"),
        (b"", "scan.pdf", "upload.empty"),
    ],
)
def test_it_is_judged_by_its_bytes_and_not_by_its_name(
    application: Application, content: bytes, name: str, code: str
) -> None:
    with pytest.raises(RuleViolationError) as refused:
        keep(application, "cv", content, name)

    assert refused.value.refusal.code == code
    assert not Document.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_that_is_replaced_goes_unless_it_was_sent(application: Application) -> None:
    sent, person = keep(application, "cv"), application.nomination.person
    note_sent(application, sent)
    newer = keep(application, "cv")
    newest = keep(application, "cv")

    live = Document.objects.filter(put_away_at=None)
    assert list(live) == [newest]
    assert [is_there(one) for one in (sent, newer, newest)] == [True, False, True]
    put_document_away(application_id=application.pk, document_id=newest.pk, actor=person, at=AT)
    assert not live.all().exists()
    assert not is_there(newest)


def test_a_file_that_a_crash_left_behind_is_swept_and_one_that_was_sent_is_not(
    application: Application,
) -> None:
    """Here nothing is ever committed, as for a process that dies before it removes the file."""
    sent = keep(application, "cv")
    note_sent(application, sent)
    replaced = keep(application, "cv")
    taken_back = keep(application, "cv")
    put_document_away(
        application_id=application.pk, document_id=taken_back.pk, actor=application.nomination.person, at=AT
    )
    mine = (sent, replaced, taken_back)
    assert [is_there(one) for one in mine] == [True, True, True]

    files.sweep(at=clock.now() + dt.timedelta(days=2))

    assert [is_there(one) for one in mine] == [True, False, False]


def test_an_edition_says_what_it_asks_for_and_what_may_follow(
    application: Application, dechen: Person
) -> None:
    edition = application.nomination.edition
    assert documents_asked(edition) == dict.fromkeys(("passport", "photo", "degree", "cv"), False)

    ask_for_documents(
        edition=edition, kinds=["passport", "health"], may_follow=["health"], actor=dechen, at=AT
    )
    assert documents_asked(edition) == {"passport": False, "health": True}

    Application.objects.filter(pk=application.pk).update(state="sent", sent_at=AT)
    assert keep(application, "health").kind == "health"
    with pytest.raises(RuleViolationError) as refused:
        keep(application, "passport")
    assert refused.value.refusal.code == "application.sent"


def test_whoever_was_brought_together_with_another_replaces_and_takes_back_documents_of_both(
    application: Application,
) -> None:
    person = application.nomination.person
    old = keep(application, "cv")
    kept = PersonFactory.create(name="Karma Choden")
    merge_persons(duplicate=person, kept=kept, actor=None, at=AT)

    new = keep(application, "cv")
    photo = keep(application, "photo")
    Document.objects.filter(pk=photo.pk).update(person=person)
    put_document_away(application_id=application.pk, document_id=photo.pk, actor=kept, at=AT)

    old.refresh_from_db()
    photo.refresh_from_db()
    assert (new.person, old.put_away_at, photo.put_away_at) == (kept, AT, AT)
