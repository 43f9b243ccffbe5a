from __future__ import annotations

import datetime as dt
import inspect
from typing import TYPE_CHECKING

import pytest
from django.apps import apps
from django.db import transaction

from balai import config
from balai.audit.models import Look
from balai.kernel import clock, crypto, files
from balai.kernel.crypto import UnreadableError
from balai.kernel.refusal import RuleViolationError
from balai.kernel.restricted import destroy_data_key
from balai.kernel.tasks import sweep_files
from balai.kernel.uploads import SCANS
from balai.people.enums import CopyState
from balai.people.models import PersonCopy
from tests.kernel.uploads import PDF, SVG
from tests.people.factories import PersonFactory

if TYPE_CHECKING:
    from balai.kernel.files import KeptFile
    from balai.people.models import Person

AT = dt.datetime(2018, 4, 2, 8, 30, tzinfo=dt.UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("keys")]


def keep(owner: Person, content: bytes = PDF, name: str = "Paspor Dechen.pdf") -> KeptFile:
    return files.keep(content, name=name, owner=owner, accept=SCANS)


def read(kept: KeptFile, owner: Person) -> bytes:
    return files.read(kept, owner=owner, what="passport.scan", actor="account:7", purpose="visa_case", at=AT)


def on_disk() -> set[str]:
    return {path.name for path in config.current().files_folder.rglob("*") if path.is_file()}


def test_a_file_is_kept_sealed_under_a_name_that_tells_nothing_and_opens_with_a_look() -> None:
    person = PersonFactory.create()

    kept = keep(person)

    assert (kept.name, kept.media_type, kept.size) == ("Paspor Dechen.pdf", "application/pdf", len(PDF))
    path = next(config.current().files_folder.rglob(f"{kept.id.hex}.sealed"))
    assert (path.stat().st_mode & 0o777, b"PDF" in path.read_bytes()) == (0o600, False)
    assert read(kept, person) == PDF
    assert list(Look.objects.values_list("actor", "subject", "field", "purpose", "at")) == [
        ("account:7", f"person:{person.pk}", "passport.scan", "visa_case", AT)
    ]


def test_a_file_that_is_refused_leaves_nothing() -> None:
    person, before = PersonFactory.create(), on_disk()

    with pytest.raises(RuleViolationError):
        keep(person, SVG, "photo.png")

    assert on_disk() == before


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/cron.d/passport.pdf", "passport.pdf"),
        ("C:\\Users\\Dechen\\passport.pdf", "passport.pdf"),
        ("pass\r\nSet-Cookie: a=b.pdf", "passSet-Cookie: a=b.pdf"),
        ("pass\u202efdp.pdf", "passfdp.pdf"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_steers_nothing(given: str, kept: str) -> None:
    assert keep(PersonFactory.create(), name=given).name == kept


def test_a_file_opens_for_its_person_and_its_name_alone() -> None:
    person, stranger = PersonFactory.create(), PersonFactory.create()
    one, other, foreign = keep(person), keep(person), keep(stranger)
    folder = config.current().files_folder
    path = {kept.id: next(folder.rglob(f"{kept.id.hex}.sealed")) for kept in (one, other, foreign)}
    path[one.id].write_bytes(path[other.id].read_bytes())

    for kept, owner in ((one, person), (foreign, person)):
        with pytest.raises(UnreadableError) as refused:
            read(kept, owner)
        assert refused.value.refusal.code == "restricted.damaged"


def test_a_destroyed_key_makes_files_unreadable() -> None:
    person = PersonFactory.create()
    kept = keep(person)

    destroy_data_key(person)

    with pytest.raises(UnreadableError) as refused:
        read(kept, person)
    assert refused.value.refusal.code == "restricted.destroyed"


@pytest.mark.django_db(transaction=True)
def test_a_file_is_removed_with_the_deed_and_stays_when_the_deed_fails() -> None:
    person = PersonFactory.create()
    kept = keep(person)

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        files.remove(kept)
        _ = 1 / 0
    assert read(kept, person) == PDF

    with transaction.atomic():
        files.remove(kept)
    assert f"{kept.id.hex}.sealed" not in on_disk()
    with pytest.raises(UnreadableError):
        read(kept, person)


def test_a_file_is_delivered_to_be_saved_and_never_run() -> None:
    kept = keep(PersonFactory.create(), name="Zeugnis „Tee“ ; x.pdf")

    response = files.deliver(kept, PDF)

    assert dict(response.items()) == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''Zeugnis%20%E2%80%9ETee%E2%80%9C%20%3B%20x.pdf",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert response.content == PDF


def keep_for_a_row() -> KeptFile:
    person = PersonFactory.create()
    kept = keep(person)
    PersonCopy.objects.create(
        person=person, asked_at=AT, state=CopyState.READY, ready_at=AT, file_id=kept.id, size=1
    )
    return kept


def test_the_night_deletes_the_files_of_no_row_and_no_others(caplog: pytest.LogCaptureFixture) -> None:
    for earlier in files.unowned(at=clock.now() + dt.timedelta(days=2)):
        (config.current().files_folder / earlier.name).unlink()  # other tests are rolled back too
    of_a_row, of_none = keep_for_a_row(), keep(PersonFactory.create())
    folder = config.current().files_folder
    draft = folder / "00" / f".{'0' * 32}.sealed.0a1b2c3d"  # its writer was killed
    foreign = folder / "00" / "notes.txt"
    for path in (draft, foreign):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    before, now = on_disk(), clock.now()

    sweep_files(now + dt.timedelta(hours=23))
    young = on_disk()
    sweep_files(now + dt.timedelta(hours=25))

    assert young == before
    assert before - on_disk() == {f"{of_none.id.hex}.sealed", draft.name}
    assert f"{of_a_row.id.hex}.sealed" in on_disk()
    assert caplog.messages == ["2 sealed files of deeds that failed or were cut off were deleted"]
    foreign.unlink()


def test_a_database_that_knows_no_key_of_this_home_costs_no_file() -> None:
    kept = keep(PersonFactory.create())
    crypto.keys_path().unlink()
    crypto.make_keys()

    assert files.sweep(at=clock.now() + dt.timedelta(days=2)) == 0
    assert f"{kept.id.hex}.sealed" in on_disk()


def test_whatever_row_tells_of_a_kept_file_keeps_it_from_being_swept() -> None:
    telling = {
        model
        for model in apps.get_models()
        for _name, member in inspect.getmembers(model, lambda member: isinstance(member, property))
        if "KeptFile" in str(member.fget.__annotations__.get("return"))
    }
    holding = {
        model
        for model in apps.get_models()
        if any(isinstance(column, files.KeptFileField) for column in model._meta.local_concrete_fields)
    }

    assert len(telling) >= 5
    assert telling == holding
