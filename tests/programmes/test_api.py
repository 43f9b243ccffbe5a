"""Programmes over the API: the deeds of the pages, told to programs."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from balai.audit.models import Deed
from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.models import Grant, Person
from balai.people.services.tokens import issue_token
from balai.programmes.bundle import bundle_for, bundle_of
from balai.programmes.enums import EditionStatus
from balai.programmes.models import BundleExport, BundleImport, DateSearch, Edition, Lesson, Quota
from balai.programmes.services.booklets import freeze_booklet
from balai.programmes.services.finding import answer_search
from balai.programmes.services.giving import make_bundle
from balai.programmes.tasks import check_bundle, record_bundle
from tests.directory.factories import MachineFactory, OrganisationFactory, SiteFactory
from tests.kernel.keys import own_keys
from tests.people.factories import account_with
from tests.programmes.factories import (
    ActivityFactory,
    BookletFileFactory,
    DeadlineFactory,
    DeadlinePlanFactory,
    EditionFactory,
    GroupFactory,
    MandateFactory,
    OrganiserFactory,
    QuotaFactory,
    session_type,
)
from tests.programmes.test_bring import PEOPLE, WRONG, unpacked
from tests.programmes.typesetting import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

    from balai.people.models import Account
    from balai.programmes.models import Activity

pytestmark = pytest.mark.usefixtures("countries")
WHY = {"en": "The hall is needed.", "id": "Aulanya diperlukan."}
AUGUST = {
    "starts_on": "2018-08-08",
    "ends_on": "2018-08-20",
    "arrives_on": "2018-08-08",
    "departs_on": "2018-08-20",
}


class Program:
    """A program that calls with somebody's token."""

    def __init__(self, account: Account, *scopes: TokenScope, language: str = "en") -> None:
        at = clock.now()
        chosen = scopes or (TokenScope.PROGRAMMES_READ, TokenScope.PROGRAMMES_WRITE)
        _token, secret = issue_token(
            account=account, label="sync", scopes=chosen, expires_at=at + timedelta(days=1), at=at
        )
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}

    def send(self, method: str, path: str, given: Any = None) -> TestResponse:
        return Client().generic(
            method,
            f"/api/v1/programmes/{path}",
            "" if given is None else json.dumps(given),
            content_type="application/json",
            headers=self.headers,
        )

    def __call__(self, method: str, path: str, given: Any = None) -> tuple[int, Any]:
        answer = self.send(method, path, given)
        return answer.status_code, json.loads(answer.content) if answer.content else None


@pytest.fixture
def ask() -> Program:
    return Program(account_with(Role.PROGRAMME_OFFICER))


def places(problem: Any) -> list[str]:
    return [error["place"] for error in problem["errors"]]


def refused(answer: tuple[int, Any]) -> tuple[int, str]:
    return answer[0], answer[1]["code"]


# --- series, pledges, editions ------------------------------------------------------------------------------


def test_a_programme_begins_and_is_corrected_column_by_column(ask: Program) -> None:
    ask("POST", "series", {"code": "SMI", "title": {"en": "Small industry"}})
    ask(
        "POST",
        "pledges",
        {"code": "CCM-45", "meeting": {"en": "45th"}, "year": 2016, "text": {"en": "One a year."}},
    )
    begun = ask(
        "POST",
        "editions",
        {
            "series": "SMI",
            "code": "SMI-2018",
            "title": {"en": "SMI 2018"},
            "country": "ID",
            "time_zone": "Asia/Jakarta",
            "places": 20,
            "source": "Plan",
        },
    )
    changed = ask("PATCH", "editions/SMI-2018", {"theme": {"en": "Research"}})
    dated = ask("PUT", "editions/SMI-2018/days", AUGUST)
    held = ask("PUT", "editions/SMI-2018/mandates", {"pledges": ["CCM-45"]})

    assert [answer[0] for answer in (begun, changed, dated, held)] == [201, 200, 200, 200]
    assert (begun[1]["status"], held[1]["mandates"]) == ("idea", ["CCM-45"])
    edition = Edition.objects.get()
    assert (edition.theme, edition.places, edition.source) == ({"en": "Research"}, 20, "Plan")
    fields = Deed.objects.filter(action="edition.changed").values_list("detail", flat=True)
    assert list(fields) == [{"fields": "theme"}]


def test_a_code_that_is_empty_is_the_code_of_nothing(ask: Program) -> None:
    pledge = {"code": "CCM-45", "meeting": {"en": "45th"}, "year": 2016, "text": {"en": "One a year."}}
    ask("POST", "pledges", pledge)

    status, problem = ask("PATCH", "pledges/CCM-45", {"country": ""})

    assert (status, places(problem)) == (422, ["body.country"])


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"country": "ZZ"}, "body.country"),
        ({"title": {}}, "body.title"),
        ({"places": 0}, "body.__all__"),
        ({"publicity": "some"}, "body.publicity"),
        ({"title": {"English": "x"}}, "body.given.title.English.[key]"),
        ({"title": None}, "body.given.title"),
    ],
)
def test_a_value_that_breaks_a_rule_is_named_with_its_place(
    ask: Program, change: dict[str, Any], place: str
) -> None:
    EditionFactory.create(code="SMI-2018")

    status, problem = ask("PATCH", "editions/SMI-2018", change)

    assert (status, problem["code"]) == (422, "request.invalid")
    assert places(problem)[0] == place


@pytest.mark.parametrize("given", [True, 1, [], "days"])
def test_what_is_no_object_changes_nothing(ask: Program, given: Any) -> None:
    edition = EditionFactory.create()

    assert refused(ask("PUT", f"editions/{edition.code}/days", given)) == (400, "request.malformed")

    before = edition.starts_on
    edition.refresh_from_db()
    assert edition.starts_on == before


def test_a_reader_of_one_edition_sees_no_other(ask: Program) -> None:
    own, other = EditionFactory.create(), EditionFactory.create()
    auditor = Program(account_with(Role.AUDITOR, scope=own.scope))

    assert [one["code"] for one in auditor("GET", "editions")[1]["items"]] == [own.code]
    assert auditor("GET", f"editions/{own.code}")[0] == 200
    assert auditor("GET", f"editions/{other.code}")[0] == 404
    assert auditor("PATCH", f"editions/{own.code}", {"places": 9})[0] == 403


def test_a_token_that_only_reads_decides_nothing() -> None:
    edition = EditionFactory.create(status=EditionStatus.CALL)
    ask = Program(account_with(Role.PROGRAMME_OFFICER), TokenScope.PROGRAMMES_READ)

    assert ask("GET", f"editions/{edition.code}")[0] == 200
    assert refused(ask("POST", f"editions/{edition.code}/postpone", {"reason": WHY})) == (
        403,
        "request.forbidden",
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_editions_asks_equally_often(
    rows: int, ask: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    EditionFactory.create_batch(rows)
    ask("GET", "editions")

    with django_assert_num_queries(4):  # token, grants twice (door and drawer), editions
        status, found = ask("GET", "editions?words=SMI")

    assert (status, len(found["items"])) == (200, rows)


# --- decisions ----------------------------------------------------------------------------------------------


def test_an_edition_lives_its_life_by_decisions(ask: Program) -> None:
    edition = EditionFactory.create(code="SMI-2018", status=EditionStatus.IDEA)
    path = "editions/SMI-2018"

    early = refused(ask("POST", f"{path}/approve"))
    OrganiserFactory.create(edition=edition)
    MandateFactory.create(edition=edition)
    approved = ask("POST", f"{path}/approve")[1]["status"]
    lacking = refused(ask("POST", f"{path}/call"))
    Edition.objects.update(status=EditionStatus.CALL)
    moved = ask("POST", f"{path}/move", {**AUGUST, "reason": WHY})[1]
    postponed = ask("POST", f"{path}/postpone", {"reason": WHY})[1]
    resumed = ask("POST", f"{path}/resume", {**AUGUST, "starts_on": "2018-08-09", "reason": WHY})[1]
    converted = ask("POST", f"{path}/convert", {"mode": "online", "reason": WHY})[1]
    on = ask("POST", f"{path}/move-on", {"to": "selection"})[1]["status"]
    cancelled = ask("POST", f"{path}/cancel", {"reason": WHY})[1]

    assert (early, approved, lacking) == (
        (409, "edition.no_host"),
        "approved",
        (409, "edition.no_quotas"),
    )
    assert (moved["starts_on"], postponed["status_before"], resumed["status"]) == (
        "2018-08-08",
        "call",
        "call",
    )
    assert (converted["mode"], on, cancelled["status"]) == ("online", "selection", "cancelled")
    assert [change["kind"] for change in cancelled["changes"]] == [
        "cancelled",
        "converted",
        "resumed",
        "postponed",
        "moved",
    ]
    assert cancelled["changes"][0]["reason"] == WHY


def test_what_needs_more_is_no_step(ask: Program) -> None:
    edition = EditionFactory.create()

    answer = ask("POST", f"editions/{edition.code}/move-on", {"to": "cancelled"})

    assert (answer[0], places(answer[1])) == (422, ["body.to"])


def test_the_next_edition_takes_over_what_is_asked_for(ask: Program) -> None:
    edition = EditionFactory.create()
    GroupFactory.create(edition=edition)
    QuotaFactory.create(edition=edition)
    given = {"code": "SMI-2019", "title": {"en": "SMI 2019"}, "starts_on": "2019-07-17"}

    unknown = ask("POST", f"editions/{edition.code}/clone", {**given, "parts": ["everything"]})
    made = ask("POST", f"editions/{edition.code}/clone", {**given, "parts": ["curriculum"]})

    assert (unknown[0], places(unknown[1])) == (422, ["body.parts"])
    assert (made[0], made[1]["ends_on"]) == (201, "2019-07-29")
    new = Edition.objects.get(code="SMI-2019")
    assert (new.groups.count(), new.quotas.count()) == (1, 0)


def test_without_days_there_is_no_next_edition(ask: Program) -> None:
    edition = EditionFactory.create(starts_on=None, ends_on=None, arrives_on=None, departs_on=None)
    given = {"code": "SMI-2019", "title": {"en": "SMI 2019"}, "starts_on": "2019-07-17"}

    assert refused(ask("POST", f"editions/{edition.code}/clone", given)) == (409, "edition.no_dates")


# --- lists --------------------------------------------------------------------------------------------------


def an_activity(edition: Edition) -> Activity:
    site = SiteFactory.create(code="bblm", organisation=OrganisationFactory.create())
    MachineFactory.create(site=site, room=None, code="cnc")
    activity: Activity = ActivityFactory.create(edition=edition, code="CNC", module=None, order=1)
    activity.sites.add(site)
    return activity


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_list_that_is_sent_back_is_the_same_in_any_language(language: str) -> None:
    edition = EditionFactory.create()
    an_activity(edition)
    ask = Program(account_with(Role.PROGRAMME_OFFICER), language=language)
    before = Deed.objects.filter(subject=edition.reference).count()

    _status, told = ask("GET", f"editions/{edition.code}/lists/activities")
    again = ask("PUT", f"editions/{edition.code}/lists/activities", {"rows": told["rows"]})

    assert told["rows"][0]["cells"]["attendance"] == "all"
    assert again == (200, told)
    assert Deed.objects.filter(subject=edition.reference).count() == before


def test_a_list_is_kept_whole(ask: Program) -> None:
    edition = EditionFactory.create()
    gone, stays = QuotaFactory.create(edition=edition), QuotaFactory.create(edition=edition, country_id="LK")
    rows = [
        {"id": str(stays.pk), "cells": {"country": "LK", "places": "3"}},
        {"cells": {"country": "PK", "places": "2"}},
    ]

    status, told = ask(
        "PUT", f"editions/{edition.code}/lists/places", {"rows": rows, "seen": [str(gone.pk), str(stays.pk)]}
    )

    assert status == 200
    assert {row["cells"]["country"]: row["cells"]["places"] for row in told["rows"]} == {"LK": "3", "PK": "2"}
    assert sorted(Quota.objects.values_list("country", "places")) == [("LK", 3), ("PK", 2)]


def test_every_fault_of_a_list_is_told_by_row_and_column_and_nothing_is_kept(ask: Program) -> None:
    edition = EditionFactory.create()
    rows = [
        {"cells": {"country": "PK", "places": "two"}},
        {"cells": {"country": "XX", "places": "2"}},
        {"cells": {"country": "LK", "places": "2", "colour": "red"}},
    ]

    status, problem = ask("PUT", f"editions/{edition.code}/lists/places", {"rows": rows})

    assert (status, sorted(places(problem))) == (
        422,
        ["body.rows.0.places", "body.rows.1.country", "body.rows.2.colour"],
    )
    assert not Quota.objects.exists()


def test_what_the_list_as_a_whole_breaks_is_told_too(ask: Program) -> None:
    edition = EditionFactory.create(places=3)
    rows = [{"cells": {"country": one, "places": "2"}} for one in ("PK", "LK")]

    status, problem = ask("PUT", f"editions/{edition.code}/lists/places", {"rows": rows})

    assert (status, places(problem)) == (422, ["body.rows"])


def test_the_finance_officer_keeps_the_money_and_no_more() -> None:
    edition = EditionFactory.create()
    ask = Program(account_with(Role.FINANCE_OFFICER))

    assert ask("PUT", f"editions/{edition.code}/lists/budget", {"rows": []})[0] == 200
    assert ask("PUT", f"editions/{edition.code}/lists/places", {"rows": []})[0] == 403
    assert ask("GET", f"editions/{edition.code}/lists/nothing")[0] == 404


# --- lessons, booklet, board --------------------------------------------------------------------------------


def test_a_lesson_is_recorded_corrected_and_settled(ask: Program) -> None:
    before = EditionFactory.create()
    after = EditionFactory.create(series=before.series)
    lessons = f"editions/{before.code}/lessons"

    recorded = ask("POST", lessons, {"source": "Evaluation", "text": {"en": "Begin earlier."}})[1]
    changed = ask("PATCH", f"{lessons}/{recorded['id']}", {"is_demanded": True})[1]
    Lesson.objects.update(taken_up_in=after)
    settle = f"editions/{after.code}/lessons/{recorded['id']}/settle"
    settled = ask("POST", settle, {"answer": WHY})[1]
    twice = refused(ask("POST", settle, {"answer": WHY}))

    assert (recorded["number"], changed["is_demanded"], changed["source"]) == (1, True, "Evaluation")
    assert (settled["taken_up_in"], settled["answer"], twice) == (after.code, WHY, (409, "lesson.settled"))
    found = {
        asked: [one["id"] for one in ask("GET", f"editions/{after.code}/lessons?{asked}")[1]["taken_up"]]
        for asked in ("words=hall+EARLIER", "words=later", "open_only=true")
    }
    assert found == {"words=hall+EARLIER": [recorded["id"]], "words=later": [], "open_only=true": []}


def test_the_booklet_is_written_and_corrected(ask: Program) -> None:
    edition = EditionFactory.create(status=EditionStatus.CALL)
    OrganiserFactory.create(edition=edition)
    path = f"editions/{edition.code}/booklet"
    freeze_booklet(edition=edition, typeset=plain, actor="system", at=clock.now())

    same = refused(ask("POST", f"{path}/errata", {"reason": WHY}))
    written = ask("PATCH", path, {"texts": {"information": {"en": "Money | Bring cash."}}})[1]
    out = ask("POST", f"{path}/errata", {"reason": WHY})[1]
    emptied = ask("PATCH", path, {"texts": {"information": {"en": " "}}})[1]

    assert same == (409, "booklet.unchanged")
    assert (written["texts"], written["owes_an_erratum"]) == (
        {"information": {"en": "Money | Bring cash."}},
        True,
    )
    assert [(one["version"], one["reason"]) for one in out["versions"]] == [(2, WHY), (1, {})]
    assert emptied["texts"] == {}


def test_somebody_answers_for_a_light_and_takes_it_back(ask: Program) -> None:
    edition = EditionFactory.create()
    board = f"editions/{edition.code}/board"

    before = {one["name"]: one for one in ask("GET", board)[1]["lights"]}
    answered = ask("PUT", f"{board}/mandate", {"reason": "It is on its way."})[1]
    twice = refused(ask("PUT", f"{board}/mandate", {"reason": "It is on its way."}))
    after = ask("DELETE", f"{board}/mandate")[1]

    assert before["mandate"]["is_green"] is False
    assert before["mandate"]["open"]
    light = next(one for one in answered["lights"] if one["name"] == "mandate")
    assert light["answered_because"] == "It is on its way."
    assert twice == (409, "light.answered_for")
    assert [one["answered_by"] for one in after["lights"]] == [None] * len(after["lights"])
    assert ask("PUT", f"{board}/moon", {"reason": "It is on its way."})[0] == 404


@pytest.mark.parametrize("status", ["cancelled", "closed", "reported", "evaluated"])
def test_an_edition_that_is_over_is_asked_for_no_light(ask: Program, status: str) -> None:
    edition = EditionFactory.create(status=status)

    assert ask("GET", f"editions/{edition.code}/board")[1] == {"may_go_on": False, "lights": []}


@pytest.mark.parametrize("rows", [1, 3])
def test_deadlines_are_asked_for_equally_often(
    rows: int, ask: Program, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = EditionFactory.create()
    for number in range(rows):
        plan = DeadlinePlanFactory.create(edition=edition, code=f"plan-{number}")
        DeadlineFactory.create(plan=plan)
    ask("GET", f"editions/{edition.code}/deadlines")

    with django_assert_num_queries(6):  # token, roles twice, edition, plans, deadlines
        _status, page = ask("GET", f"editions/{edition.code}/deadlines")

    assert len(page["items"]) == rows


# --- files --------------------------------------------------------------------------------------------------


@pytest.fixture
def _keys() -> Iterator[None]:
    with own_keys():
        yield


def bring(ask: Program, content: bytes, name: str = "people.csv") -> tuple[int, Any]:
    answer = Client().post(
        "/api/v1/programmes/imports", {"file": SimpleUploadedFile(name, content)}, headers=ask.headers
    )
    return answer.status_code, json.loads(answer.content)


@pytest.mark.usefixtures("_keys")
def test_a_file_is_brought_checked_and_taken_in(ask: Program) -> None:
    status, brought = bring(ask, PEOPLE)
    path = f"imports/{brought['id']}"
    early = refused(ask("POST", f"{path}/confirm"))
    check_bundle(brought["id"])
    sound = ask("GET", path)[1]
    ask("POST", f"{path}/confirm")
    record_bundle(brought["id"])
    done = ask("GET", path)[1]

    assert (status, brought["state"], early) == (201, "checking", (409, "bundle_import.not_checked"))
    assert (sound["state"], sound["counts"]) == ("sound", {"people": {"new": 2}})
    assert done["state"] == "done"
    assert Person.objects.filter(email="karma@example.bt").exists()
    assert ask.send("DELETE", path).status_code == 204
    assert not BundleImport.objects.exists()


@pytest.mark.usefixtures("_keys")
def test_what_is_wrong_with_a_file_is_told_with_its_place(ask: Program) -> None:
    _status, brought = bring(ask, WRONG)
    check_bundle(brought["id"])

    told = ask("GET", f"imports/{brought['id']}")[1]

    assert [(one["line"], one["column"], one["rule"]) for one in told["problems"]] == [
        (2, 1, "value.email"),
        (3, 2, "field.missing"),
    ]
    assert refused(bring(ask, b"%PDF-1.7", "letter.pdf")) == (409, "upload.kind")


@pytest.mark.usefixtures("_keys")
def test_an_edition_goes_out_as_a_file_once_a_worker_has_made_it(ask: Program) -> None:
    edition = EditionFactory.create()

    status, asked = ask("POST", f"editions/{edition.code}/bundle")
    early = ask("GET", f"exports/{asked['id']}/file")
    make_bundle(export_id=UUID(asked["id"]), write=bundle_for, at=clock.now())
    _status, made = ask("GET", f"exports/{asked['id']}")
    answer = ask.send("GET", f"exports/{asked['id']}/file")

    assert (status, asked["state"], early[0], made["state"]) == (201, "making", 404, "ready")
    assert answer["Content-Type"] == "application/zip"
    assert unpacked(answer) == bundle_of(edition.code)
    assert ask("DELETE", f"exports/{asked['id']}")[0] == 204
    assert not BundleExport.objects.exists()


@pytest.mark.usefixtures("_keys")
def test_whose_role_has_ended_fetches_nothing_that_was_made_before() -> None:
    edition = EditionFactory.create()
    account = account_with(Role.AUDITOR)
    person = account.person
    assert person is not None
    ask = Program(account)
    _status, asked = ask("POST", f"editions/{edition.code}/bundle")
    make_bundle(export_id=UUID(asked["id"]), write=bundle_for, at=clock.now())
    Grant.objects.filter(person=person).update(scope=EditionFactory.create().scope)

    assert ask("GET", f"exports/{asked['id']}/file")[0] == 403


def test_a_list_that_two_wrote_is_put_together_cell_by_cell(ask: Program) -> None:
    edition = EditionFactory.create()
    QuotaFactory.create(edition=edition, country_id="BT", places=2, reserve=1)
    address = f"editions/{edition.code}/lists/places"
    read = ask("GET", address)[1]
    mine = [{"id": row["id"], "cells": {**row["cells"], "places": "3"}} for row in read["rows"]]
    seen = [row["seen"] for row in read["rows"]]
    Quota.objects.update(reserve=4)

    status, merged = ask("PUT", address, {"rows": mine, "seen": seen})
    Quota.objects.update(places=5)
    clash = ask("PUT", address, {"rows": mine, "seen": seen})

    assert status == 200
    assert [(row["cells"]["places"], row["cells"]["reserve"]) for row in merged["rows"]] == [("3", "4")]
    assert clash[0] == 422
    assert [(one["place"], one["rule"]) for one in clash[1]["errors"]] == [
        (
            "body.rows.0.places",
            "A colleague has written “5” here meanwhile. Save again to keep what you wrote.",
        )
    ]


def test_dates_are_found_over_the_api(ask: Program) -> None:
    edition = EditionFactory.create()
    QuotaFactory.create(edition=edition, country_id="BT")
    question = {"season_first": "2018-07-18", "season_last": "2018-08-05", "days": 13, "weekdays": [2]}
    address = f"editions/{edition.code}/dates/search"

    status, asked = ask("POST", address, question)
    answer_search(search_id=DateSearch.objects.get().pk, at=clock.now())
    _status, found = ask("GET", address)
    too_long = ask("POST", address, {**question, "days": 30})

    assert (status, asked["answered_at"], asked["feasible"]) == (201, None, [])
    assert [(one["first"], one["last"]) for one in found["feasible"]] == [("2018-07-18", "2018-07-30")]
    assert found["answered_at"]
    assert refused(too_long) == (409, "dates.do_not_fit")
    assert ask("DELETE", address)[0] == 204
    assert ask("GET", address)[0] == 404


def test_a_frozen_booklet_is_given_out_byte_for_byte(ask: Program) -> None:
    file = BookletFileFactory.create(content=b"%PDF-1.7 frozen")
    code = file.booklet.edition.code

    answer = ask.send("GET", f"editions/{code}/booklet/{file.booklet.version}/{file.kind}/{file.language}")

    assert (answer["Content-Type"], answer.content) == ("application/pdf", b"%PDF-1.7 frozen")


def test_the_office_keeps_kinds_of_sessions_of_its_own(ask: Program) -> None:
    drill = {"code": "DOJO", "name": {"en": "Drill"}, "family": "practice", "comes_after": ["LEC"]}
    session_type("LEC")

    status, entered = ask("POST", "session-types", drill)
    strange = ask("PATCH", "session-types/DOJO", {"comes_after": ["DOJO"]})
    _status, changed = ask("PATCH", "session-types/DOJO", {"minutes_least": 30})
    used = ActivityFactory.create(session_type_id="DOJO")
    in_use = ask("DELETE", "session-types/DOJO")
    used.delete()

    assert (status, entered["needs_machines"], entered["comes_after"]) == (201, False, ["LEC"])
    assert refused(strange) == (409, "session_type.no_other_kind")
    assert changed["minutes_least"] == 30
    assert refused(in_use) == (409, "session_type.in_use")
    assert ask("DELETE", "session-types/DOJO")[0] == 204
    assert "DOJO" not in [one["code"] for one in ask("GET", "session-types")[1]["items"]]
