from __future__ import annotations

import datetime as dt
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.audit.models import Look
from balai.kernel.restricted import Sealed, look, put
from balai.nominations.enums import DocumentKind, Section
from balai.nominations.models import Application, Document, Nomination, Profile, Submission
from balai.nominations.models import sections as parts
from balai.nominations.queries.applications import documents_sent, profile_of
from balai.nominations.services.applying import save_section
from balai.nominations.services.declaring import DECLARATIONS
from balai.nominations.services.documents import keep_document
from balai.people.enums import Role
from balai.people.models import Person
from balai.people.services.merging import merge_persons, undo_merge
from tests.nominations.factories import (
    PDF,
    ApplicationFactory,
    DocumentFactory,
    NominationFactory,
    ProfileFactory,
    seal,
)
from tests.people.factories import PersonFactory, account_with

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

    from balai.nominations.models import CountryCall
    from balai.people.models import Account
    from balai.programmes.models import Edition

pytestmark = pytest.mark.usefixtures("countries", "keys")
AT = dt.datetime(2018, 4, 20, 5, tzinfo=dt.UTC)
SAVING = 9
ITSELF = {"HX-Request": "true"}


@pytest.fixture
def edition(edition: Edition) -> Edition:
    """The same without a deadline, so that these tests need no clock of 2018."""
    edition.deadline_plans.all().delete()
    return edition


@pytest.fixture
def karma(client: Client) -> Account:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    return account


@pytest.fixture
def application(karma: Account, call: CountryCall) -> Application:
    nomination = NominationFactory.create(
        call=call, rank=1, person=karma.person, name="Karma Choden", email=karma.email
    )
    return ApplicationFactory.create(nomination=nomination)


def at(view: str, application: Application, *more: Any) -> str:
    return reverse(f"nominations:{view}", args=[application.pk, *more])


def text_of(response: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def typed(version: int = 0, writer: Any = None, **values: Any) -> dict[str, Any]:
    return {"version": version, "writer": writer or uuid4(), **values}


def ticked(page: TestResponse) -> list[str]:
    """What is ticked on a page, whatever the tick would send."""
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page.content.decode())
    return [name for box in boxes if " checked" in box for name in re.findall(r'name="([^"]+)"', box)]


@pytest.mark.parametrize("section", parts.FORMED)
def test_an_untouched_section_shows_no_error_and_begins_with_what_the_country_wrote(
    client: Client, application: Application, section: str
) -> None:
    Application.objects.update(has_read_demands=False)
    page = client.get(at("section", application, section))

    assert page.status_code == HTTPStatus.OK
    assert "to correct" not in text_of(page)
    assert ticked(page) == []
    if section == Section.WORK:
        assert "Department of Cottage and Small Industry" in page.content.decode()


def test_a_tick_is_as_it_was_left(client: Client, application: Application) -> None:
    of_health = at("section", application, "health")
    client.post(of_health, typed(fit_to_travel="on", conditions="asthma"))

    page = client.get(of_health)

    assert ticked(page) == ["fit_to_travel"]
    assert 'value="false"' not in page.content.decode()


def test_what_is_sound_is_kept_while_a_slip_is_shown_beside_its_field(
    client: Client, application: Application, karma: Account
) -> None:
    wrong = client.post(
        at("section", application, "identity"), typed(given_names="Karma", birth_on="1790-01-01")
    )

    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "one thing to correct" in text_of(wrong)
    assert 'href="#id_birth_on"' in wrong.content.decode()
    assert 'value="1790-01-01"' in wrong.content.decode()
    assert Profile.objects.get(person=karma.person).given_names == "Karma"


def test_a_form_that_saves_itself_gets_a_line_and_says_what_was_not_kept(
    client: Client, application: Application, karma: Account
) -> None:
    writer = uuid4()
    kept = client.post(at("section", application, "contact"), typed(0, writer, mobile="1"), headers=ITSELF)
    again = client.post(
        at("section", application, "contact"),
        typed(0, writer, mobile="2", nearest_airport="P4O"),
        headers=ITSELF,
    )

    assert (kept.headers["X-Section"], kept.headers["X-Kept"]) == ("1", "1")
    assert "Saved at" in text_of(kept)
    assert "<html" not in kept.content.decode()
    assert again.status_code == HTTPStatus.OK
    assert "X-Kept" not in again.headers
    assert "Three letters, as on a ticket." in text_of(again)
    assert Profile.objects.get(person=karma.person).mobile == "2"


def test_on_two_devices_both_versions_are_shown_and_the_reader_chooses(
    client: Client, application: Application, karma: Account
) -> None:
    client.post(at("section", application, "contact"), typed(mobile="on the telephone"))

    late = client.post(at("section", application, "contact"), typed(mobile="on the laptop"))

    assert late.status_code == HTTPStatus.CONFLICT
    assert "Saved on another device: on the telephone" in text_of(late)
    assert 'value="on the laptop"' in late.content.decode()
    version = re.search(r'name="version" value="(\d+)"', late.content.decode())
    assert version is not None
    chosen = client.post(
        at("section", application, "contact"), typed(int(version[1]), mobile="on the laptop")
    )
    assert chosen.status_code == HTTPStatus.FOUND
    assert Profile.objects.get(person=karma.person).mobile == "on the laptop"


def test_what_another_device_saved_is_told_in_the_words_of_the_form(
    client: Client, application: Application, karma: Account
) -> None:
    profile = ProfileFactory.create(
        person=karma.person,
        birth_on=dt.date(1988, 2, 11),
        versions={part: {"number": 1, "writer": ""} for part in ("identity", "needs")},
    )
    put(profile, "needs", {"diet": ["halal", "no-pork"], "room": "twin", "smokes": False})
    profile.save()

    who = client.post(at("section", application, "identity"), typed(sex="male", birth_on="1988-02-12"))
    how = client.post(
        at("section", application, "needs"), typed(diet=["vegan"], room="single", smokes="true")
    )

    said = [
        [found.strip() for found in re.findall(r"Saved on another device: ([^<]*)", one.content.decode())]
        for one in (who, how)
    ]
    assert said == [
        ["Karma", "Choden", "Karma Choden", "Female", "11 Feb 1988", "Bhutan"],
        ["Halal · No pork", "A shared room is fine", "No", "Yes"],
    ]


def test_saving_a_step_asks_few_questions(
    client: Client, application: Application, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    writer = uuid4()
    address = at("section", application, "motivation")
    client.post(address, typed(0, writer, problem="Weavers"), headers=ITSELF)

    # Session with account, grants; the application found, and locked within a savepoint; the profile; what is
    # written; the release; and the session's mark.
    with django_assert_num_queries(SAVING):
        client.post(address, typed(1, writer, problem="Weavers sell below cost"), headers=ITSELF)


def test_opening_a_sealed_section_is_a_look_of_its_person(
    client: Client, application: Application, karma: Account
) -> None:
    seal(ProfileFactory.create(person=karma.person, versions={"health": {"number": 1, "writer": ""}}))

    page = client.get(at("section", application, "health"))

    assert "asthma" in page.content.decode()
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    look = Look.objects.get()
    assert (look.actor, look.field, look.purpose) == (karma.person.reference, "profile.health", "own")  # type: ignore[union-attr] # it has a person


def test_an_application_is_filled_in_sent_and_read_by_the_office(
    client: Client, application: Application, karma: Account
) -> None:
    seal(ProfileFactory.create(person=karma.person))
    for kind in ("photo", "degree", "cv"):
        DocumentFactory.create(person=karma.person, kind=kind)
    healthy = keep_document(
        application_id=application.pk,
        kind=DocumentKind.HEALTH,
        content=PDF,
        name="health.pdf",
        issued_on=None,
        actor=application.nomination.person,
        at=application.nomination.entered_at,
    )
    page = client.get(at("application", application))
    assert "9 of 10 sections are complete" in text_of(page)
    assert "Scan of the passport" in text_of(page)

    scan = {"kind": "passport", "file": SimpleUploadedFile("passport.pdf", PDF)}
    assert client.post(at("own_documents", application), scan).status_code == HTTPStatus.FOUND
    refused = client.post(at("send_own", application), {"application-truth": "on"})
    assert refused.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    sent = client.post(at("send_own", application), dict.fromkeys(DECLARATIONS, "on"), follow=True)
    assert "Your application is sent." in text_of(sent)
    document = Document.objects.get(kind="passport")
    own = client.get(at("own_document", application, document.pk))
    assert own.content == PDF
    assert own.headers["Content-Disposition"] == 'attachment; filename="passport.pdf"'
    assert own.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in own.headers["Content-Security-Policy"]

    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    nomination = Nomination.objects.get()
    place = [nomination.edition.code, nomination.country_id, nomination.pk]
    read = client.get(reverse("nominations:of_nominee", args=place))
    assert "Weavers sell below cost." in text_of(read)
    assert "E00009413" not in read.content.decode()
    assert "asthma" not in read.content.decode()
    seen = client.post(reverse("nominations:look_at", args=[*place, "passport"]))
    assert "E00009413" in seen.content.decode()
    assert client.post(reverse("nominations:look_at", args=[*place, "health"])).status_code == 403
    of_health = reverse("nominations:document", args=[*place, healthy.pk])
    assert of_health not in read.content.decode()
    assert client.get(of_health).status_code == 403
    client.force_login(account_with(Role.HEALTH_OFFICER))
    assert client.get(of_health).content == PDF
    of_passport = reverse("nominations:document", args=[*place, document.pk])
    assert client.get(of_passport).status_code == 403
    assert of_passport in read.content.decode()
    assert "asthma" in client.post(reverse("nominations:look_at", args=[*place, "health"])).content.decode()
    assert client.post(reverse("nominations:look_at", args=[*place, "passport"])).status_code == 403
    fields = list(Look.objects.order_by("pk").values_list("field", flat=True))
    assert fields == [
        "document.passport",
        "submission.passport",
        "document.health",
        "submission.health",
    ]


def test_a_sheet_for_printing_holds_everything_its_person_told(
    client: Client, application: Application, karma: Account
) -> None:
    seal(
        ProfileFactory.create(
            person=karma.person, studies=[["RUB", "BT", "BSc"]], staff_supervised=0, is_military=False
        )
    )

    answer = client.get(at("print_own", application))
    page = text_of(answer)

    assert "no-store" in answer.headers["Cache-Control"]  # it has what is sealed
    assert "People you supervise 0" in page
    assert "Serves in the military No" in page
    assert "Issued on 2 May 2017" in page
    for words in ("E00009413", "peanuts, severe", "RUB; BT; BSc", "Weavers sell below cost.", "Vegetarian"):
        assert words in page


def test_a_sheet_says_which_sealed_part_no_key_opens(
    client: Client, application: Application, karma: Account
) -> None:
    profile = seal(ProfileFactory.create(person=karma.person))
    assert profile.health is not None
    Profile.objects.update(health=Sealed(profile.health.box[:-1] + b"?"))

    page = client.get(at("print_own", application))

    assert page.status_code == HTTPStatus.OK
    assert "peanuts, severe" in text_of(page)
    assert re.search(r"Health [A-Z][^.]+(key|opened|read)[^.]*\.", text_of(page))


def test_what_was_told_under_another_record_is_read_and_written_on_and_an_undone_merge_gives_it_back(
    client: Client, karma: Account, call: CountryCall
) -> None:
    """A merge moves nothing: the profile stays where it is, under the key with which it was sealed."""
    person = karma.person
    assert person is not None
    duplicate = PersonFactory.create(name="Karma Choden")
    nomination = NominationFactory.create(call=call, rank=1, person=duplicate, email=karma.email)
    application = ApplicationFactory.create(nomination=nomination)
    profile = seal(
        ProfileFactory.create(
            person=duplicate, mobile="+975 17 000 001", versions={"contact": {"number": 1, "writer": "x"}}
        )
    )
    Profile.objects.create(person=person)  # made by a first visit, and empty
    merge_persons(duplicate=duplicate, kept=person, actor=None, at=AT)

    assert "+975 17 000 001" in client.get(at("section", application, "contact")).content.decode()
    assert "peanuts, severe" in client.get(at("section", application, "needs")).content.decode()
    save_section(
        application_id=application.pk,
        section=Section.CONTACT,
        version=1,
        writer="y",
        values={"mobile": "+975 17 000 002"},
        actor=person,
        at=AT,
    )
    for kind in ("passport", "photo", "cv", "degree"):
        DocumentFactory.create(person=person, kind=kind)
    client.post(at("send_own", application), dict.fromkeys(DECLARATIONS, "on"))

    profile.refresh_from_db()
    assert profile.mobile == "+975 17 000 002"
    submission = Submission.objects.get()
    assert (submission.person, submission.content["contact"]["mobile"]) == (duplicate, "+975 17 000 002")
    seen = look(submission, "health", actor="system", purpose="applications", at=AT)
    assert seen["conditions"] == "asthma"
    assert len(documents_sent(submission)) == 4
    undo_merge(duplicate=duplicate, actor=None, at=AT)
    assert profile_of(Person.objects.get(pk=duplicate.pk)) == profile
    left = profile_of(Person.objects.get(pk=person.pk))
    assert left is not None
    assert (left.person, left.mobile) == (person, "")
