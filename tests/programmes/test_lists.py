"""The list of editions, series and pledges: found, paged, exported, and only what somebody may see."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import balai
from balai.audit.services import record
from balai.people.enums import Role
from balai.programmes import services as programmes_services
from balai.programmes.forms.lists import SHEETS
from balai.programmes.models import Edition, Pledge, Series
from balai.programmes.queries import editions_in_order, editions_matching
from balai.programmes.templatetags.programmes import deed_name
from balai.ui import host
from tests.directory.factories import BodyFactory
from tests.people.factories import PersonFactory, account_with
from tests.programmes.factories import (
    EditionFactory,
    EligibilityRuleFactory,
    LessonFactory,
    MandateFactory,
    PledgeFactory,
    SeriesFactory,
    T,
)

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django import DjangoAssertNumQueries

pytestmark = pytest.mark.usefixtures("countries")


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    return client


def codes(response: TestResponse) -> list[str]:
    return [edition.code for edition in response.context["editions"]]


def editions(number: int) -> list[Edition]:
    series = SeriesFactory.create(code="SMI")
    return [
        EditionFactory.create(
            code=f"SMI-{2000 + place}",
            series=series,
            starts_on=dt.date(2000 + place, 7, 18),
            ends_on=dt.date(2000 + place, 7, 30),
            arrives_on=None,
            departs_on=None,
        )
        for place in range(number)
    ]


def test_editions_stand_newest_first_and_those_without_days_before_all(officer: Client) -> None:
    editions(2)
    EditionFactory.create(code="NEXT", starts_on=None, ends_on=None, arrives_on=None, departs_on=None)

    assert codes(officer.get("/programmes/")) == ["NEXT", "SMI-2001", "SMI-2000"]
    assert codes(officer.get("/programmes/?sort=old"))[-1] == "NEXT"
    assert codes(officer.get("/programmes/?sort=code")) == ["NEXT", "SMI-2000", "SMI-2001"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=bandung", ["SMI-2018"]),
        ("q=pengembangan+SMALL", ["SMI-2018"]),  # every word, in any language, in any case
        ("q=textile", ["CNC-2018"]),
        ("q=bandung+textile", []),
        ("q=smi-20", ["SMI-2018"]),
        ("series=CNC", ["CNC-2018"]),
        ("status=approved", ["CNC-2018"]),
        ("status=nonsense", ["CNC-2018", "SMI-2018"]),
        ("series=nonsense&sort=nonsense", ["CNC-2018", "SMI-2018"]),
    ],
)
def test_editions_are_found(officer: Client, query: str, found: list[str]) -> None:
    EditionFactory.create(code="SMI-2018", series=SeriesFactory.create(code="SMI"))
    EditionFactory.create(
        code="CNC-2018",
        series=SeriesFactory.create(code="CNC", title={"en": "Machines"}),
        title={"en": "Textile machines"},
        cities=["Solo"],
        status="approved",
    )

    assert sorted(codes(officer.get(f"/programmes/?{query}"))) == found


def test_pages_follow_each_other_without_a_gap(officer: Client) -> None:
    editions(51)

    first = officer.get("/programmes/")
    second = officer.get(f"/programmes/{first.context['pager'].next_url}")

    assert [len(codes(first)), len(codes(second))] == [50, 1]
    assert sorted([*codes(first), *codes(second)]) == [f"SMI-{2000 + place}" for place in range(51)]


@pytest.mark.parametrize("number", [1, 3])
def test_list_asks_the_same_number_of_questions_for_few_and_for_many(
    officer: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    editions(number)
    officer.get("/programmes/")  # the session is noted once in five minutes

    with django_assert_num_queries(8):
        officer.get("/programmes/")


@pytest.mark.parametrize("number", [1, 3])
def test_series_and_pledges_ask_the_same_number_of_questions_for_few_and_for_many(
    officer: Client, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for place in range(number):
        edition = EditionFactory.create(series=SeriesFactory.create(code=f"S{place}"))
        MandateFactory.create(edition=edition)
    officer.get("/programmes/series/")

    with django_assert_num_queries(8):
        officer.get("/programmes/series/")
    with django_assert_num_queries(8):
        officer.get("/programmes/pledges/")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("series/?", ["CNC", "SMI"]),
        ("series/?q=machines+CNC", ["CNC"]),
        ("series/?q=permesinan", ["CNC"]),  # in any language
        ("series/?q=machines+industry", []),
        ("series/?body=colombo-plan", ["SMI"]),
        ("series/?publicity=public", ["CNC"]),
        ("series/?body=nonsense&publicity=nonsense", ["CNC", "SMI"]),
        ("pledges/?q=fiji", ["CCM-45"]),
        ("pledges/?q=45th+pledge", ["CCM-45"]),
        ("pledges/?body=colombo-plan", ["CCM-45"]),
        ("pledges/?valid_on=2016-09-27", ["CCM-44"]),  # the day before the 45th meeting
        ("pledges/?valid_on=2018-07-18", ["CCM-45", "CCM-44"]),
        ("pledges/?valid_on=2021-01-01", ["CCM-44"]),  # the 45th promised until the end of 2020
        ("pledges/?valid_on=nonsense", ["CCM-45", "CCM-44"]),
    ],
)
def test_series_and_pledges_are_found(officer: Client, query: str, found: list[str]) -> None:
    plan = BodyFactory.create(code="colombo-plan")
    SeriesFactory.create(
        code="SMI", title={"en": "Small and medium industry"}, body=plan, publicity="internal"
    )
    SeriesFactory.create(
        code="CNC", title={"en": "Machines", "id": "Permesinan"}, body=None, publicity="public"
    )
    PledgeFactory.create(
        code="CCM-45",
        body=plan,
        meeting={"en": "45th Consultative Committee Meeting"},
        place={"en": "Nadi, Fiji"},
        text={"en": "A pledge to go on"},
        year=2016,
        held_from=dt.date(2016, 9, 28),
        held_until=dt.date(2016, 9, 30),
        valid_until=dt.date(2020, 12, 31),
    )
    PledgeFactory.create(
        code="CCM-44",
        body=None,
        meeting={"en": "44th Consultative Committee Meeting"},
        place={"en": "Kathmandu"},
        text={"en": "A first pledge"},
        year=2014,
        held_from=None,
        held_until=None,
        valid_until=None,
    )

    response = officer.get(f"/programmes/{query}")

    assert [row.code for row in response.context["rows"]] == found
    assert ("Nothing fits" in response.content.decode()) == (not found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("model", "address", "index"),
    [(Series, "/programmes/series/", "series_by_words"), (Pledge, "/programmes/pledges/", "pledge_by_words")],
)
def test_20000_series_and_pledges_are_found_by_an_index(
    officer: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    model: type[Series | Pledge],
    address: str,
    index: str,
) -> None:
    words = ("textile", "ceramics", "machinery", "batik", "food")
    named = {Series: ("title",), Pledge: ("meeting", "text")}[model]
    more: dict[str, object] = {} if model is Series else {"year": 2016}
    rows: list[Any] = [
        model(
            code=f"X{number:05}",
            **more,
            **{name: {"en": f"{words[number % 5]} {number}"} for name in named},
        )
        for number in range(20_000)
    ]
    manager: Any = model._default_manager
    manager.bulk_create(rows, batch_size=2_000)
    officer.get(address)

    for query, first in (("", ""), ("q=ceramics+19996", "X19996"), ("q=nothing+at+all", None)):
        with django_assert_max_num_queries(8), CaptureQueriesContext(connection) as context:
            found = officer.get(f"{address}?{query}").context["rows"]
        assert [row.code for row in found][:1] == ([] if first is None else [first or found[0].code])
        if first:
            (sql,) = (one["sql"] for one in context.captured_queries if "LIMIT 51" in one["sql"])
            with connection.cursor() as cursor:  # the server has counted nothing of what was just written
                cursor.execute("SET LOCAL enable_seqscan = off")
                cursor.execute(f"EXPLAIN {sql}")
                assert index in str(cursor.fetchall())


def test_list_as_a_file_has_what_the_filter_lets_through_and_nothing_a_sheet_would_run(
    officer: Client,
) -> None:
    editions(2)
    EditionFactory.create(code="CNC-2018", title={"en": "=1+1"}, series=SeriesFactory.create(code="CNC"))

    content = b"".join(officer.get("/programmes/export.csv?series=CNC"))

    (row,) = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    assert (row["Code"], row["Title"]) == ("CNC-2018", "'=1+1")


def test_officer_of_one_edition_sees_it_alone(client: Client) -> None:
    own, foreign = EditionFactory.create(code="OWN"), EditionFactory.create(code="FOREIGN")
    pledge = MandateFactory.create(edition=own).pledge
    MandateFactory.create(edition=foreign, pledge=PledgeFactory.create(code="ANOTHER"))
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=own.scope))

    assert codes(client.get("/programmes/")) == ["OWN"]
    assert b"FOREIGN" not in b"".join(client.get("/programmes/export.csv"))
    assert client.get("/programmes/editions/OWN/").status_code == 200
    assert client.get("/programmes/editions/FOREIGN/").status_code == 404
    assert list(client.get("/programmes/series/").context["rows"]) == [own.series]
    assert client.get(f"/programmes/series/{foreign.series.code}/").status_code == 404
    assert list(client.get("/programmes/pledges/").context["rows"]) == [pledge]
    shown = client.get(f"/programmes/pledges/{pledge.code}/")
    assert (shown.context["editions"], shown.context["may_keep"]) == ([own], False)
    assert client.get("/programmes/pledges/ANOTHER/").status_code == 404


def test_officer_of_one_edition_begins_no_other(client: Client) -> None:
    own = EditionFactory.create()
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=own.scope))

    assert client.get("/programmes/new/").status_code == 403
    assert client.get(f"/programmes/editions/{own.code}/clone/").status_code == 403
    assert "Begin an edition" not in client.get("/programmes/").content.decode()


def test_empty_list_says_what_comes_first_and_an_empty_search_what_to_do(officer: Client) -> None:
    assert "There is no edition yet" in officer.get("/programmes/").content.decode()
    assert "No edition fits" in officer.get("/programmes/?q=solar").content.decode()


def test_series_is_recorded_and_corrected(officer: Client) -> None:
    created = officer.post(
        "/programmes/series/new/",
        {"code": "SMI", "title_en": "Small industry", "publicity": "public"},
    )
    assert created["Location"] == "/programmes/series/SMI/"
    officer.post(
        "/programmes/series/SMI/change/",
        {"code": "SMI", "title_en": "Small and medium industry", "publicity": "public"},
    )

    text = officer.get("/programmes/series/SMI/").content.decode()
    assert "Small and medium industry" in text
    assert ["Corrected" in text, "Recorded" in text] == [True, True]  # from the trail


def test_series_with_the_code_of_another_is_refused_at_its_field(officer: Client) -> None:
    SeriesFactory.create(code="SMI")

    response = officer.post(
        "/programmes/series/new/", {"code": "SMI", "title_en": "Another", "publicity": "public"}
    )

    assert response.status_code == 422
    assert "code" in response.context["form"].errors
    assert Series.objects.count() == 1


def test_pledge_is_recorded_and_a_meeting_that_ends_before_it_begins_is_refused(officer: Client) -> None:
    pledge = {
        "code": "CCM-45",
        "meeting_en": "45th Consultative Committee Meeting",
        "year": "2016",
        "text_en": "A programme each year.",
        "certainty": "known",
    }
    wrong = officer.post(
        "/programmes/pledges/new/", {**pledge, "held_from": "2016-07-29", "held_until": "2016-07-27"}
    )
    assert (wrong.status_code, Pledge.objects.count()) == (422, 0)

    officer.post("/programmes/pledges/new/", pledge)
    officer.post("/programmes/pledges/CCM-45/change/", {**pledge, "year": "2017"})
    assert Pledge.objects.get().year == 2017


def test_edition_begins_as_an_idea(officer: Client) -> None:
    series = SeriesFactory.create()
    data = {
        "series": str(series.pk),
        "code": "SMI-2019",
        "title_en": "Small industry",
        "country": "ID",
        "time_zone": "Asia/Jakarta",
    }

    assert officer.get("/programmes/new/").context["form"]["time_zone"].value() == host.current().zone
    assert officer.post("/programmes/new/", data)["Location"] == "/programmes/editions/SMI-2019/"
    again = officer.post("/programmes/new/", data)

    assert Edition.objects.get(code="SMI-2019").status == "idea"
    assert (again.status_code, "code" in again.context["form"].errors) == (422, True)


def test_a_record_tells_what_was_done_to_it_by_whom(officer: Client) -> None:
    edition = EditionFactory.create(code="SMI-2018")
    lesson = LessonFactory.create(edition=edition)
    pledge = PledgeFactory.create(code="CCM-45")
    someone = PersonFactory.create(name="Ratna Dewi")
    for subject, action in (
        (edition, "edition.dated"),
        (edition.series, "series.changed"),
        (pledge, "pledge.changed"),
        (lesson, "lesson.changed"),
    ):
        record(actor=someone.reference, action=action, subject=subject.reference, at=T)
    record(actor="system", action="edition.deadlines_computed", subject=edition.reference, at=T)

    for address, lines in (
        (f"editions/{edition.code}/", ["Days decided", "Ratna Dewi,", "Deadlines worked out", "Balai,"]),
        (f"series/{edition.series.code}/", ["Corrected", "Ratna Dewi,"]),
        ("pledges/CCM-45/", ["Corrected", "Ratna Dewi,"]),
        (f"editions/{edition.code}/lessons/{lesson.pk}/", ["Corrected", "Ratna Dewi,"]),
    ):
        text = officer.get(f"/programmes/{address}").content.decode()
        assert [line for line in lines if line not in text] == [], address


def test_a_rule_that_leaves_people_out_draws_a_warning_and_the_alternative(officer: Client) -> None:
    edition = EditionFactory.create()
    EligibilityRuleFactory.create(edition=edition, code="E-AGE", label={"en": "At most 50 years old"})
    address = f"/programmes/editions/{edition.code}/lists/rules/"
    assert "Think again" not in officer.get(address).content.decode()

    EligibilityRuleFactory.create(
        edition=edition, code="E-FIT", label={"en": "Women", "id": "Perempuan yang tidak hamil"}
    )

    page = officer.get(address).content.decode()
    assert "Think again about E-FIT" in page
    assert "Think again about E-AGE" not in page
    assert "Describe the demands on the activity’s sheet instead" in page


def test_every_deed_of_this_room_has_words() -> None:
    services = Path(programmes_services.__file__).parent
    written = "\n".join(file.read_text(encoding="utf-8") for file in services.glob("*.py"))
    named = set(re.findall(r'action="((?:edition|series|pledge|lesson)\.[a-z_]+)"', written))
    of_lists = {
        f"edition.{sheet.model._meta.db_table.removeprefix('balai_')}{ending}"
        for sheet in SHEETS.values()
        for ending in ("_list_kept", "_entered", "_changed", "_removed")
    }

    assert len(named) > 20
    assert [action for action in sorted(named | of_lists) if deed_name(action) == action] == []


def test_every_deed_on_an_edition_has_words_whichever_room_did_it() -> None:
    named = set()
    for file in Path(balai.__file__).parent.glob("*/services/**/*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                given = {one.arg: one.value for one in call.keywords}
                action, subject = given.get("action"), ast.unparse(given.get("subject", ast.Constant("")))
                if "edition" in subject and isinstance(action, ast.Constant):
                    named.add(str(action.value))
    spelt = {f"edition.{what}" for what in ("test_days_set", "test_forms_drawn")}
    spelt |= {f"edition.{of}_{what}" for of in ("practice_task", "bank_question") for what in CHANGES}

    assert len(named) > 30
    assert [action for action in sorted(named | spelt) if deed_name(action) == action] == []


CHANGES = ("entered", "changed")


def fill_with_editions(number: int) -> None:
    """Editions as an old and busy office has them: one each day, in a hundred series, of every status."""
    every = [SeriesFactory.create(code=f"S{place}", body=None) for place in range(100)]
    first = dt.date(1960, 1, 1)
    words = ("textile", "ceramics", "machinery", "batik", "food")
    statuses = ("evaluated", "closed", "cancelled", "call", "approved")
    Edition.objects.bulk_create(
        (
            Edition(
                series=every[place % 100],
                number=place // 100 + 1,
                code=f"E-{place:05}",
                title={"en": f"{words[place % 5]} {place}"},
                status=statuses[place % 5],
                starts_on=first + dt.timedelta(days=place),
                ends_on=first + dt.timedelta(days=place + 5),
                arrives_on=first + dt.timedelta(days=place),
                departs_on=first + dt.timedelta(days=place + 5),
                time_zone="Asia/Jakarta",
                country_id="ID",
                cities=["Bandung"],
                places=20,
            )
            for place in range(number)
        ),
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE balai_edition")


def test_list_of_20000_editions_is_found_filtered_and_paged_with_as_few_questions(
    officer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill_with_editions(20_000)
    officer.get("/programmes/")

    for query, first in (
        ("", ["E-19999"]),
        ("q=ceramics+19996", ["E-19996"]),
        ("q=ceramics&series=S21&status=closed", ["E-19921"]),
        ("status=call&sort=old", ["E-00003"]),
        ("q=nothing+at+all", []),
    ):
        with django_assert_max_num_queries(8):
            found = codes(officer.get(f"/programmes/?{query}"))
        assert found[:1] == first, query

    first_page = officer.get("/programmes/?q=batik")
    second = officer.get(f"/programmes/{first_page.context['pager'].next_url}")
    assert [codes(first_page)[0], codes(second)[0]] == ["E-19998", "E-19748"]
    assert len(b"".join(officer.get("/programmes/export.csv")).splitlines()) == 20_001
    assert "edition_by_date" in editions_in_order()[:51].explain()
    with connection.cursor() as cursor:  # at this size other ways cost about the same
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")
    matching = editions_matching(Edition.objects.order_by(), words="ceramics 19996")
    assert "edition_by_words" in matching.explain()
