from __future__ import annotations

import csv
import io
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from balai.audit.models import Look
from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.nominations.adapters.lights import call_light, nominations_fact, nominations_light
from balai.nominations.enums import NominationState
from balai.nominations.models import CountryCall, Nomination
from balai.nominations.services.nominating import attach_letter
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import EditionStatus
from balai.programmes.models import Edition
from balai.programmes.queries.life import with_life
from tests.nominations.factories import (
    PDF,
    CountryCallFactory,
    EndorsementFactory,
    LateNominationFactory,
    NominationFactory,
    ReturnedPlacesFactory,
    sent_application,
)
from tests.people.factories import account_with
from tests.programmes.factories import EligibilityRuleFactory, QuotaFactory

if TYPE_CHECKING:
    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from balai.people.models import Account

pytestmark = pytest.mark.usefixtures("countries", "keys")
PAGE_OF_A_COUNTRY = 13
LIST = 8


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


@pytest.fixture
def officer(client: Client) -> Account:
    account = account_with(Role.PROGRAMME_OFFICER)
    client.force_login(account)
    return account


def at(view: str, call: CountryCall, *more: Any) -> str:
    return reverse(f"nominations:{view}", args=[call.edition.code, call.country_id, *more])


def text_of(response: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# --- the focal point -----------------------------------------------------------------------------------


def test_a_focal_point_ranks_and_sends_from_one_page(
    client: Client, focal: Account, call: CountryCall
) -> None:
    karma = NominationFactory.create(call=call, rank=1, name="Karma")
    NominationFactory.create(call=call, rank=2, name="Sonam")

    assert "2 people may go. 2 are named." in text_of(client.get(at("country", call)))
    moved = client.post(at("move", call, karma.pk), {"to": "down", "version": "0"}, follow=True)
    assert "Karma now has rank 2." in text_of(moved)
    letter = SimpleUploadedFile("note.pdf", PDF)
    assert "The letter is here." in text_of(client.post(at("letter", call), {"letter": letter}, follow=True))
    call.refresh_from_db()
    statements = dict.fromkeys(("is_eligibility_stated", "is_release_stated", "is_return_stated"), "on")
    sent = client.post(at("send", call), {"version": call.version, **statements}, follow=True)

    assert "The list is sent. A receipt is on its way to you." in text_of(sent)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"sent"}
    assert "Everybody on the list was sent" in text_of(client.get(at("country", call)))


def test_a_list_that_is_closed_offers_no_change(client: Client, focal: Account, call: CountryCall) -> None:
    NominationFactory.create(call=call, rank=1, name="Karma")
    links = ("Change Karma", "Take Karma out")

    open_page = text_of(client.get(at("country", call)))
    Edition.objects.filter(pk=call.edition_id).update(status=EditionStatus.CLOSED)
    closed_page = text_of(client.get(at("country", call)))

    assert [link in open_page for link in links] == [True, True]
    assert [link in closed_page for link in links] == [False, False]
    assert "Karma" in closed_page


def test_opening_the_page_is_noted_for_the_country_and_not_for_the_office(
    client: Client, officer: Account, call: CountryCall
) -> None:
    client.get(at("country", call))
    call.refresh_from_db()
    assert call.opened_at is None

    client.force_login(account_with(Role.FOCAL_POINT, scope="country:BT"))
    client.get(at("country", call))
    call.refresh_from_db()
    assert call.opened_at is not None


def test_an_untouched_form_shows_no_error_and_a_wrong_one_keeps_what_was_typed(
    client: Client, focal: Account, call: CountryCall
) -> None:
    assert "to correct" not in text_of(client.get(at("new_nominee", call)))

    key = uuid7()
    wrong = client.post(
        at("new_nominee", call), {"name": "", "employer": "Weavers of Lhuentse", "key": key, "version": 0}
    )

    assert wrong.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Not saved yet: one thing to correct" in text_of(wrong)
    assert "Weavers of Lhuentse" in wrong.content.decode()
    assert str(key) in wrong.content.decode()


def test_a_form_sent_twice_names_one_person(client: Client, focal: Account, call: CountryCall) -> None:
    sent = {"name": "Karma Choden", "key": str(uuid7()), "version": "0"}

    for _click in range(2):
        assert client.post(at("new_nominee", call), sent).status_code == HTTPStatus.FOUND

    assert Nomination.objects.count() == 1


def test_who_is_overtaken_keeps_what_they_typed_and_can_save_it_then(
    client: Client, focal: Account, call: CountryCall
) -> None:
    karma = NominationFactory.create(call=call, rank=1, name="Karma", version=1)
    typed = {"name": "Karma", "position": "Director of weaving", "key": str(karma.pk)}

    late = client.post(at("change", call, karma.pk), {**typed, "version": "0"})

    assert late.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Somebody else changed this nominee while you wrote." in text_of(late)
    assert "Director of weaving" in late.content.decode()
    assert (
        client.post(at("change", call, karma.pk), {**typed, "version": "1"}).status_code == HTTPStatus.FOUND
    )
    karma.refresh_from_db()
    assert karma.position == "Director of weaving"


def test_who_ranks_an_older_list_sees_it_as_it_is_now(
    client: Client, focal: Account, call: CountryCall
) -> None:
    karma = NominationFactory.create(call=call, rank=1, name="Karma")
    NominationFactory.create(call=call, rank=2, name="Sonam")
    CountryCall.objects.update(version=4, changed_at=clock.now(), changed_by="system")

    refused = client.post(at("move", call, karma.pk), {"to": "down", "version": "3"})

    assert refused.status_code == HTTPStatus.CONFLICT
    assert 'data-refusal="nominations.changed_meanwhile"' in refused.content.decode()
    assert 'name="version" value="4"' in refused.content.decode()


@pytest.mark.parametrize(
    ("view", "data"),
    [
        ("country", None),
        ("letter", None),
        ("new_nominee", {"name": "Spy", "key": str(uuid7()), "version": "0"}),
        ("send", {}),
        ("give_back", {"places": "1", "reason": "x"}),
    ],
)
def test_the_list_of_another_country_is_not_there(
    client: Client, focal: Account, edition: Edition, view: str, data: dict[str, str] | None
) -> None:
    foreign = CountryCallFactory.create(edition=edition, country_id="PK")
    address = at(view, foreign)

    answer = client.get(address) if data is None else client.post(address, data)

    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_a_nominee_of_another_country_is_not_there_under_ones_own_either(
    client: Client, focal: Account, call: CountryCall
) -> None:
    foreign = NominationFactory.create(
        call=CountryCallFactory.create(edition=call.edition, country_id="PK"), rank=1
    )

    assert client.get(at("nominee", call, foreign.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(at("nominee", foreign.call, foreign.pk)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(reverse("nominations:index")).status_code == HTTPStatus.FORBIDDEN


def test_the_country_is_not_told_who_is_nominated_elsewhere_too(
    client: Client, focal: Account, call: CountryCall
) -> None:
    own = NominationFactory.create(call=call, rank=1, email="karma@example.bt")
    other = CountryCallFactory.create(edition=call.edition, country_id="PK")
    NominationFactory.create(call=other, rank=1, name="Karma of elsewhere", email="karma@example.bt")

    assert "Karma of elsewhere" not in text_of(client.get(at("nominee", call, own.pk)))
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    assert "Karma of elsewhere" in text_of(client.get(at("nominee", call, own.pk)))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_of_a_country_asks_a_fixed_number_of_questions(
    client: Client, focal: Account, call: CountryCall, people: int
) -> None:
    EligibilityRuleFactory.create(edition=call.edition)
    for rank in range(1, people + 1):
        NominationFactory.create(call=call, rank=rank)
    client.get(at("country", call))  # notes that it was opened

    with CaptureQueriesContext(connection) as asked:
        client.get(at("country", call))

    assert len(asked) == PAGE_OF_A_COUNTRY


def test_the_page_of_a_country_is_light(client: Client, focal: Account, call: CountryCall) -> None:
    for rank in range(1, 6):
        NominationFactory.create(call=call, rank=rank)

    page = client.get(at("country", call)).content

    assert len(page) < 60_000


# --- the office ----------------------------------------------------------------------------------------


def a_pool(edition: Edition, number: int) -> None:
    """Nominations of two countries, in rank."""
    person = Person.objects.bulk_create([Person(name=f"Somebody {n}") for n in range(number)])
    calls = [CountryCallFactory.create(edition=edition, country_id=code) for code in ("BT", "PK")]
    Nomination.objects.bulk_create(
        Nomination(
            call=calls[n % 2],
            edition=edition,
            country_id=calls[n % 2].country_id,
            person=person[n],
            code=f"{edition.code}/{n}",
            rank=n // 2 + 1,
            name=f"Somebody {n}",
            employer="Cottage industry",
            entered_at=clock.now(),
        )
        for n in range(number)
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_a_fixed_number_of_questions(
    client: Client, officer: Account, edition: Edition, rows: int
) -> None:
    a_pool(edition, rows)
    client.get(reverse("portal:tasks"))  # a first request notes the session

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("nominations:index"))

    assert page.content.decode().count("Somebody") == rows
    assert len(asked) == LIST


def test_twenty_thousand_nominations_are_paged_filtered_and_searched_by_indexes(
    client: Client, officer: Account, edition: Edition
) -> None:
    a_pool(edition, 20_000)
    client.get(reverse("portal:tasks"))  # a first request notes the session
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE balai_nomination")

    for query in ("", "?sort=name", "?sort=new", f"?edition={edition.code}&country=PK", "?q=somebody+19999"):
        with CaptureQueriesContext(connection) as asked:
            page = client.get(reverse("nominations:index") + query)
        assert "Somebody" in page.content.decode()
        assert len(asked) == LIST
        listing = next(one["sql"] for one in asked if 'FROM "balai_nomination"' in one["sql"])
        assert "OFFSET" not in listing
        assert not any("COUNT(" in one["sql"] and "balai_nomination" in one["sql"] for one in asked)
        with connection.cursor() as cursor:
            if "q=" in query:  # the index of words is merged by the server a minute after a bulk of new rows
                cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + listing)
            plan = "\n".join(row for (row,) in cursor.fetchall())
        assert "Seq Scan on balai_nomination" not in plan, (query, plan)


def test_a_word_of_two_letters_is_found_and_not_asked_of_the_index_of_words(
    client: Client, officer: Account, edition: Edition
) -> None:
    a_pool(edition, 40)
    Nomination.objects.filter(name="Somebody 39").update(name="Somebody Zx")  # which no code can hold

    with CaptureQueriesContext(connection) as asked:
        page = client.get(reverse("nominations:index"), {"q": "somebody zx"}).content.decode()

    assert re.findall(r">(Somebody \w+)<", page) == ["Somebody Zx"]
    listing = next(one["sql"] for one in asked if 'FROM "balai_nomination"' in one["sql"])
    assert ("%somebody%" in listing, "%zx%" in listing) == (True, False)


def test_the_next_page_goes_on_where_the_first_ended(
    client: Client, officer: Account, edition: Edition
) -> None:
    a_pool(edition, 60)

    first = client.get(reverse("nominations:index") + "?sort=name").content.decode()
    after = next(
        parse_qs(urlsplit(link.replace("&amp;", "&")).query)
        for link in re.findall(r'href="([^"]*after=[^"]*)"', first)
    )
    second = client.get(reverse("nominations:index"), {"sort": "name", "after": after["after"][0]})

    pattern = r">(Somebody \d+)<"
    seen = re.findall(pattern, first) + re.findall(pattern, second.content.decode())
    assert seen == sorted(f"Somebody {n}" for n in range(60))


def test_the_list_is_taken_as_csv_and_as_workbook(
    client: Client, officer: Account, call: CountryCall
) -> None:
    NominationFactory.create(call=call, rank=1, name="Karma Choden", code="SMI/N-BT-01")
    NominationFactory.create(call=call, rank=2, name="Sonam", code="SMI/N-BT-02")

    text = b"".join(client.get(reverse("nominations:export") + "?q=karma")).decode("utf-8-sig")
    book = load_workbook(io.BytesIO(client.get(reverse("nominations:export_xlsx")).content))

    assert [line.split(",")[:5] for line in text.splitlines()] == [
        ["Reference", "Edition", "Country", "Rank", "Name"],
        ["SMI/N-BT-01", call.edition.code, "BT", "1", "Karma Choden"],
    ]
    assert [row[4].value for row in book["Balai"]] == ["Name", "Karma Choden", "Sonam"]


def test_an_officer_of_another_edition_sees_nothing_of_this(client: Client, call: CountryCall) -> None:
    NominationFactory.create(call=call, rank=1, name="Karma Choden")
    client.force_login(account_with(Role.PROGRAMME_OFFICER, scope=f"edition:{uuid7()}"))

    assert "Karma" not in text_of(client.get(reverse("nominations:index")))
    assert client.get(at("country", call)).status_code == HTTPStatus.NOT_FOUND


def test_applications_invitations_and_doubles_are_taken_as_files(
    client: Client, officer: Account, call: CountryCall
) -> None:
    karma = NominationFactory.create(
        call=call, rank=1, name="Karma Choden", code="SMI/N-BT-01", email="k@example.bt"
    )
    NominationFactory.create(call=call, rank=2, name="Sonam", code="SMI/N-BT-02", email="K@example.bt")
    application = sent_application(karma)
    EndorsementFactory.create(application=application, signatory="second")
    EndorsementFactory.create(
        application=application,
        signed_at=clock.now(),
        signed_name="Sonam Dorji",
        why_this_course="Costing.",
        why_this_person="She advises weavers.",
        is_relevant=True,
        is_released=True,
        returns_to_post=True,
    )
    code = call.edition.code

    def taken(view: str, *arguments: str) -> list[list[str]]:
        content = b"".join(client.get(reverse(f"nominations:{view}", args=arguments)))
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))

    applications = taken("export_applications")
    assert [(row[0], row[5], row[11], row[12]) for row in applications[1:]] == [
        ("SMI/N-BT-01", "Sent to the secretariat", "2", "1"),
        ("SMI/N-BT-02", "Not asked yet", "0", "0"),
    ]
    assert taken("export_calls", code, "csv")[1][0] == "BT"
    assert taken("export_doubles", code, "csv")[1][2:] == [
        "the same e-mail address",
        "SMI/N-BT-01, SMI/N-BT-02",
    ]
    for view in ("export_calls", "export_doubles"):
        workbook = client.get(reverse(f"nominations:{view}", args=[code, "xlsx"]))
        assert len(list(load_workbook(io.BytesIO(workbook.content))["Balai"])) == 2
    workbook = client.get(reverse("nominations:export_applications_xlsx"))
    assert len(list(load_workbook(io.BytesIO(workbook.content))["Balai"])) == 3


def test_reading_the_letter_is_logged(
    client: Client, officer: Account, call: CountryCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert officer.person is not None
    attach_letter(call_id=call.pk, content=PDF, name="note.pdf", actor=officer.person, at=clock.now())

    answer = client.get(at("letter", call))

    assert answer.content == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    look = Look.objects.get()
    assert (look.actor, look.subject, look.field) == (
        officer.person.reference,
        call.reference,
        "country_call.letter",
    )


# --- board, tasks, search ------------------------------------------------------------------------------


def read(edition: Edition) -> Edition:
    """The edition as the board reads it."""
    found: Edition = with_life(Edition.objects.all()).get(pk=edition.pk)
    return found


def test_lights_are_green_when_everybody_opened_and_sent_or_returned(call: CountryCall) -> None:
    edition = call.edition
    QuotaFactory.create(edition=edition, country_id="PK", places=1)
    now = clock.now()
    assert [one.what for one in call_light(read(edition), at=now).open] == [
        "Pakistan: not invited",
        "Bhutan: no focal point",
    ]
    other = CountryCallFactory.create(edition=edition, country_id="PK", opened_at=now)
    CountryCall.objects.filter(pk=call.pk).update(opened_at=now)
    assert call_light(read(edition), at=now).is_green

    late = LateNominationFactory.create(call=call, rank=1)
    assert [one.what for one in nominations_light(read(edition), at=now).open] == [
        "Bhutan: nominations",
        "Pakistan: nominations",
        "Decide on late nominations",
    ]
    ReturnedPlacesFactory.create(call=other, places=1)
    ReturnedPlacesFactory.create(call=call, places=2)
    Nomination.objects.filter(pk=late.pk).update(
        state=NominationState.WITHDRAWN, withdrawn_at=now, withdrawn_by="system", withdrawn_why="country"
    )
    assert nominations_light(read(edition), at=now).is_green


@pytest.mark.parametrize("countries_invited", [1, 3])
def test_lights_ask_a_fixed_number_of_questions(edition: Edition, countries_invited: int) -> None:
    for code in ("BT", "PK", "LK")[:countries_invited]:
        CountryCallFactory.create(edition=edition, country_id=code)

    shown = read(edition)
    with CaptureQueriesContext(connection) as asked:
        call_light(shown, at=clock.now())
        nominations_light(shown, at=clock.now())
        nominations_fact(shown, at=clock.now())

    assert len(asked) == 0  # all of it was read with the edition


def test_tasks_tell_a_focal_point_of_its_list_and_the_office_of_late_ones(
    client: Client, focal: Account, call: CountryCall
) -> None:
    assert f"{call.edition.code}: nominations of Bhutan" in text_of(client.get(reverse("portal:tasks")))

    LateNominationFactory.create(call=call, rank=1)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    page = text_of(client.get(reverse("portal:tasks")))
    assert f"{call.edition.code}: 1 late nomination" in page
    assert f"{call.edition.code}: Bhutan has not opened its invitation" in page


def test_the_search_finds_nominations_for_the_office_alone(
    client: Client, focal: Account, call: CountryCall
) -> None:
    NominationFactory.create(call=call, rank=1, name="Karma Choden")
    address = reverse("portal:search") + "?q=choden"

    assert at("nominee", call, Nomination.objects.get().pk) not in client.get(address).content.decode()
    client.force_login(account_with(Role.AUDITOR))
    assert at("nominee", call, Nomination.objects.get().pk) in client.get(address).content.decode()


def test_a_focal_point_takes_the_calls_of_the_own_country_as_a_file(
    client: Client, focal: Account, call: CountryCall
) -> None:
    CountryCallFactory.create(edition=call.edition, country_id="PK")

    rows = client.get(reverse("nominations:export_mine", args=["csv"])).getvalue().decode().splitlines()

    assert [row.split(",")[:2] for row in rows[1:]] == [[call.edition.code, "BT"]]


def test_the_late_queue_is_paged_and_counts_all_who_wait(
    client: Client, officer: Account, edition: Edition
) -> None:
    a_pool(edition, 60)
    Nomination.objects.update(state=NominationState.LATE, was_late=True, submitted_at=clock.now())

    first = client.get(reverse("nominations:late", args=[edition.code])).content.decode()
    [link] = re.findall(r'href="([^"]*after=[^"]*)"', first)
    after = parse_qs(urlsplit(link.replace("&amp;", "&")).query)
    second = client.get(reverse("nominations:late", args=[edition.code]), {"after": after["after"][0]})

    seen = [re.findall(r">\s*(Somebody \d+)<", one) for one in (first, second.content.decode())]
    assert "60 late nominations wait" in first
    assert [len(set(one)) for one in seen] == [50, 10]
    assert set(seen[0]).isdisjoint(seen[1])
