"""Lists of 20,000 rows: few questions, answered from an index, whatever is looked for."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from balai.directory.models import (
    Body,
    DeclaredDay,
    Machine,
    Organisation,
    ResourcePerson,
    Site,
    Technology,
    Topic,
    VisaRoute,
)
from balai.people.enums import Role
from balai.people.models import Person
from tests.directory.factories import NAMES, OrganisationFactory, SiteFactory
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import Model
    from django.test import Client

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("countries")]
ROWS = 20_000
MOST_QUERIES = 8
MOST_ROWS_READ = 3_000
"""Of a list's table, to show fifty: what a filter of two words leaves over stands between them."""

WORDS = ("textile", "ceramics", "machinery", "batik", "food")
KINDS = ("centre", "company", "sme", "association", "agency")
COUNTRIES = tuple(NAMES)
BY_LANGUAGE, EVERY_HOST = {"language": "fr"}, {"sort": "host"}
READ_WHOLE = (BY_LANGUAGE, EVERY_HOST)
"""These read every card, and every visa rule: an office has hundreds, and 20,000 take milliseconds."""

FIRST_DAY = dt.date(1970, 1, 1)


def named(number: int) -> dict[str, str]:
    """A name in both languages, one word of five and a number of its own."""
    return {"en": f"{WORDS[number % 5]} {number:05}", "id": f"Balai {WORDS[number % 5]} {number:05}"}


def organisations() -> Iterator[Model]:
    for number in range(ROWS):
        yield Organisation(
            code=f"o{number}",
            name=named(number),
            kind=KINDS[number % 5],
            country_id=COUNTRIES[number % len(COUNTRIES)],
            city="Bandung",
            roles=["host_centre"] if number % 10 == 0 else [],
        )


def sites() -> Iterator[Model]:
    owner = OrganisationFactory.create()
    for number in range(ROWS):
        yield Site(
            code=f"s{number}",
            organisation=owner,
            name=named(number),
            country_id=COUNTRIES[number % len(COUNTRIES)],
            city=("Bandung", "Jakarta", "Solo")[number % 3],
            time_zone="Asia/Jakarta",
        )


def machines() -> Iterator[Model]:
    site = SiteFactory.create(code="bblm")
    for number in range(ROWS):
        safety = ("open", "supervised")[number % 2]
        yield Machine(site=site, code=f"m{number}", name=named(number), safety_class=safety)


def technologies() -> Iterator[Model]:
    owner = OrganisationFactory.create()
    for number in range(ROWS):
        yield Technology(organisation=owner, code=f"t{number}", title=named(number), readiness=number % 9 + 1)


def topics() -> Iterator[Model]:
    for number in range(ROWS):
        yield Topic(code=f"t{number}", name=named(number))


def bodies() -> Iterator[Model]:
    for number in range(ROWS):
        yield Body(code=f"b{number}", name=named(number), kind=("intergovernmental", "grouping")[number % 2])


def visa_routes() -> Iterator[Model]:
    for number in range(ROWS):
        since = FIRST_DAY + dt.timedelta(days=10 * (number // 49))
        yield VisaRoute(
            host_id=COUNTRIES[number % 7],
            nationality_id=COUNTRIES[number // 7 % 7],
            route=("calling", "electronic")[number % 2],
            since=since,
            until=since + dt.timedelta(days=9),
            note=named(number),
        )


def declared_days() -> Iterator[Model]:
    for number in range(ROWS):
        day = FIRST_DAY + dt.timedelta(days=number // 7)
        yield DeclaredDay(
            country_id=COUNTRIES[number % 7],
            since=day,
            until=day,
            kind=("holiday", "leave")[number // 7 % 2],
            name=named(number),
        )


def resource_persons() -> Iterator[Model]:
    people = [Person(name=f"{WORDS[number % 5].title()} Siregar {number:05}") for number in range(ROWS)]
    Person.objects.bulk_create(people, batch_size=2_000)
    for number, person in enumerate(people):
        yield ResourcePerson(person=person, code=f"p{number}", languages=[("en", "id", "fr")[number % 3]])


ASKED: dict[str, tuple[Any, list[tuple[dict[str, str], str]]]] = {
    "organisations": (
        organisations,
        [
            ({}, "batik 00003"),
            ({"q": "ceramics 19996"}, "ceramics 19996"),
            ({"q": "ceramics", "kind": "company", "country": "BT"}, "ceramics 00001"),
            ({"role": "host_centre", "sort": "country"}, "textile 00000"),
        ],
    ),
    "sites": (
        sites,
        [
            ({}, "batik 00003"),
            ({"q": "machinery 19997"}, "machinery 19997"),
            ({"city": "jakarta", "country": "PK"}, "batik 00013"),
        ],
    ),
    "machines": (
        machines,
        [
            ({}, "batik 00003"),
            ({"q": "food 19999"}, "food 19999"),
            ({"site": "bblm", "safety": "open"}, "batik 00008"),
        ],
    ),
    "technologies": (
        technologies,
        [({}, "batik 00003"), ({"q": "food 19999"}, "food 19999"), ({"readiness": "9"}, "batik 00008")],
    ),
    "topics": (topics, [({}, "batik 00003"), ({"q": "19998 batik"}, "batik 19998")]),
    "bodies": (
        bodies,
        [({}, "batik 00003"), ({"q": "food 19999"}, "food 19999"), ({"kind": "grouping"}, "batik 00003")],
    ),
    "visa_routes": (
        visa_routes,
        [
            (EVERY_HOST, ""),
            ({"q": "food 19999"}, "food 19999"),
            ({"host": "ID", "nationality": "AF", "on": "1975-07-18"}, ""),
        ],
    ),
    "declared_days": (
        declared_days,
        [({}, ""), ({"q": "food 19999"}, "food 19999"), ({"country": "ID", "kind": "leave"}, "")],
    ),
    "resource_persons": (
        resource_persons,
        [
            ({}, "Batik Siregar 00003"),
            ({"q": "siregar 19999"}, "Food Siregar 19999"),
            (BY_LANGUAGE, "Batik Siregar 00008"),
        ],
    ),
}


def rows_read(sql: str, table: str) -> int:
    """How many rows of a table a question reads, those that it then leaves out included.

    The tables of a test have no statistics, and tests may not gather them; so what an index serves is asked
    without the ways that need none: without it, every row is read.
    """
    ways = "indexscan" if "LIKE" in sql else "sort"
    if "LIKE" in sql:  # an index of what is in use alone could be read whole in place of that of the words
        sql = sql.replace(f'"{table}"."archived_at" IS NULL AND ', "")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL enable_seqscan = off; SET LOCAL enable_{ways} = off")
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        (answer,) = cursor.fetchone() or ([],)
        transaction.set_rollback(True)
    plans = [(answer if isinstance(answer, list) else json.loads(answer))[0]["Plan"]]
    read = 0
    while plans:
        plan = plans.pop()
        plans += plan.get("Plans", [])
        if plan.get("Relation Name") == table:
            left_out = plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
            read += (plan["Actual Rows"] + left_out) * plan["Actual Loops"]
    return int(read)


@pytest.mark.parametrize("name", ASKED)
def test_20000_rows_are_shown_searched_and_filtered_from_an_index(client: Client, name: str) -> None:
    make, questions = ASKED[name]
    rows = list(make())
    type(rows[0])._default_manager.bulk_create(rows, batch_size=2_000)
    table = rows[0]._meta.db_table
    client.force_login(account_with(Role.SECRETARIAT))
    address = reverse(f"directory:{name}")
    client.get(address)  # the session is noted once in five minutes

    for asked, first in questions:
        with CaptureQueriesContext(
            connection,
        ) as context:
            response = client.get(address, asked)
        shown = response.context["rows"]
        (question,) = (
            one["sql"] for one in context.captured_queries if "LIMIT 51" in one["sql"] and table in one["sql"]
        )

        assert 1 <= len(shown) <= 50, asked
        assert len(context) <= MOST_QUERIES, asked
        assert first in str(getattr(shown[0], "note", "") or getattr(shown[0], "person", shown[0])), asked
        if asked not in READ_WHOLE:
            assert rows_read(question, table) <= MOST_ROWS_READ, (asked, question)
