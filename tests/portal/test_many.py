"""My tasks, search and the board of a living edition: as many questions for one row as for many."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balai.kernel import clock
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import ReservationState
from tests.directory.factories import (
    NAMES,
    BodyFactory,
    MachineFactory,
    OrganisationFactory,
    ResourcePersonFactory,
    SiteFactory,
    TechnologyFactory,
    country,
)
from tests.nominations.factories import CountryCallFactory, LateNominationFactory, NominationFactory
from tests.people.factories import PersonFactory, account_with
from tests.programmes.factories import (
    ActivityFactory,
    EditionFactory,
    LessonFactory,
    PledgeFactory,
    ReservationFactory,
    SeriesFactory,
)

if TYPE_CHECKING:
    from django.test import Client

    from balai.programmes.models import Edition

pytestmark = pytest.mark.django_db
WORD = "Zarina"


@pytest.fixture(autouse=True)
def countries(db: None) -> None:
    """The countries that records of these tests are made for."""
    for code in NAMES:
        country(code)


def asked(client: Client, address: str) -> int:
    """How many questions a page asks, once what is kept for a day is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as questions:
        assert client.get(address).status_code == 200
    return len(questions)


def an_edition_with_tasks() -> Edition:
    """Late nominations, an unread invitation, a hold that ends, a lesson; and one in selection."""
    edition: Edition = EditionFactory.create(status="call", places=20)
    call = CountryCallFactory.create(edition=edition)
    LateNominationFactory.create(call=call)
    today = clock.now().date()
    ReservationFactory.create(edition=edition, state=ReservationState.HELD, held_until=today)
    LessonFactory.create(edition=EditionFactory.create(), taken_up_in=edition, due_on=today)
    EditionFactory.create(status="selection", places=20)
    return edition


def test_my_tasks_ask_as_often_for_one_edition_as_for_four(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    an_edition_with_tasks()
    for_one, shown = asked(client, "/tasks/"), len(client.get("/tasks/").context["moves"])

    for _edition in range(3):
        an_edition_with_tasks()

    assert asked(client, "/tasks/") == for_one <= 37
    assert len(client.get("/tasks/").context["moves"]) - shown >= 3 * 4


def one_of_each_kind() -> None:
    """Something of every kind that a search finds, with the same word."""
    name = {"en": WORD, "id": WORD}
    for factory in (BodyFactory, OrganisationFactory, SiteFactory, MachineFactory):
        factory.create(name=name)
    TechnologyFactory.create(title=name)
    ResourcePersonFactory.create(person=PersonFactory.create(name=f"{WORD} {Person.objects.count()}"))
    EditionFactory.create(title=name, series=SeriesFactory.create(title=name))
    PledgeFactory.create(meeting=name)
    NominationFactory.create(person=PersonFactory.create(name=WORD))


def test_search_asks_as_often_for_one_of_each_kind_as_for_three(client: Client) -> None:
    client.force_login(account_with(Role.ADMINISTRATOR))
    address = f"/search/?q={WORD}"
    one_of_each_kind()
    for_one, shown = asked(client, address), {str(one.kind) for one in client.get(address).context["found"]}

    for _more in range(2):
        one_of_each_kind()

    assert asked(client, address) == for_one <= 21
    assert len(shown) == 9
    lines = {hit.line for one in client.get(address).context["found"] for hit in one.hits}
    assert any(line.startswith("BBLM Bandung") or "Centre for Metal" in line for line in lines)


def test_the_board_asks_as_often_with_many_nominations_and_counts_them(client: Client) -> None:
    edition = EditionFactory.create(status="preparation", places=20)
    calls = [CountryCallFactory.create(edition=edition, country_id=code) for code in ("BT", "PK")]
    LateNominationFactory.create(call=calls[0])
    ActivityFactory.create(edition=edition).sites.add(SiteFactory.create())
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    address = f"/programmes/editions/{edition.code}/board/"
    for_one = asked(client, address)

    for _place in range(4):
        NominationFactory.create(
            call=calls[1], state="sent", submitted_at=dt.datetime(2018, 4, 2, tzinfo=dt.UTC)
        )
        LateNominationFactory.create(call=calls[0])
        NominationFactory.create(
            call=calls[0],
            state="withdrawn",
            withdrawn_at=clock.now(),
            withdrawn_by="system",
            withdrawn_why="country",
        )

    assert asked(client, address) == for_one <= 44
    stages = {str(one.name): str(one.fact) for one in client.get(address).context["board"].stages}
    assert stages["Nominations"] == "9 people of 0 countries"
