"""Alumni in the terms of the reference programme."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from balai.alumni.services.joining import save_entry
from balai.directory.models import Country
from balai.people.enums import Role
from balai.people.models import Person
from balai.programmes.enums import EditionStatus, Publicity
from balai.programmes.models import Edition
from tests.certificates.factories import completed, ended_edition, office, people_of
from tests.directory.factories import TopicFactory
from tests.people.factories import AccountFactory, GrantFactory
from tests.programmes.factories import EditionFactory

if TYPE_CHECKING:
    from balai.alumni.models import AlumnusEntry
    from balai.directory.models import Topic

AT = dt.datetime(2019, 3, 4, 9, tzinfo=dt.UTC)
NAMES = ("Karma Choden", "Sonam Dorji", "Pema Lhamo")
CODE = "smi-2018"


def graduates(number: int = 1, *, code: str = CODE, **more: Any) -> list[Person]:
    """People who completed an edition, by number."""
    office()
    edition = ended_edition(number, code=code, **more)
    people = people_of(edition)
    completed(*people)
    for someone, name in zip(people, NAMES, strict=False):
        Person.objects.filter(pk=someone.person_id).update(
            name=name, email=f"{name.split()[0].lower()}@industry.bt.example"
        )
    return [Person.objects.get(pk=someone.person_id) for someone in people]


def dyeing() -> Topic:
    """A topic that alumni name."""
    topic: Topic = TopicFactory.create(code="dyeing", name={"en": "Dyeing", "id": "Pencelupan"})
    return topic


def joined(person: Person, **more: Any) -> AlumnusEntry:
    """Somebody's entry in the directory, in which nothing is empty but the topics."""
    values: dict[str, Any] = {
        "name": person.name,
        "country": Country.objects.get(pk="BT"),
        "organisation": "Cottage industry office",
        "topics": [],
        "contact": person.email,
    }
    return save_entry(person=person, **(values | more), at=AT)


def next_edition(*, code: str = "smi-2019", **more: Any) -> Edition:
    """The next edition of the series, whose call is open."""
    last = Edition.objects.get(code=CODE)
    days = {
        "arrives_on": dt.date(2019, 7, 16),
        "starts_on": dt.date(2019, 7, 17),
        "ends_on": dt.date(2019, 7, 29),
        "departs_on": dt.date(2019, 7, 30),
    }
    edition: Edition = EditionFactory.create(
        **{
            "series": last.series,
            "code": code,
            "status": EditionStatus.CALL,
            "publicity": Publicity.PUBLIC,
            "places": 20,
            **days,
            **more,
        }
    )
    edition.refresh_from_db()
    return edition


def officer(role: Role = Role.PROGRAMME_OFFICER) -> Person:
    """Somebody of the office, everywhere."""
    grant = GrantFactory.create(role=role)
    person: Person = grant.person
    return person


def account_of(person: Person) -> Any:
    """An account with which somebody signs in."""
    account = AccountFactory.build(person=person)
    account.save()
    return account
