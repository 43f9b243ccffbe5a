from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from unittest.mock import ANY

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from balai.audit.models import Look
from balai.correspondence.models import Letter
from balai.nominations.enums import ApplicationState, DocumentKind
from balai.nominations.models import Application, Document, Profile, Submission
from balai.nominations.services.documents import keep_document
from balai.nominations.services.judging import judge_call
from balai.people.enums import Role
from balai.people.models import Consent
from balai.programmes.enums import EditionStatus, Level, Severity
from tests.directory.factories import ContactFactory, EmbassyFactory, MembershipFactory
from tests.nominations.factories import (
    COMPLETE,
    PASSPORT,
    PDF,
    ApplicationFactory,
    CountryCallFactory,
    DocumentFactory,
    LateNominationFactory,
    NominationFactory,
    ProfileFactory,
    RuleResultFactory,
    seal,
    sent_application,
)
from tests.nominations.test_judging import AT
from tests.people.factories import account_with
from tests.programmes.factories import (
    DeadlineFactory,
    DeadlinePlanFactory,
    EligibilityRuleFactory,
    QuotaFactory,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.test import Client

    from balai.nominations.models import CountryCall
    from balai.people.models import Account, Person
    from balai.programmes.models import Edition

pytestmark = pytest.mark.usefixtures("countries", "keys")


@pytest.fixture
def edition(edition: Edition) -> Edition:
    """The same without a deadline, so that these tests need no clock of 2018."""
    edition.deadline_plans.all().delete()
    return edition


@pytest.fixture
def focal(client: Client) -> Account:
    account = account_with(Role.FOCAL_POINT, scope="country:BT")
    client.force_login(account)
    return account


def get(client: Client, name: str, *arguments: Any, **query: Any) -> tuple[int, Any]:
    answer = client.get(reverse(f"api:{name}", args=arguments), query)
    return answer.status_code, answer.json()


def post(client: Client, name: str, arguments: list[Any], data: dict[str, Any]) -> tuple[int, Any]:
    address = reverse(f"api:{name}", args=arguments)
    answer = client.post(address, json.dumps(data), content_type="application/json")
    return answer.status_code, answer.json()


def patch(client: Client, name: str, arguments: list[Any], data: dict[str, Any]) -> tuple[int, Any]:
    address = reverse(f"api:{name}", args=arguments)
    answer = client.patch(address, json.dumps(data), content_type="application/json")
    return answer.status_code, answer.json()


def test_a_focal_point_names_and_sends_and_reads_own_nominees_alone(
    client: Client, focal: Account, call: CountryCall
) -> None:
    foreign = NominationFactory.create(
        call=CountryCallFactory.create(edition=call.edition, country_id="PK"), rank=1
    )
    place = [call.edition.code, "BT"]

    status, named = post(
        client, "name_nominee", place, {"name": "Karma Choden", "email": "k@example.bt", "track": "official"}
    )
    assert (status, named["code"], named["standing"]) == (
        HTTPStatus.CREATED,
        f"{place[0]}/N-BT-01",
        "missing",
    )
    statements = dict.fromkeys(("is_eligibility_stated", "is_release_stated", "is_return_stated"), True)
    status, refused = post(client, "send_nominations", place, {"version": 1, **statements})
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "nominations.something_missing")
    facts = {**COMPLETE, "name": "Karma", "birth_on": "1985-02-03", "passport_until": "2022-05-01"}
    status, changed = patch(client, "change_nominee", [named["id"]], {**facts, "version": named["version"]})
    assert (status, changed["name"], changed["version"]) == (HTTPStatus.OK, "Karma", 1)
    status, refused = patch(client, "change_nominee", [named["id"]], {"name": "Sonam", "version": 0})
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "nomination.changed_meanwhile")
    letter = client.post(
        reverse("api:attach_nomination_letter", args=place), {"file": SimpleUploadedFile("note.pdf", PDF)}
    )
    assert (letter.status_code, letter.json()["name"]) == (HTTPStatus.CREATED, "note.pdf")
    version = letter.json()["version"]
    status, sent = post(client, "send_nominations", place, {"version": version, **statements})
    assert (status, sent["country"]) == (HTTPStatus.OK, "BT")

    status, page = get(client, "list_nominations", state="sent")
    assert [(one["name"], one["application"]) for one in page["items"]] == [("Karma", "draft")]
    assert get(client, "get_nomination", foreign.pk)[0] == HTTPStatus.NOT_FOUND
    status, whole = get(client, "get_nomination", named["id"])
    assert (whole["experience_years"], whole["edition"]) == (8, place[0])


def test_what_a_nominee_sent_is_read_without_what_is_sealed(client: Client, call: CountryCall) -> None:
    client.force_login(account_with(Role.SECRETARIAT))
    nomination = NominationFactory.create(call=call, rank=1)
    RuleResultFactory.create(nomination=nomination)
    assert get(client, "get_application", nomination.pk)[0] == HTTPStatus.NOT_FOUND

    sent_application(nomination, education="master")

    status, sent = get(client, "get_application", nomination.pk)
    assert status == HTTPStatus.OK
    assert sorted(sent) == ["at", "content", "facts", "nomination", "number"]
    assert sent["facts"] == {"education": "master"}


def test_a_nominee_lists_own_applications(client: Client, call: CountryCall) -> None:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    sent_application(NominationFactory.create(call=call, rank=1, person=account.person, code="SMI/N-BT-07"))
    sent_application(NominationFactory.create(call=call, rank=2))

    _status, mine = get(client, "list_my_applications")

    assert [(one["nomination"], one["state"]) for one in mine] == [("SMI/N-BT-07", "sent")]


def test_a_nominee_sends_reads_and_takes_back_documents_by_their_content(
    client: Client, call: CountryCall
) -> None:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    application = ApplicationFactory.create(
        nomination=NominationFactory.create(call=call, rank=1, person=account.person)
    )
    place = reverse("api:send_my_document", args=[application.pk])

    def send(name: str, content: bytes) -> Any:
        return client.post(place, {"kind": "cv", "file": SimpleUploadedFile(name, content)})

    disguised = send("cv.pdf", b"MZ\x90\x00")
    sent = send("cv.pdf", PDF)

    assert (disguised.status_code, Document.objects.count()) == (HTTPStatus.CONFLICT, 1)
    assert (sent.status_code, sent.json()["media_type"]) == (HTTPStatus.CREATED, "application/pdf")
    assert [one["name"] for one in get(client, "list_my_documents", application.pk)[1]] == ["cv.pdf"]
    one = [application.pk, sent.json()["id"]]
    assert client.get(reverse("api:get_my_document", args=one)).content == PDF
    assert Look.objects.values_list("field", "actor").get() == ("document.cv", account.person.reference)  # type: ignore[union-attr] # it has a person
    assert client.delete(reverse("api:take_my_document_back", args=one)).status_code == HTTPStatus.NO_CONTENT
    assert get(client, "list_my_documents", application.pk)[1] == []


def test_a_document_that_was_sent_opens_to_whose_duty_needs_it_and_each_look_is_logged(
    client: Client, call: CountryCall
) -> None:
    nomination = NominationFactory.create(call=call, rank=1)
    application = ApplicationFactory.create(nomination=nomination)
    documents = {
        kind: keep_document(
            application_id=application.pk,
            kind=DocumentKind(kind),
            content=PDF,
            name=f"{kind}.pdf",
            issued_on=None,
            actor=nomination.person,
            at=AT,
        )
        for kind in ("passport", "health")
    }
    sent = sent_now(application, documents.values())
    opened = {}
    for role in (Role.SECRETARIAT, Role.HEALTH_OFFICER, Role.FOCAL_POINT, Role.AUDITOR):
        client.force_login(account_with(role, scope="country:BT" if role == Role.FOCAL_POINT else "all"))
        opened[role] = [
            client.get(reverse("api:get_document", args=[nomination.pk, one.pk])).status_code
            for one in documents.values()
        ]

    assert opened == {
        Role.SECRETARIAT: [200, 403],
        Role.HEALTH_OFFICER: [403, 200],
        Role.FOCAL_POINT: [403, 403],
        Role.AUDITOR: [403, 403],
    }
    looks = Look.objects.order_by("at", "id").values_list("subject", "field", "purpose")
    assert list(looks) == [
        (sent.person.reference, "document.passport", "applications"),
        (sent.person.reference, "document.health", "applications"),
    ]


def sent_now(application: Application, documents: Iterable[Document]) -> Submission:
    """The application, sent with these documents."""
    Application.objects.filter(pk=application.pk).update(state="sent", sent_at=AT)
    return Submission.objects.create(
        application=application,
        person=application.nomination.person,
        number=1,
        at=AT,
        actor="system",
        content={"documents": [{"id": str(one.pk)} for one in documents]},
    )


def test_a_nominee_keeps_sections_whole_or_not_at_all_and_sends_by_program(
    client: Client, call: CountryCall
) -> None:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    nomination = NominationFactory.create(call=call, rank=1, person=account.person)
    own = ApplicationFactory.create(nomination=nomination)
    seal(ProfileFactory.create(person=account.person))

    def patch(section: str, version: int, **values: Any) -> tuple[int, Any]:
        address = reverse("api:keep_my_section", args=[own.pk, section])
        data = json.dumps({"version": version, "values": values})
        answer = client.patch(address, data, content_type="application/json")
        return answer.status_code, answer.json()

    wrong = {
        "experience_years": "nine",
        "is_owner": "yes",
        "track": "wizard",
        "employer": ["x"],
        "shoe": 3,
        "duties": "Weavers.",
    }
    status, said = patch("work", 0, **wrong)
    faults = {one["place"] for one in said["errors"]}
    assert (status, faults) == (422, {f"body.values.{name}" for name in wrong.keys() - {"duties"}})
    assert Profile.objects.get().versions == {}
    assert [patch("work", 0, duties="Dyes.", is_owner=False, experience_years=9), patch("work", 0)] == [
        (200, {"section": "work", "version": 1, "lacking": []}),
        (409, ANY),
    ]
    rows = [["Royal University", "BT", "Economics"], ["Gadjah Mada", "ID", ""]]
    assert patch("learning", 0, studies=rows, took_part_before=None)[1]["lacking"] == ["took_part_before"]
    assert patch("learning", 1, studies=[["a;b"]])[0] == 422
    assert patch("learning", 1, took_part_before=True)[0] == 200
    assert patch("documents", 0)[0] == HTTPStatus.NOT_FOUND
    _status, kept = get(client, "get_my_section", own.pk, "learning")
    assert (kept["version"], kept["values"]["studies"], kept["values"]["took_part_before"]) == (2, rows, True)

    assert not Look.objects.exists()
    assert patch("passport", 0, issued_on="2017-03-01")[0] == 200
    _status, kept = get(client, "get_my_section", own.pk, "passport")
    assert (kept["values"]["issued_on"], kept["values"]["number"]) == ("2017-03-01", PASSPORT["number"])
    assert Look.objects.values_list("field", "purpose").get() == ("profile.passport", "own")

    status, told = get(client, "get_my_application", own.pk)
    lacking = {one["section"]: one["lacking"] for one in told["steps"] if one["lacking"]}
    assert (told["is_open"], lacking) == (True, {"documents": ["cv", "degree", "passport", "photo"]})
    declared = {one["purpose"]: one["version"] for one in told["declarations"]}
    place = [own.pk]
    assert post(client, "send_my_application", place, {"declared": {}})[1]["code"] == (
        "application.not_declared"
    )
    assert post(client, "send_my_application", place, {"declared": declared})[1]["code"] == (
        "application.lacking"
    )
    assert not Consent.objects.exists()
    for kind in lacking["documents"]:
        DocumentFactory.create(person=account.person, kind=kind)
    status, sent = post(client, "send_my_application", place, {"declared": declared})
    assert (status, sent["state"], sent["is_open"]) == (200, "sent", False)
    assert Submission.objects.get().content["declared"] == declared
    assert patch("work", 1, duties="Late.")[1]["code"] == "application.sent"


def test_a_focal_point_ranks_takes_out_and_gives_places_back_by_program(
    client: Client, focal: Account, call: CountryCall
) -> None:
    first, second = (NominationFactory.create(call=call, rank=rank) for rank in (1, 2))
    place = [call.edition.code, "BT"]
    _status, before = get(client, "get_country_list", *place)
    read = {"to": "up", "version": before["version"]}

    status, moved = post(client, "move_nominee", [second.pk], read)
    assert (status, [one["id"] for one in moved["nominations"]]) == (200, [str(second.pk), str(first.pk)])
    assert post(client, "move_nominee", [first.pk], read)[1]["code"] == "nominations.changed_meanwhile"
    status, gone = post(client, "withdraw_nomination", [second.pk], {"why": "employer", "note": "Recalled."})
    assert (status, gone["state"]) == (200, "withdrawn")
    status, given = post(client, "return_places", place, {"places": 1, "reason": "Nobody else can come."})

    assert (status, given["places"] - before["places"], given["places_returned"]) == (200, 0, 1)
    assert [(one["id"], one["rank"]) for one in given["nominations"]] == [(str(first.pk), 1)]


def test_a_nominee_claims_a_nomination_and_asks_the_employer_by_program(
    client: Client, call: CountryCall
) -> None:
    account = account_with(Role.NOMINEE)
    client.force_login(account)
    theirs, foreign = (
        ApplicationFactory.create(nomination=NominationFactory.create(call=call, rank=rank, email=email))
        for rank, email in ((1, account.email), (2, "somebody@example.bt"))
    )
    asked = {"signatory": "employer", "name": "Director", "email": "director@example.bt"}
    own = {**asked, "email": account.email}

    assert [post(client, "claim_nomination", [one.pk], {})[0] for one in (foreign, theirs)] == [404, 200]
    assert post(client, "ask_for_my_statement", [foreign.pk], asked)[0] == HTTPStatus.NOT_FOUND
    assert post(client, "ask_for_my_statement", [theirs.pk], own)[1]["code"] == "endorsement.own_address"
    assert post(client, "ask_for_my_statement", [theirs.pk], asked)[0] == HTTPStatus.CREATED

    (statement,) = get(client, "list_my_statements", theirs.pk)[1]
    assert (statement["email"], statement["signed_at"]) == ("director@example.bt", None)
    assert "secret_hash" not in statement
    assert [one["id"] for one in get(client, "list_my_applications")[1]] == [str(theirs.pk)]


def test_a_focal_point_reads_the_own_call_with_its_deadlines_and_no_other(
    client: Client, focal: Account, call: CountryCall
) -> None:
    CountryCallFactory.create(edition=call.edition, country_id="PK")
    plan = DeadlinePlanFactory.create(
        edition=call.edition, code="nominations", level=Level.FOCAL_POINT, title={"en": "Nominations are due"}
    )
    DeadlineFactory.create(plan=plan, country_id="BT", at=AT, zone="Asia/Thimphu")

    status, page = get(client, "list_calls", edition=call.edition.code)

    known = [(one["country"], one["places"], one["named"], one["due_at"]) for one in page["items"]]
    assert (status, known) == (HTTPStatus.OK, [("BT", 2, 0, AT.isoformat().replace("+00:00", "Z"))])
    assert page["items"][0]["opened_at"] is None
    status, whole = get(client, "get_call", call.edition.code, "BT")
    call.refresh_from_db()
    assert (call.opened_at is None, whole["opened_at"] is None) == (False, False)
    assert [(one["title"], one["level"], one["is_own"]) for one in whole["deadlines"]] == [
        ("Nominations are due", "focal_point", True)
    ]
    assert get(client, "get_call", call.edition.code, "PK")[0] == HTTPStatus.NOT_FOUND
    assert get(client, "get_call_delivery", call.edition.code, "BT")[0] == HTTPStatus.FORBIDDEN


def test_the_office_invites_and_follows_up_by_program(
    client: Client, edition: Edition, dechen: Person
) -> None:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    type(edition).objects.filter(pk=edition.pk).update(status=EditionStatus.CALL)
    ContactFactory.create(organisation=EmbassyFactory.create())
    MembershipFactory.create(body=edition.series.body, country_id="BT")
    QuotaFactory.create(edition=edition, country_id="PK", places=1)

    status, invited = post(client, "invite_countries", [edition.code], {})
    post(
        client,
        "note_call_contact",
        [edition.code, "BT"],
        {"way": "phone", "reached": "spoken", "note": "Busy."},
    )

    assert (status, invited) == (
        HTTPStatus.OK,
        {"calls": 1, "letters": 1, "copies": 1, "not_invited": ["PK"]},
    )
    status, delivery = get(client, "get_call_delivery", edition.code, "BT")
    assert [(one["to"], one["state"]) for one in delivery["letters"]] == [(dechen.name, "queued")]
    assert [one["to"] for one in delivery["copies"]] == [
        "Royal Bhutanese Embassy, Bangkok, Cooperation office"
    ]
    assert [(one["way"], one["note"]) for one in delivery["contacts"]] == [("phone", "Busy.")]


def test_the_office_reads_why_somebody_is_stopped_and_overrides_it_with_a_reason(
    client: Client, call: CountryCall
) -> None:
    officer = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(officer)
    nomination = LateNominationFactory.create(call=call, rank=1, experience_years=1)
    EligibilityRuleFactory.create(
        edition=call.edition,
        code="E-EXPERIENCE",
        expression={"field": "experience_years", "operator": "at_least", "value": 3},
        severity=Severity.WAIVABLE,
        waiver_authority={"en": "The director"},
        message={"en": "Three years of experience are asked for."},
    )
    judge_call(call=call, at=AT)

    status, found = get(client, "list_findings", nomination.pk)

    assert [(one["kind"], one["rule"], one["title"], one["may_be_waived_by"]) for one in found] == [
        ("late", "E-EXPERIENCE", "Three years of experience are asked for.", "The director")
    ]
    waiver = {"rule": "E-EXPERIENCE", "authority": "The director", "reason": "She ran the centre."}
    status, made = post(client, "waive_rule", [nomination.pk], waiver)
    assert (status, made["rule"]) == (HTTPStatus.CREATED, "E-EXPERIENCE")
    status, refused = post(client, "waive_rule", [nomination.pk], waiver)
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "rule.waived_already")
    assert [one["kind"] for one in get(client, "list_findings", nomination.pk)[1]] == ["ok"]

    status, admitted = post(
        client, "admit_late_nomination", [nomination.pk], {"reason": "The post was on strike."}
    )
    assert (status, admitted["state"], admitted["standing"]) == (HTTPStatus.OK, "sent", "ready")
    status, refused = post(client, "admit_late_nomination", [nomination.pk], {"reason": "Again."})
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "nomination.not_late")
    nomination.refresh_from_db()
    assert officer.person is not None
    assert (nomination.admitted_by, nomination.admitted_because) == (
        officer.person.reference,
        "The post was on strike.",
    )


def test_a_country_asks_a_nominee_and_the_office_returns_what_is_incomplete(
    client: Client, focal: Account, call: CountryCall
) -> None:
    nomination = NominationFactory.create(call=call, rank=1, email="karma@example.bt")
    elsewhere = NominationFactory.create(call__edition=call.edition, call__country_id="PK", rank=1)
    missing = {"because": "The scan cannot be read.", "sections": ["passport"], "days": 5}

    status, asked = post(client, "ask_for_application", [nomination.pk], {})
    assert (status, asked["nomination"], asked["state"]) == (HTTPStatus.OK, nomination.code, "draft")
    assert Letter.objects.filter(kind="application.invitation").count() == 1
    assert post(client, "ask_for_application", [elsewhere.pk], {})[0] == HTTPStatus.NOT_FOUND
    assert post(client, "return_application", [nomination.pk], missing)[0] == HTTPStatus.FORBIDDEN

    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    status, refused = post(client, "return_application", [nomination.pk], missing)
    assert (status, refused["code"]) == (HTTPStatus.CONFLICT, "application.not_sent")
    Application.objects.update(state=ApplicationState.SENT, sent_at=AT)
    status, returned = post(client, "return_application", [nomination.pk], missing)
    assert (status, returned["state"], returned["returned_until"] is None) == (
        HTTPStatus.OK,
        "returned",
        False,
    )
    application = Application.objects.get()
    assert (application.returned_because, application.returned_sections) == (
        "The scan cannot be read.",
        ["passport"],
    )
