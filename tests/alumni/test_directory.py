from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from balai.alumni.adapters.rights import HELD, RETENTION, AlumniEraser
from balai.alumni.models import AlumnusEntry
from balai.alumni.queries.alumni import found
from balai.alumni.queries.groups import group_named
from balai.alumni.services.groups import name_leader
from balai.alumni.services.joining import PURPOSE, WORDS, leave_directory
from balai.certificates.models import Completion
from balai.kernel.refusal import RuleViolationError
from balai.people.models import Consent, Person
from balai.people.services.consents import publish_consent_text, withdraw_consent
from tests.alumni.factories import AT, account_of, dyeing, graduates, joined, officer
from tests.people.factories import PersonFactory

pytestmark = pytest.mark.django_db


def names(**asked: object) -> list[str]:
    return [row.name for row in found(**asked).order_by("name")]  # type: ignore[arg-type] # as the test says


def test_an_alumnus_shows_what_they_chose_and_takes_it_back_at_once(people: list[Person]) -> None:
    karma, sonam, _pema = people
    topic = dyeing()
    entry = joined(karma, topics=[topic])
    joined(sonam, country=None, organisation="", contact="")
    group = group_named("country", "BT")
    assert group is not None
    name_leader(group=group, entry=entry, actor=officer().reference, at=AT)

    assert names() == ["Karma Choden", "Sonam Dorji"]
    assert names(words="cottage karma") == ["Karma Choden"]
    assert [row.name for row in group.members()] == ["Karma Choden"]
    assert names(topic=topic) == ["Karma Choden"]
    consent = Consent.objects.get(person=karma, purpose=PURPOSE)
    assert (consent.given_at, consent.withdrawn_at) == (AT, None)

    withdraw_consent(consent=consent, at=AT)  # on the page of one's own data

    assert names() == ["Sonam Dorji"]
    assert AlumnusEntry.objects.filter(person=karma).count() == 0
    assert list(group.members()) == []
    leave_directory(person=karma, at=AT)  # twice is no error
    joined(karma)
    assert Consent.objects.filter(person=karma, purpose=PURPOSE, withdrawn_at=None).count() == 1


def test_two_records_of_one_person_show_one_entry_once_it_is_saved(people: list[Person]) -> None:
    karma, sonam, _pema = people
    joined(karma)
    joined(sonam)
    Person.objects.filter(pk=karma.pk).update(merged_into=sonam)

    joined(sonam, name="Sonam of Thimphu")

    assert names() == ["Sonam of Thimphu"]
    assert list(AlumnusEntry.objects.values_list("person", flat=True)) == [sonam.pk]
    assert Consent.objects.filter(purpose=PURPOSE, withdrawn_at=None).count() == 1


def test_only_who_completed_an_edition_is_an_alumnus(people: list[Person]) -> None:
    stranger = PersonFactory.create()

    with pytest.raises(RuleViolationError, match=r"alumni\.not_one"):
        joined(stranger)
    joined(people[0])
    Completion.objects.filter(participant__person=people[0]).delete()  # decided again

    assert names() == []


def test_new_words_are_agreed_to_anew_and_keep_what_the_alumnus_leads(people: list[Person]) -> None:
    entry = joined(people[0])
    group = group_named("edition", "smi-2018")
    assert group is not None
    name_leader(group=group, entry=entry, actor=officer().reference, at=AT)
    publish_consent_text(purpose=PURPOSE, text={"en": "Other words."}, at=AT)

    joined(people[0])

    entry.refresh_from_db()
    assert entry.leads.count() == 1
    given = list(Consent.objects.filter(person=people[0], purpose=PURPOSE).order_by("text__version"))
    assert [one.withdrawn_at is None for one in given] == [False, True]


def test_the_directory_is_shut_to_who_completed_nothing(people: list[Person]) -> None:
    joined(people[0], contact="karma@home.example")
    reader, stranger = Client(), Client()
    reader.force_login(account_of(people[1]))
    stranger.force_login(account_of(PersonFactory.create()))

    assert "karma@home.example" in reader.get("/alumni/").content.decode()
    assert stranger.get("/alumni/").status_code == 403
    assert stranger.get("/alumni/groups/country/BT/").status_code == 403
    assert f"<p>{WORDS['en']}</p>" in reader.get("/alumni/mine/").content.decode()  # what is agreed to
    page = stranger.get("/alumni/mine/")
    assert (page.status_code, "karma" in page.content.decode()) == (200, False)
    assert Client().get("/alumni/").status_code == 302


@pytest.mark.parametrize("path", ["/alumni/", "/alumni/groups/edition/smi-2018/"])
def test_the_list_asks_the_same_number_of_questions_for_one_and_for_three(
    people: list[Person], path: str
) -> None:
    reader = Client()
    reader.force_login(account_of(people[0]))
    topic = dyeing()
    counts = []
    for person in people:
        joined(person, topics=[topic])
        reader.get(path)
        with CaptureQueriesContext(connection) as asked:
            page = reader.get(path).content.decode()
        counts.append(len(asked))
        assert person.name in page

    assert counts[0] == counts[2]


def test_a_filter_leads_to_the_group_and_an_empty_list_says_so(countries: None, keys: None) -> None:
    (karma,) = graduates(1)
    entry = joined(karma)
    reader = Client()
    reader.force_login(account_of(karma))

    page = reader.get("/alumni/", {"q": "nobody of this name"}).content.decode()
    assert "Nobody fits" in page
    assert entry.organisation not in page
    filtered = reader.get("/alumni/", {"country": "BT"}).content.decode()
    assert ("Open the page of this group" in page, "Open the page of this group" in filtered) == (False, True)


def test_rights_of_an_alumnus(people: list[Person]) -> None:
    karma, sonam, _pema = people
    joined(karma)
    joined(sonam)
    later = (AT + dt.timedelta(days=1)).date()

    (copied,) = HELD["alumnus_entry"].copy([karma])
    assert copied["organisation"] == "Cottage industry office"
    assert AlumniEraser()([karma], at=AT) == 1
    assert AlumniEraser()([karma], at=AT) == 0
    kept = RETENTION["alumni.entries"]
    assert list(kept.expired(ended_before=AT.date())) == []
    (due,) = kept.expired(ended_before=later)
    assert due.person_id == sonam.pk
    assert kept.forget([due], at=AT) == 1
    assert not Consent.objects.filter(person=sonam, purpose=PURPOSE, withdrawn_at=None).exists()
    joined(sonam)  # who comes back agrees anew
    assert names() == ["Sonam Dorji"]
