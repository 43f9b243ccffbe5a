from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.test import Client

from balai.api import api
from balai.audit.models import Deed
from balai.directory.kinds import KINDS
from balai.directory.models import Machine, Organisation, ResourcePerson, Room, Site, Technology
from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.services.tokens import issue_token
from tests.directory import looks
from tests.directory.factories import (
    BodyFactory,
    MembershipFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    RoomFactory,
    SiteFactory,
    TopicFactory,
    VisaRouteFactory,
)
from tests.people.factories import AccountFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from balai.people.models import Account

pytestmark = pytest.mark.django_db
BOTH = (TokenScope.DIRECTORY_READ, TokenScope.DIRECTORY_WRITE)


class Program:
    """Calls the API with a token of an account."""

    def __init__(self, account: Account, *scopes: TokenScope) -> None:
        at = clock.now()
        _token, self.secret = issue_token(
            account=account, label="x", scopes=scopes or BOTH, expires_at=at + dt.timedelta(days=1), at=at
        )

    def __call__(self, method: str, path: str, given: Any = None, **query: Any) -> tuple[int, Any]:
        response = Client().generic(
            method,
            f"/api/v1/directory/{path}",
            json.dumps(given) if given is not None else "",
            content_type="application/json",
            query_params=query,
            headers={"Authorization": f"Bearer {self.secret}"},
        )
        return response.status_code, json.loads(response.content or "null")


def officer() -> Program:
    return Program(account_with(Role.PROGRAMME_OFFICER))


def test_every_kind_is_read_as_its_page_shows_it() -> None:
    looks.keep_a_directory()
    ask = Program(AccountFactory.create(person=None), TokenScope.DIRECTORY_READ)

    told = {
        name: ask("GET", name)
        for name in (
            "countries", "bodies", "organisations", "sites", "machines", "topics", "technologies", "visa-routes"
        )
    }  # fmt: skip

    assert {name: status for name, (status, _page) in told.items()} == dict.fromkeys(told, 200)
    assert len(told["countries"][1]["items"]) == 50
    assert [site["code"] for site in told["sites"][1]["items"]] == ["b4t", "bblm"]
    assert told["machines"][1]["items"][0]["room"] == "cnc-hall"
    assert told["technologies"][1]["items"][0]["topics"] == ["machining"]
    assert told["visa-routes"][1]["items"][0]["nationality"] == "AF"


def test_one_record_is_told_with_codes_and_every_language() -> None:
    looks.keep_a_directory()
    ask = officer()

    _status, centre = ask("GET", f"organisations/{looks.CENTRE}")
    _status, site = ask("GET", f"sites/{looks.SITE}")

    assert (centre["code"], centre["parent"], centre["country"], centre["archived"]) == (
        "bblm",
        "bppi",
        "ID",
        False,
    )
    assert centre["name"] == {"en": "Centre for Metal and Machinery", "id": "Balai Besar Logam dan Mesin"}
    assert [room["code"] for room in site["rooms"]] == ["cnc-hall", "musala"]
    assert len(site["opening_hours"]) == 10
    assert site["closures"] == [
        {
            "since": "2031-07-16",
            "until": "2031-07-17",
            "reason": {"en": "Maintenance of the furnace", "id": "Pemeliharaan tanur"},
        }
    ]
    for path in (
        f"machines/{looks.MACHINE}",
        f"technologies/{looks.TECHNOLOGY}",
        "countries/BT",
        "bodies/ldc",
    ):
        assert ask("GET", path)[0] == 200
    assert ask("GET", f"sites/{uuid4()}")[0] == ask("GET", "countries/ZZ")[0] == 404


def test_members_are_those_of_the_day() -> None:
    body = BodyFactory.create(code="colombo-plan")
    MembershipFactory.create(
        body=body, country_id="CA", since=dt.date(1951, 1, 1), until=dt.date(1991, 12, 31)
    )
    ask = officer()

    then = ask("GET", "bodies/colombo-plan/members", on="1991-12-31")[1]["items"]
    now = ask("GET", "bodies/colombo-plan/members")[1]["items"]

    assert [held["country"] for held in then] == ["CA"]
    assert now == []


def test_members_are_found_by_words_and_countries_by_the_body_that_they_are_members_of() -> None:
    body = BodyFactory.create(code="colombo-plan")
    organ = BodyFactory.create(code="colombo-plan-ccm", parent=body)
    for code, until in (("BT", None), ("CA", dt.date(1991, 12, 31)), ("LA", None)):
        MembershipFactory.create(body=body, country_id=code, since=dt.date(1951, 1, 1), until=until)
    ask = officer()

    def countries(**query: str) -> list[str]:
        return [one["code"] for one in ask("GET", "countries", **query)[1]["items"]]

    held = ask("GET", f"bodies/{organ.code}/members", words="bhu", on="1991-12-31")[1]["items"]
    assert [one["country"] for one in held] == ["BT"]
    assert countries(body=body.code, on="1991-12-31") == ["BT", "CA", "LA"]
    assert countries(body=body.code) == countries(body=organ.code) == ["BT", "LA"]  # as of today
    assert countries(body=body.code, words="lao") == ["LA"]


def test_a_program_looks_for_what_a_page_looks_for() -> None:
    described = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    asked, offered = {}, {}
    for kind in KINDS.values():
        if kind.listing:
            read = described[f"/api/v1/directory/{kind.plural}"]["get"]
            asked[kind.name] = {one["name"] for one in read["parameters"]} - {"after"}
            offered[kind.name] = {
                "words" if name == "q" else name for name in kind.listing.filter.base_fields
            }

    assert len(offered) == 10
    assert asked == offered


def test_a_visa_question_is_answered_honestly() -> None:
    VisaRouteFactory.create()
    ask = officer()
    question = {"host": "ID", "residence": "PK", "passport_type": "service", "on": "2018-07-18"}

    _status, known = ask("GET", "visa-routes/answer", nationality="AF", **question)
    _status, unknown = ask("GET", "visa-routes/answer", nationality="BT", **question)

    assert (known["route"], known["lead_days"], known["rule"]["host"]) == ("calling", 30, "ID")
    assert unknown == {"route": None, "lead_days": None, "rule": None}


def test_resource_persons_are_for_those_who_may_see_them() -> None:
    own, foreign = ResourcePersonFactory.create(), ResourcePersonFactory.create()
    office = Program(account_with(Role.AUDITOR))
    coordinator = Program(account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{own.organisation_id}"))
    others = [Program(account_with(Role.FOCAL_POINT)), Program(AccountFactory.create(person=None))]

    seen = [
        {card["code"] for card in ask("GET", "resource-persons")[1]["items"]} for ask in (office, coordinator)
    ]

    assert seen == [{own.code, foreign.code}, {own.code}]
    assert coordinator("GET", f"resource-persons/{own.pk}")[0] == 200
    assert coordinator("GET", f"resource-persons/{foreign.pk}")[0] == 404
    assert [ask("GET", "resource-persons")[0] for ask in others] == [403, 403]


@pytest.mark.parametrize("rows", [1, 3])
def test_a_list_asks_the_database_equally_often_for_any_number_of_rows(
    rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _row in range(rows):
        SiteFactory.create()
    ask = officer()
    ask("GET", "sites")

    with django_assert_num_queries(3):  # token with account and person, roles, sites
        _status, page = ask("GET", "sites")

    assert len(page["items"]) == rows


# --- deeds --------------------------------------------------------------------------------------------


def test_the_office_enters_changes_and_archives() -> None:
    OrganisationFactory.create(code="bppi")
    ask = officer()
    given = {"code": "bblm", "kind": "centre", "name": {"en": "Metal"}, "country": "ID", "parent": "bppi"}

    status, centre = ask("POST", "organisations", given)
    changed = ask("PATCH", f"organisations/{centre['id']}", {"city": "Bandung"})
    archived = ask("POST", f"organisations/{centre['id']}/archive")

    assert (status, centre["parent"], centre["city"]) == (201, "bppi", "")
    assert (changed[0], changed[1]["city"], changed[1]["name"]) == (200, "Bandung", {"en": "Metal"})
    assert (archived[0], archived[1]["archived"]) == (200, True)
    assert list(
        Deed.objects.filter(subject=f"organisation:{centre['id']}")
        .order_by("id")
        .values_list("action", "detail")
    ) == [
        ("organisation.created", {}),
        ("organisation.changed", {"fields": "city"}),
        ("organisation.archived", {}),
    ]


def test_what_a_centre_has_is_entered_by_codes() -> None:
    OrganisationFactory.create(code="bblm")
    TopicFactory.create(code="machining")
    ask = officer()

    answers = [
        ask("POST", path, given)[0]
        for path, given in (
            (
                "sites",
                {
                    "code": "bblm",
                    "organisation": "bblm",
                    "name": {"en": "Grounds"},
                    "country": "ID",
                    "city": "Bandung",
                    "time_zone": "Asia/Jakarta",
                },
            ),
            ("rooms", {"site": "bblm", "code": "hall", "name": {"en": "Hall"}, "capacity": 12}),
            ("machines", {"site": "bblm", "code": "cnc", "name": {"en": "CNC"}, "room": "hall"}),
            (
                "technologies",
                {"organisation": "bblm", "code": "cnc", "title": {"en": "CNC"}, "topics": ["machining"]},
            ),
        )
    ]

    assert answers == [201] * 4
    assert Machine.objects.get().room == Room.objects.get()
    assert [topic.code for topic in Technology.objects.get().topics.all()] == ["machining"]


def test_memberships_and_visa_rules_are_entered_and_ended() -> None:
    BodyFactory.create(code="colombo-plan")
    ask = officer()
    membership = {"body": "colombo-plan", "country": "BT", "since": "1962-01-01", "source": "Proceedings"}
    rule = {"host": "ID", "nationality": "AF", "route": "calling", "lead_days": 30, "since": "2015-01-01"}

    _status, held = ask("POST", "memberships", membership)
    again = ask("POST", "memberships", membership)
    _status, entered = ask("POST", "visa-routes", rule)
    ended = [
        ask("PATCH", f"memberships/{held['id']}", {"until": "2030-12-31"})[1]["until"],
        ask("PATCH", f"visa-routes/{entered['id']}", {"until": "2030-12-31"})[1]["until"],
    ]

    assert again[0] == 422
    assert "member on some of these days" in again[1]["errors"][0]["rule"]
    assert ended == ["2030-12-31", "2030-12-31"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "club"}, "body.kind"),
        ({"parent": "nobody"}, "body.parent"),
        ({"country": "ZZ"}, "body.country"),
        ({"name": {}}, "body.name"),
        ({"website": "bblm"}, "body.website"),
    ],
)
def test_a_value_that_breaks_a_rule_is_named_with_its_place(change: dict[str, Any], place: str) -> None:
    given = {"code": "bblm", "kind": "centre", "name": {"en": "Metal"}, "country": "ID"} | change

    status, problem = officer()("POST", "organisations", given)

    assert (status, problem["code"], [error["place"] for error in problem["errors"]]) == (
        422,
        "request.invalid",
        [place],
    )
    assert not Organisation.objects.exists()


def test_a_coordinator_is_told_why_another_centre_is_not_theirs() -> None:
    own, foreign = RoomFactory.create(), RoomFactory.create()
    ask = Program(account_with(Role.CENTRE_COORDINATOR, scope=f"organisation:{own.site.organisation_id}"))

    assert ask("PATCH", f"rooms/{own.pk}", {"capacity": 30})[0] == 200
    status, problem = ask("PATCH", f"rooms/{foreign.pk}", {"capacity": 30})

    assert (status, problem["code"]) == (409, "directory.not_your_centre")
    assert ask("PATCH", f"organisations/{own.site.organisation_id}", {"city": "x"})[0] == 403
    assert ask("POST", f"sites/{foreign.site_id}/archive")[0] == 409
    assert not Site.objects.exclude(archived_at=None).exists()


def test_a_code_of_something_archived_is_told_as_such() -> None:
    OrganisationFactory.create(code="bblm", archived_at=clock.now())
    TopicFactory.create(code="dyes", archived_at=clock.now())
    OrganisationFactory.create(code="bbt")
    ask = officer()
    given = {"code": "dyes", "title": {"en": "Dyes"}}

    answers = [
        ask("POST", "technologies", given | {"organisation": "bblm"}),
        ask("POST", "technologies", given | {"organisation": "bbt", "topics": ["dyes"]}),
    ]

    assert [(status, problem["errors"]) for status, problem in answers] == [
        (
            422,
            [
                {
                    "place": f"body.{place}",
                    "rule": f"What has the code “{code}” is archived. Take it back into use, or name another.",
                }
            ],
        )
        for place, code in (("organisation", "bblm"), ("topics", "dyes"))
    ]
    assert not Technology.objects.exists()


def test_reading_does_not_need_what_writing_needs() -> None:
    ask = Program(account_with(Role.PROGRAMME_OFFICER), TokenScope.DIRECTORY_READ)

    assert ask("GET", "organisations")[0] == 200
    assert ask("POST", "organisations", {})[0] == 403


# --- what else pages can change -------------------------------------------------------------------------


def test_contacts_are_kept_and_found_by_their_organisation() -> None:
    ask = officer()
    OrganisationFactory.create(code="bblm")
    given = {"organisation": "bblm", "office": {"en": "Cooperation"}, "email": "desk@example.org"}

    status, contact = ask("POST", "contacts", given)
    _status, changed = ask("PATCH", f"contacts/{contact['id']}", {"telephone": "+62 22 1"})
    _status, there = ask("GET", "contacts", organisation="bblm")
    _status, elsewhere = ask("GET", "contacts", organisation="bbt")
    _status, alone = ask("GET", f"contacts/{contact['id']}")
    ask("POST", f"contacts/{contact['id']}/archive")

    assert (status, changed["telephone"], changed["organisation"]) == (201, "+62 22 1", "bblm")
    assert there["items"] == [alone] == [changed]
    assert ask("GET", f"contacts/{contact['id']}") == (200, changed | {"archived": True})
    assert elsewhere["items"] == ask("GET", "contacts", organisation="bblm")[1]["items"] == []
    assert ask("POST", "contacts", {**given, "email": ""})[0] == 422


def test_a_week_is_written_whole_and_refused_whole() -> None:
    ask, site = officer(), SiteFactory.create()
    path = f"sites/{site.pk}/opening-hours"
    morning = {"weekday": 0, "opens": "08:00", "closes": "12:00"}
    afternoon = {"weekday": 0, "opens": "13:00", "closes": "16:00"}

    written = ask("PUT", path, {"items": [afternoon, morning]})
    overlapping = ask("PUT", path, {"items": [morning, {**afternoon, "opens": "11:00"}]})
    eighth = ask("PUT", path, {"items": [{**morning, "weekday": 7}]})

    assert [one["opens"] for one in written[1]["items"]] == ["08:00:00", "13:00:00"]
    assert (overlapping[0], eighth[0]) == (422, 422)
    assert site.opening_hours.count() == 2
    assert ask("PUT", path, {"items": []}) == (200, {"items": []})


def test_closed_days_and_ways_are_kept_by_codes_of_sites() -> None:
    ask, site = officer(), SiteFactory.create(code="bblm")
    SiteFactory.create(code="b4t")
    closed = {"site": "bblm", "since": "2018-07-16", "until": "2018-07-17", "reason": {"en": "Audit"}}
    way = {"origin": "bblm", "destination": "b4t", "minutes": 5, "mode": "walk"}

    _status, closure = ask("POST", "closures", closed)
    _status, longer = ask("PATCH", f"closures/{closure['id']}", {"until": "2018-07-18"})
    _status, known = ask("POST", "travel-times", way)
    again = ask("POST", "travel-times", way)
    nowhere = ask("POST", "travel-times", {**way, "destination": "nowhere"})
    _status, ways = ask("GET", f"sites/{site.pk}/travel-times")

    assert (longer["site"], longer["until"]) == ("bblm", "2018-07-18")
    assert [(one["destination"], one["minutes"]) for one in ways["items"]] == [("b4t", 5)]
    assert (again[0], nowhere[0]) == (422, 422)
    assert ask("PATCH", f"travel-times/{known['id']}", {"minutes": 0})[0] == 422
    assert ask("POST", f"travel-times/{known['id']}/archive")[1]["archived"] is True


def test_a_card_of_somebody_known_is_theirs_and_tells_topics_languages_and_days() -> None:
    ask, known = officer(), PersonFactory.create(name="Anwar Siregar", email="anwar@example.org")
    TopicFactory.create(code="machining")
    card = {"code": "anwar", "name": "A. Siregar", "email": "ANWAR@example.org", "topics": ["machining"]}
    days = [{"since": "2018-07-23", "until": "2018-07-24", "kind": "available", "note": "mornings"}]

    status, entered = ask("POST", "resource-persons", card)
    path = f"resource-persons/{entered['id']}"
    ask("PATCH", path, {"languages": ["id", "en"]})
    said = ask("PUT", f"{path}/availability", {"items": days})
    overlapping = ask("PUT", f"{path}/availability", {"items": [*days, *days]})
    _status, told = ask("GET", path)
    _status, free = ask("GET", "resource-persons", available_on="2018-07-24")

    assert (status, entered["person"]) == (201, "Anwar Siregar")
    assert ResourcePerson.objects.get().person == known
    assert (told["topics"], told["languages"], told["availability"]) == (["machining"], ["id", "en"], days)
    assert (said[0], overlapping[0]) == (200, 422)
    assert [one["code"] for one in free["items"]] == ["anwar"]
    assert ask("GET", "resource-persons", available_on="2018-07-25")[1]["items"] == []
    assert ask("POST", "resource-persons", {**card, "code": "again"})[0] == 422


def test_bodies_topics_and_names_of_countries_are_kept() -> None:
    ask = officer()

    entered = ask("POST", "bodies", {"code": "asean", "name": {"en": "ASEAN"}})
    part = {"code": "asean-organ", "name": {"en": "Council"}, "kind": "organ"}
    without = ask("POST", "bodies", part)
    within = ask("POST", "bodies", {**part, "parent": "asean"})
    changed = ask("PATCH", "bodies/asean", {"abbreviation": "ASEAN"})
    topic = ask("POST", "topics", {"code": "batik", "name": {"en": "Batik"}})
    country = ask("PATCH", "countries/BT", {"short_name": {"en": "Bhutan!"}})

    assert (entered[0], without[0], within[0], within[1]["parent"]) == (201, 422, 201, "asean")
    assert changed[1]["abbreviation"] == "ASEAN"
    assert ask("PATCH", f"topics/{topic[1]['id']}", {"name": {"id": "Batik tulis"}})[0] == 200
    assert country[1]["short_name"] == {"en": "Bhutan!"}
    assert ask("PATCH", "countries/ZZ", {"short_name": {}})[0] == 404


def test_what_was_archived_comes_back_and_what_was_a_mistake_is_removed() -> None:
    ask, room = officer(), RoomFactory.create()

    ask("POST", f"rooms/{room.pk}/archive")
    back = ask("POST", f"records/room/{room.pk}/restore")
    twice = ask("POST", f"records/room/{room.pk}/restore")
    used = ask("DELETE", f"records/site/{room.site_id}")

    assert (back[0], back[1]["archived"]) == (200, False)
    assert (twice[0], used[0]) == (409, 409)
    assert officer()("DELETE", f"records/room/{room.pk}")[0] == 204
    assert not Room.objects.filter(pk=room.pk).exists()
    assert ask("DELETE", f"records/country/{room.pk}")[0] == 422
