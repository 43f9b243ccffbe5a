"""Materials reach those of the edition and nobody else, stay as they were, and are counted without names."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from balai.audit.models import Look
from balai.delivery.enums import Audience
from balai.delivery.models import Material, MaterialCount, MaterialRendition, MaterialVersion
from balai.delivery.queries.materials import reach_of, shown_to
from balai.delivery.rules.materials import KEEPERS, READERS, may_add_material
from balai.delivery.services.lighter import lighter_forms
from balai.delivery.services.materials import add_version, make_lighter, withdraw_material
from balai.engine.documents.minutes import Minutes, Section, minutes_pdf
from balai.engine.documents.parts import Letterhead
from balai.kernel.crypto import UnreadableError
from balai.kernel.files import read_shared, serve
from balai.kernel.refusal import RuleViolationError
from balai.kernel.uploads import PDF as PDF_KIND
from balai.kernel.uploads import recognize
from balai.people.enums import Role
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from tests.delivery.materials import PDF, a_material, everything, photo
from tests.people.factories import AccountFactory, GrantFactory
from tests.timetable.factories import AT

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django import DjangoAssertNumQueries

    from balai.people.models import Person
    from balai.timetable.models import Session
    from tests.delivery.factories import Delivered

LATER = AT + dt.timedelta(hours=1)


def lecture(world: Delivered) -> Session:
    return world.slot().session


def trainer(world: Delivered) -> Person:
    return world.slot().people.get().resource_person.person


def titles(world: Delivered, person: Person, *grants: Any) -> list[str]:
    reach = reach_of(person, list(grants), world.edition, readers=READERS, keepers=KEEPERS)
    return sorted(one.title for one in shown_to(reach, world.edition)) if reach.reaches else []


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(AccountFactory.create(person=person))
    return client


def test_each_gets_what_is_for_them(world: Delivered) -> None:
    """Participants all of the edition, trainers their sessions with notes for trainers, others nothing."""
    sari = world.sari
    a_material(lecture(world), actor=sari, title="Slides")
    a_material(lecture(world), actor=sari, title="Notes", audience=Audience.TRAINERS)
    a_material(world.slot("PRA-1-A").session, actor=sari, title="Exercise")
    stranger = GrantFactory.create(role=Role.FOCAL_POINT, scope="country:BT")
    office = GrantFactory.create(role=Role.SECRETARIAT)
    coordinator = GrantFactory.create(
        role=Role.CENTRE_COORDINATOR,
        scope=f"organisation:{world.slot().site.organisation_id}",  # type: ignore[union-attr] # it has one
    )
    elsewhere = GrantFactory.create(role=Role.CENTRE_COORDINATOR, scope=f"organisation:{world.edition.pk}")

    assert titles(world, world.people[0].person) == ["Exercise", "Slides"]
    assert titles(world, trainer(world)) == ["Exercise", "Notes", "Slides"]
    assert titles(world, coordinator.person, coordinator) == ["Exercise", "Notes", "Slides"]
    assert titles(world, office.person, office) == ["Exercise", "Notes", "Slides"]
    assert titles(world, stranger.person, stranger) == titles(world, elsewhere.person, elsewhere) == []


def test_trainers_keep_access_and_lose_the_right_to_add_when_it_is_over(world: Delivered) -> None:
    material = a_material(lecture(world), actor=world.sari)
    Edition.objects.filter(pk=world.edition.pk).update(status=EditionStatus.REPORTED)
    person = trainer(world)
    client = signed_in(person)
    version = material.versions.get()

    fetched = client.get(reverse("delivery:material_file", args=[version.pk, "original"]))
    added = client.post(
        reverse("delivery:material_add", args=[world.edition.code]),
        {
            "session": "LEC-1",
            "title": "Late",
            "audience": "everybody",
            "file": SimpleUploadedFile("a.pdf", PDF),
        },
    )

    assert (fetched.status_code, fetched.content) == (200, PDF)
    assert (added.status_code, Material.objects.count()) == (409, 1)


def test_a_program_is_refused_before_its_file_is_read(
    world: Delivered, monkeypatch: pytest.MonkeyPatch
) -> None:
    material = a_material(lecture(world), actor=world.sari)
    client = signed_in(trainer(world))
    read: list[str] = []
    monkeypatch.setattr(UploadedFile, "read", property(lambda one: read.append(one.name)), raising=False)
    code = world.edition.code
    add = reverse("api:add_material", args=[code])
    newer = reverse("api:add_material_version", args=[code, material.pk])

    def sent(address: str, session: str, content: bytes) -> str:
        file = BytesIO(content)  # of the test, and not one that is patched
        file.name = "a.pdf"
        given = {"session": session, "title": "Slides", "file": file}
        return str(client.post(address, given).json()["code"])

    large = bytes(20_000_001)
    assert [sent(add, "LEC-1", large), sent(newer, "", large)] == ["upload.too_large"] * 2
    assert sent(add, "", PDF) == "material.not_yours"
    Edition.objects.filter(pk=world.edition.pk).update(status=EditionStatus.REPORTED)
    assert sent(newer, "", PDF) == "material.over"
    assert read == []


def test_a_trainer_adds_to_their_own_session_and_to_no_other(world: Delivered) -> None:
    own = lecture(world)
    address = reverse("delivery:material_add", args=[world.edition.code])

    def add(client: Client, code: str) -> int:
        given = {"session": code, "title": "Slides", "audience": "everybody"}
        return client.post(address, {**given, "file": SimpleUploadedFile("a.pdf", PDF)}).status_code

    client = signed_in(trainer(world))
    assert [add(client, code) for code in (own.code, "", "LEC-9")] == [302, 409, 422]
    assert add(signed_in(world.people[0].person), own.code) == 404
    assert Material.objects.get().session == own
    reach = replace(everything(), keeps_all=False, taught=frozenset({own.pk}))
    refusal = may_add_material(reach, world.edition, world.slot("PRA-1-A").session_id)
    assert refusal is not None
    assert refusal.code == "material.not_yours"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", b"MZ\x90", "upload.content"),
        ("a.exe", PDF, "upload.kind"),
        ("a.pptx", PDF, "upload.content"),
        ("a.pdf", b"", "upload.empty"),
    ],
)
def test_what_is_not_what_it_says_is_kept_nowhere(
    world: Delivered, name: str, content: bytes, code: str
) -> None:
    with pytest.raises(RuleViolationError, match=code):
        a_material(lecture(world), actor=world.sari, content=content, name=name)
    assert not Material.objects.exists()


def test_a_newer_version_takes_the_place_of_the_older_which_stays(world: Delivered) -> None:
    material = a_material(lecture(world), actor=world.sari)
    first = material.versions.get()
    add_version(
        material=material, content=photo(64), name="board.jpg", note="A photo", reach=everything(),
        actor=world.sari, at=LATER,
    )  # fmt: skip
    client = signed_in(world.people[0].person)

    (shown,) = shown_to(everything(), world.edition)
    assert [(one.number, one.note) for one in shown.versions.all()] == [(2, "A photo"), (1, "")]
    assert client.get(reverse("delivery:material_file", args=[first.pk, "original"])).status_code == 404
    with pytest.raises(IntegrityError, match="material_version_stays"), transaction.atomic():
        MaterialVersion.objects.filter(pk=first.pk).update(note="Never said")


@pytest.mark.django_db(transaction=True)
def test_what_is_withdrawn_is_gone_for_good(world: Delivered) -> None:
    material = a_material(lecture(world), actor=world.sari)
    kept = material.versions.get().kept
    assert kept is not None
    material.refresh_from_db()
    assert read_shared(kept, owner=material) == PDF

    withdraw_material(material=material, reach=everything(), actor=world.sari, at=LATER)

    material.refresh_from_db()
    with pytest.raises(UnreadableError):
        read_shared(kept, owner=material)
    assert titles(world, world.people[0].person) == []
    with pytest.raises(RuleViolationError, match=r"material\.withdrawn"):
        withdraw_material(material=material, reach=everything(), actor=world.sari, at=LATER)


def test_fetches_are_counted_by_the_day_and_nobody_is_named(world: Delivered) -> None:
    """What the browser has already, and what goes on where it broke off, is no second fetch."""
    version = a_material(lecture(world), actor=world.sari).versions.get()
    address = reverse("delivery:material_file", args=[version.pk, "original"])
    looks = Look.objects.count()
    for number in (0, 1):
        client = signed_in(world.people[number].person)
        whole = client.get(address)
        client.get(address, headers={"If-None-Match": whole["ETag"]})
        client.get(address, headers={"Range": "bytes=10-"})
        client.head(address)

    assert [(one.times, one.form) for one in MaterialCount.objects.all()] == [(2, "original")]
    assert {field.column for field in MaterialCount._meta.fields} == {
        "id",
        "version_id",
        "form",
        "on",
        "times",
    }
    assert Look.objects.count() == looks


def test_a_file_is_asked_for_by_its_tag_and_in_parts(world: Delivered) -> None:
    version = a_material(lecture(world), actor=world.sari).versions.get()
    kept = version.kept
    assert kept is not None

    def asked(**headers: str) -> HttpResponse:
        request = HttpRequest()
        request.method = "GET"
        request.META |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return serve(request, kept, digest=version.digest, content=lambda: PDF)

    size, tag = len(PDF), f'"{version.digest[:32]}"'
    parts: list[tuple[str, int, bytes]] = [
        ("bytes=0-9", 206, PDF[:10]),
        ("bytes=10-", 206, PDF[10:]),
        ("bytes=-7", 206, PDF[-7:]),
        (f"bytes={size - 1}-{size + 50}", 206, PDF[-1:]),
        (f"bytes={size}-", 416, b""),
        ("bytes=-0", 416, b""),
        ("bytes=9-3", 200, PDF),
        ("bytes=0-1,4-5", 200, PDF),
        ("lines=0-1", 200, PDF),
    ]
    for asked_for, status, content in parts:
        answer = asked(range=asked_for)
        assert (asked_for, answer.status_code, answer.content) == (asked_for, status, content)
    assert asked(range="bytes=10-")["Content-Range"] == f"bytes 10-{size - 1}/{size}"
    assert asked(range="bytes=0-9", if_range='"another"').status_code == 200
    known = asked(if_none_match=tag)
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", tag)
    assert known["Cache-Control"] == "private, no-cache"  # else the browser drops what it has


def test_lighter_forms_are_made_where_they_save_something(world: Delivered) -> None:
    picture = photo()
    version = a_material(lecture(world), actor=world.sari, content=picture, name="lathe.jpg").versions.get()
    make_lighter(version_id=version.pk, at=LATER)
    make_lighter(version_id=version.pk, at=LATER)

    made = MaterialRendition.objects.get()
    client = signed_in(world.people[0].person)
    fetched = client.get(reverse("delivery:material_file", args=[version.pk, "small"]))
    page = client.get(reverse("delivery:materials", args=[world.edition.code])).content.decode()
    assert (made.form, made.name, made.media_type) == ("small", "lathe-small.jpg", "image/jpeg")
    assert len(fetched.content) == made.size < len(picture) / 2
    assert page.count("/small/") == 1
    assert lighter_forms(PDF, name="a.pdf", media_type="application/pdf") == []
    assert lighter_forms(b"%PDF-1.7 broken %%EOF", name="a.pdf", media_type="application/pdf") == []


def test_pictures_within_a_pdf_are_made_smaller_and_its_pages_stay() -> None:
    with Image.open(BytesIO(photo())) as picture:
        written = BytesIO()
        picture.save(written, "PDF", quality=95, save_all=True, append_images=[picture.rotate(90)])
    content = written.getvalue()

    (small,) = lighter_forms(content, name="scan.pdf", media_type="application/pdf")

    assert (small.form, small.name, len(small.content) < len(content) / 3) == (
        "small",
        "scan-small.pdf",
        True,
    )
    assert recognize(small.content, name=small.name, accept=(PDF_KIND,)) == PDF_KIND
    pages = PdfReader(BytesIO(small.content)).pages
    assert [page.images[0].image.size for page in pages if page.images[0].image] == [(1280, 1280)] * 2


def test_the_text_of_a_pdf_can_be_fetched_alone() -> None:
    words = "Keep guards closed while the spindle turns. " * 20
    content = minutes_pdf(
        Minutes(
            language="en", letterhead=Letterhead(names=("Small industry",)), heading="Handout", subject="Safety", reference="LEC-1",
            facts=(), sections=(Section(heading="Rules", paragraphs=(words,)),),
        ),
        at=AT,
    )  # fmt: skip
    found = {one.form: one for one in lighter_forms(content, name="safety.pdf", media_type="application/pdf")}

    text = found["text"].content.decode()  # type: ignore[index] # the forms are texts
    assert text.startswith("[1]\n")
    assert " ".join(text.split()).count("Keep guards closed while the spindle turns.") == 20


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_as_many_questions_for_three_as_for_one(
    world: Delivered, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for place in range(number):
        a_material(lecture(world), actor=world.sari, title=f"Part {place}")
    client = signed_in(world.people[0].person)
    address = reverse("delivery:materials", args=[world.edition.code])
    client.get(address)
    with django_assert_num_queries(QUESTIONS):
        answer = client.get(address)
    assert answer.content.decode().count("Part ") >= number


QUESTIONS = 11
