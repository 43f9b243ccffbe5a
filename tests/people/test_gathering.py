from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection

from balai.kernel import clock
from balai.people.enums import Role
from balai.people.models import Invitation, Person
from balai.people.queries import open_invitations, persons_matching
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory, account_with
from tests.tables import owner_connection

if TYPE_CHECKING:
    from datetime import datetime

    from django.test import Client

pytestmark = pytest.mark.django_db
NOW = clock.now()


def open_tasks(client: Client) -> list[tuple[str, str, str]]:
    """State, thing and address of what waits for the reader."""
    moves = client.get("/tasks/").context["moves"]
    return [(move.state, str(move.what), move.deed.url if move.deed else "") for move in moves]


def people_found(client: Client, words: str) -> list[str]:
    groups = client.get("/search/", {"q": words}).context["found"]
    return [hit.title for group in groups if group.kind == "People" for hit in group.hits]


def invitation(person: Person, *, made: datetime, days: int = 14, used: bool = False) -> Invitation:
    return Invitation.objects.create(
        person=person,
        email="karma@example.bt",
        secret_hash=f"{person.pk}{made}"[:64],
        made_at=made,
        expires_at=made + timedelta(days=days),
        used_at=made if used else None,
    )


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("karma", ["Karma Choden", "Karma Wangdi"]),
        ("CHODEN karma", ["Karma Choden"]),
        ("moic.example", ["Karma Wangdi"]),
        ("100%", []),
        ("karma_", []),
    ],
)
def test_who_may_read_about_people_finds_them_by_name_and_address(
    client: Client, words: str, found: list[str]
) -> None:
    PersonFactory.create(name="Karma Choden")
    kept = PersonFactory.create(name="Karma Wangdi", email="Karma.Wangdi@MOIC.example")
    PersonFactory.create(name="Karma Wangdi", merged_into=kept)
    client.force_login(account_with(Role.AUDITOR))

    assert people_found(client, words) == found


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.ADMINISTRATOR, Role.AUDITOR}])
def test_nobody_else_finds_people(client: Client, role: Role) -> None:
    PersonFactory.create(name="Karma Choden")
    client.force_login(account_with(role))

    assert people_found(client, "karma") == []


def test_an_auditor_of_one_country_finds_nobody(client: Client) -> None:
    PersonFactory.create(name="Karma Choden")
    client.force_login(account_with(Role.AUDITOR, scope="country:BT"))

    assert people_found(client, "karma") == []


@pytest.mark.django_db(transaction=True)
def test_twenty_thousand_people_are_searched_by_an_index(client: Client) -> None:
    Person.objects.bulk_create(
        Person(name=f"Pema Lhamo {number}", email=f"pema{number}@example.bt") for number in range(20_000)
    )
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute("VACUUM ANALYZE balai_person")  # as the server does by itself within a minute

    assert "person_by_words" in persons_matching("pema19999@").explain()
    client.force_login(account_with(Role.AUDITOR))
    assert people_found(client, "pema19999@") == ["Pema Lhamo 19999"]


def test_administrators_see_who_was_invited_and_has_not_come(client: Client) -> None:
    late, waiting, come = (PersonFactory.create(name=name) for name in ("Pema", "Sonam", "Ugyen"))
    invitation(late, made=NOW - timedelta(days=40))
    invitation(late, made=NOW - timedelta(days=20))
    invitation(waiting, made=NOW - timedelta(days=30))
    invitation(waiting, made=NOW - timedelta(days=1))
    invitation(come, made=NOW - timedelta(days=30))  # a later link was used
    AccountFactory.create(person=come)
    client.force_login(account_with(Role.ADMINISTRATOR))

    tasks = open_tasks(client)

    assert [row for row in tasks if "invitation" in row[1]] == [
        ("due", "1 invitation expired before it was used", f"/people/{late.pk}/"),
        ("wait", "1 invitation has not been accepted yet", f"/people/{waiting.pk}/"),
    ]
    assert [row.person for row in open_invitations()] == [late, waiting]


def test_administrators_see_whose_roles_wait_for_a_second_factor(client: Client) -> None:
    behind = AccountFactory.create(person=PersonFactory.create(name="Made Suartana"))
    double = PersonFactory.create(merged_into=behind.person)
    GrantFactory.create(person=double, role=Role.FINANCE_OFFICER)
    Authenticator.objects.create(user=behind, type=Authenticator.Type.RECOVERY_CODES, data={})
    closed = AccountFactory.create(is_active=False)
    GrantFactory.create(person=closed.person, role=Role.FINANCE_OFFICER)
    GrantFactory.create(person=AccountFactory.create().person, role=Role.PARTICIPANT)
    client.force_login(account_with(Role.ADMINISTRATOR))

    tasks = open_tasks(client)

    assert ("wait", "1 person has not set up a second factor yet", "/people/") in tasks
    assert "Among them: Made Suartana." in client.get("/tasks/").content.decode()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.PROGRAMME_OFFICER, Role.PARTICIPANT])
def test_others_have_no_task_about_people(client: Client, role: Role) -> None:
    invitation(PersonFactory.create(), made=NOW - timedelta(days=1))
    GrantFactory.create(person=AccountFactory.create().person, role=Role.FINANCE_OFFICER)
    client.force_login(account_with(role))

    assert open_tasks(client) == []
