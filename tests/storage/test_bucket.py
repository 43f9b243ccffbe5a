"""Sealed files in an object storage keep every promise that they keep in a folder."""

from __future__ import annotations

import datetime as dt
import socket
import threading
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, RequestFactory

from balai import config
from balai.config import ObjectStorage
from balai.kernel import clock, files
from balai.kernel.crypto import UnreadableError
from balai.kernel.tasks import sweep_files
from balai.kernel.uploads import SCANS
from balai.people.enums import CopyState, Role
from balai.people.models import PersonCopy
from balai.programmes.models import BundleImport
from balai.storage import bucket as library
from balai.storage.chosen import place_of
from balai.storage.problems import StorageProblem
from tests.kernel.keys import own_keys
from tests.kernel.uploads import PDF
from tests.people.factories import PersonFactory, account_with
from tests.storage.service import files_in, object_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.kernel.files import KeptFile
    from balai.people.models import Person
    from tests.storage.service import Service

CSV = b"person,name\nP-1,Dechen Wangmo\n"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with object_storage() as running:
        yield running


@pytest.fixture
def bucket(service: Service, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty bucket, in which this process keeps its files."""
    name = f"office-{uuid4().hex}"
    service.make(name)
    with own_keys(), files_in(service.url(name), monkeypatch):
        yield name


def keep(owner: Person) -> KeptFile:
    return files.keep(PDF, name="scan.pdf", owner=owner, accept=SCANS)


def listed() -> set[str]:
    return {stored.name for stored in place_of(config.current()).listed()}


def key(kept: KeptFile) -> str:
    return f"{kept.id.hex[-2:]}/{kept.id.hex}.sealed"


@pytest.mark.django_db(transaction=True)
def test_a_file_is_kept_sealed_read_in_parts_and_removed_with_its_deed(service: Service, bucket: str) -> None:
    person = PersonFactory.create()
    in_home = list(config.current().files_folder.rglob("*.sealed"))
    kept = keep(person)

    def part(asked: str) -> tuple[int, bytes]:
        request = RequestFactory().get("/", headers={"range": asked})
        answer = files.serve(
            request, kept, digest="0" * 64, content=lambda: files.read_shared(kept, owner=person)
        )
        return answer.status_code, answer.content

    sealed = service.get(bucket, f"files/{key(kept)}")
    assert sealed is not None
    assert b"PDF" not in sealed
    assert list(config.current().files_folder.rglob("*.sealed")) == in_home
    assert (part("bytes=10-"), part("bytes=0-3")) == ((206, PDF[10:]), (206, b"%PDF"))

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.remove(kept)
        _ = 1 / 0
    assert listed() == {key(kept)}
    with transaction.atomic():
        files.remove(kept)
    assert listed() == set()
    with pytest.raises(UnreadableError, match=r"restricted\.damaged"):
        files.read_shared(kept, owner=person)


@pytest.mark.django_db
def test_the_night_deletes_the_objects_of_no_row_and_no_others(service: Service, bucket: str) -> None:
    person, now = PersonFactory.create(), clock.now()
    of_a_row, of_none = keep(person), keep(person)
    PersonCopy.objects.create(
        person=person, asked_at=now, state=CopyState.READY, ready_at=now, file_id=of_a_row.id, size=1
    )
    for foreign in ("files/notes.txt", f"other/{key(of_none)}", "files/00/"):
        service.put(bucket, foreign, b"foreign")

    sweep_files(now + dt.timedelta(hours=23))
    young = listed()
    sweep_files(now + dt.timedelta(hours=25))

    assert young == {key(of_a_row), key(of_none), "notes.txt", files.MARK}
    assert listed() == {key(of_a_row), "notes.txt", files.MARK}
    assert service.get(bucket, f"other/{key(of_none)}") == b"foreign"


@pytest.mark.django_db
def test_an_installation_sweeps_nothing_where_another_keeps_its_files(service: Service, bucket: str) -> None:
    theirs = keep(PersonFactory.create())
    files.sweep(at=clock.now())

    with own_keys():
        keep(PersonFactory.create())
        with pytest.raises(StorageProblem, match=f"s3://{bucket}/files is the place of another installation"):
            files.sweep(at=clock.now() + dt.timedelta(days=2))

    assert service.get(bucket, f"files/{key(theirs)}") is not None


def test_a_list_of_more_than_a_page_is_whole(service: Service, bucket: str) -> None:
    """One answer holds a thousand names at most."""
    place = place_of(config.current())
    place._client.meta.events.register(  # type: ignore[attr-defined]  # noqa: SLF001 -- pages of two
        "before-parameter-build.s3.ListObjectsV2", lambda params, **_: params.update(MaxKeys=2)
    )
    for number in range(5):
        place.write(f"00/{number}", b"")

    assert listed() == {f"00/{number}" for number in range(5)}


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_is_stopped_is_503_and_costs_no_deed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(library, "ATTEMPTS", 1)  # else each waits a little between
    client = Client(raise_request_exception=False)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    with own_keys(), object_storage() as service:
        service.make("office")
        with files_in(service.url("office"), monkeypatch):
            person = PersonFactory.create()
            kept = keep(person)
            service.stop()

            upload = {"file": SimpleUploadedFile("people.csv", CSV)}
            page = client.post("/programmes/import/", upload)
            upload["file"].seek(0)
            told = client.post("/api/v1/programmes/imports", upload)
            with pytest.raises(
                StorageProblem, match=r"^The object storage s3://office/files does not answer: "
            ):
                files.read_shared(kept, owner=person)
            with transaction.atomic():
                files.remove(kept)

    assert (page.status_code, page["Retry-After"]) == (503, "5")
    assert "Files are back in a moment" in page.content.decode()
    assert (told.status_code, told.json()["code"]) == (503, "server.files_away")
    assert not BundleImport.objects.exists()
    assert f"{key(kept)} is left to be swept" in caplog.text
    assert "a-secret-word" not in caplog.text


@pytest.mark.parametrize(
    ("url", "environment", "problem"),
    [
        ("s3://a:secret@none?endpoint={}", {}, r"s3://none refuses: NoSuchBucket\. Make the bucket"),
        (
            "s3://none?endpoint={}",
            {},
            r"Nobody says with which key .+ s3://none\. Write it as s3://key:secret@",
        ),
        (
            "s3://a:secret@none?endpoint=http://127.0.0.1:1",
            {},
            r"s3://none does not answer: .+ Start it, mend",
        ),
        (
            "s3://none",
            {"AWS_ENDPOINT_URL_S3": "nowhere"},
            r"s3://none does not answer: Invalid endpoint: nowhere",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy_and_no_secret(
    service: Service, monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], problem: str
) -> None:
    monkeypatch.setattr(library, "ATTEMPTS", 1)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    nowhere = {
        "AWS_SHARED_CREDENTIALS_FILE": "/none",
        "AWS_CONFIG_FILE": "/none",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    for name, value in (nowhere | environment).items():
        monkeypatch.setenv(name, value)

    with (
        files_in(url.format(service.address), monkeypatch),
        pytest.raises(StorageProblem, match=problem) as told,
    ):
        place_of(config.current()).write("00/a", b"")

    assert "secret@none" not in str(told.value)


def answering(*answers: bytes) -> socket.socket:
    """A server that says these words to one request each, and then nothing to anybody."""
    listening = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        for words in answers:
            connection, _peer = listening.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(words)

    threading.Thread(target=answer, daemon=True).start()
    return listening


def test_an_answer_that_breaks_off_is_asked_for_again_and_silence_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    half, whole = (
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\n" + part
        for part in (b"sea", b"sealed")
    )
    with answering(half, whole) as listening:
        where = ObjectStorage(
            bucket="office",
            endpoint=f"http://127.0.0.1:{listening.getsockname()[1]}",
            access_key="a",
            secret_key="b",
        )
        found = library.Bucket(where, threads=4).read("00/a")
        monkeypatch.setattr(library, "ANSWER_SECONDS", 0.1)
        monkeypatch.setattr(library, "ATTEMPTS", 1)
        with pytest.raises(StorageProblem, match="does not answer: Read timeout"):
            library.Bucket(where, threads=4).write("00/a", b"sealed")

    assert found == b"sealed"
