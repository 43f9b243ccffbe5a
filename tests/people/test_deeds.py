from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.urls import reverse

from balai.audit.models import Deed
from balai.people.enums import Role
from balai.people.models import Account, Consent, Grant, Invitation, Person
from balai.people.queries import grants_held_by
from balai.people.rules import may_delete_scope
from balai.people.services.accounts import close_account, reopen_account
from balai.people.services.consents import give_consent, publish_consent_text, withdraw_consent
from balai.people.services.invitations import accept_invitation, first_start, invite, invite_administrator
from balai.people.services.merging import merge_persons, undo_merge
from balai.people.services.persons import change_person, create_person
from balai.people.services.roles import end_grant, grant_role
from balai.people.services.sample import CAST, create_cast
from tests.people.factories import LONG_AGO, AccountFactory, GrantFactory, PersonFactory, account_with
from tests.refusals import refusal

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 7, 16, 2, tzinfo=dt.UTC)


def administrator() -> Person:
    person = account_with(Role.ADMINISTRATOR).person
    assert person is not None
    return person


def accepted(path: str, *, at: dt.datetime = NOW, email: str = "") -> Account:
    return accept_invitation(
        secret=path.rstrip("/").rpartition("/")[2],
        name="Dechen Wangmo",
        email=email,
        password="seven prayer flags above Paro",
        language="en",
        time_zone="Asia/Thimphu",
        at=at,
    )


def test_a_role_is_granted_from_now_on_and_recorded() -> None:
    actor, person = administrator(), PersonFactory.create()

    grant = grant_role(person=person, role=Role.FOCAL_POINT, scope="country:BT", actor=actor, at=NOW)

    assert (grant.since, grant.until, grant.granted_by) == (NOW, None, actor)
    deed = Deed.objects.get()
    assert (deed.actor, deed.action, deed.subject, deed.at) == (
        actor.reference,
        "grant.given",
        person.reference,
        NOW,
    )
    assert deed.detail == {"grant": str(grant.pk), "role": "focal_point", "scope": "country:BT"}


def test_granting_says_why_not() -> None:
    actor, person = administrator(), PersonFactory.create()
    officer = account_with(Role.PROGRAMME_OFFICER).person
    merged = PersonFactory.create(merged_into=person)

    local = account_with(Role.ADMINISTRATOR, scope="country:BT").person

    def granting(
        to: Person = person, by: Person | None = actor, scope: str = "all", role: Role = Role.AUDITOR
    ) -> Callable[[], Grant]:
        return lambda: grant_role(person=to, role=role, scope=scope, actor=by, at=NOW)

    granting()()

    assert [
        refusal(granting(by=officer)),
        refusal(granting(by=local)),
        refusal(granting(to=merged)),
        refusal(granting(role=Role.API_CLIENT)),
        refusal(granting(role=Role.ADMINISTRATOR, scope="country:BT")),
        refusal(granting(scope="series:1")),
        refusal(granting()),
    ] == [
        "people.not_administrator",
        "people.not_administrator",
        "person.merged",
        "grant.for_programs",
        "grant.administrator_everywhere",
        "grant.scope_unknown",
        "grant.given_already",
    ]


def test_an_ended_role_is_history_and_can_be_given_again() -> None:
    actor = administrator()
    grant = GrantFactory.create(role=Role.AUDITOR)

    end_grant(grant=grant, actor=actor, at=NOW)

    assert refusal(lambda: end_grant(grant=grant, actor=actor, at=NOW)) == "grant.ended_already"
    assert Grant.objects.get(pk=grant.pk).until == NOW
    again = grant_role(person=grant.person, role=Role.AUDITOR, actor=actor, at=NOW)
    assert again.pk != grant.pk


def test_the_last_administrator_stays() -> None:
    actor = administrator()
    own = Grant.objects.get(person=actor)
    GrantFactory.create(role=Role.ADMINISTRATOR)  # of somebody who cannot sign in

    assert refusal(lambda: end_grant(grant=own, actor=actor, at=NOW)) == "grant.last_administrator"
    account = Account.objects.get(person=actor)
    assert refusal(lambda: close_account(account=account, actor=None, at=NOW)) == "account.last_administrator"


def test_a_merge_shares_the_roles_and_can_be_taken_back() -> None:
    actor, kept = administrator(), account_with(Role.SECRETARIAT)
    assert kept.person is not None
    duplicate = GrantFactory.create(role=Role.ALUMNUS).person

    merge_persons(duplicate=duplicate, kept=kept.person, actor=actor, at=NOW)
    merged = sorted(grant.role for grant in grants_held_by(kept, at=NOW))
    undo_merge(duplicate=duplicate, actor=actor, at=NOW)

    assert merged == ["alumnus", "secretariat"]
    assert [grant.role for grant in grants_held_by(kept, at=NOW)] == ["secretariat"]
    assert [deed.action for deed in Deed.objects.order_by("id")] == ["person.merged", "person.merge_undone"]


def test_merging_says_why_not() -> None:
    actor, kept = administrator(), AccountFactory.create().person
    assert kept is not None
    other, duplicate = AccountFactory.create().person, PersonFactory.create(merged_into=kept)
    assert other is not None
    lone = PersonFactory.create()

    def merging(one: Person, into: Person) -> Callable[[], Person]:
        return lambda: merge_persons(duplicate=one, kept=into, actor=actor, at=NOW)

    assert [
        refusal(merging(lone, lone)),
        refusal(merging(duplicate, lone)),
        refusal(merging(kept, lone)),
        refusal(merging(other, kept)),
        refusal(lambda: undo_merge(duplicate=lone, actor=actor, at=NOW)),
        refusal(lambda: merge_persons(duplicate=lone, kept=kept, actor=lone, at=NOW)),
    ] == [
        "person.same",
        "person.merged",
        "person.has_duplicates",
        "person.both_have_accounts",
        "person.not_merged",
        "people.not_administrator",
    ]


def test_closing_an_account_ends_its_sessions() -> None:
    actor, account = administrator(), AccountFactory.create()
    client = Client()
    client.force_login(account)
    client.get(reverse("people:me"))
    sessions = UserSession.objects.filter(user=account).count()

    close_account(account=account, actor=actor, at=NOW)

    assert (sessions, UserSession.objects.filter(user=account).count()) == (1, 0)
    assert client.get(reverse("people:me")).status_code == 302
    reopen_account(account=account, actor=actor, at=NOW)
    assert client.get(reverse("people:me")).status_code == 302


def test_closing_and_reopening_say_why_not() -> None:
    actor = administrator()
    own, other = Account.objects.get(person=actor), AccountFactory.create(is_active=False)
    administrator()

    assert [
        refusal(lambda: close_account(account=own, actor=actor, at=NOW)),
        refusal(lambda: close_account(account=other, actor=actor, at=NOW)),
        refusal(lambda: reopen_account(account=own, actor=actor, at=NOW)),
    ] == ["account.own", "account.closed_already", "account.open_already"]


def test_consent_is_to_the_words_in_force_and_can_be_withdrawn() -> None:
    person = PersonFactory.create()
    old = publish_consent_text(purpose="photos", text={"en": "Photos of me may be printed."}, at=LONG_AGO)
    new = publish_consent_text(purpose="photos", text={"en": "Photos of me may be shown."}, at=NOW)

    outdated = refusal(lambda: give_consent(person=person, text=old, at=NOW))
    consent = give_consent(person=person, text=new, at=NOW)
    twice = refusal(lambda: give_consent(person=person, text=new, at=NOW))
    withdraw_consent(consent=consent, at=NOW)

    assert (outdated, twice) == ("consent.text_outdated", "consent.given_already")
    assert refusal(lambda: withdraw_consent(consent=consent, at=NOW)) == "consent.withdrawn_already"
    assert list(Consent.objects.values_list("text", "given_at", "withdrawn_at")) == [(new.pk, NOW, NOW)]


def test_an_invitation_opens_one_account_once() -> None:
    actor, person = administrator(), PersonFactory.create()
    path = invite(person=person, email="Dechen@Example.BT", actor=actor, at=NOW)

    account = accepted(path, email="somebody@else.example")

    assert (account.person, account.email) == (person, "dechen@example.bt")
    assert account.check_password("seven prayer flags above Paro")
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [
        ("dechen@example.bt", True, True)
    ]
    assert refusal(lambda: accepted(path)) == "invitation.used"
    assert refusal(lambda: invite(person=person, email="new@example.bt", actor=actor, at=NOW)) == (
        "account.person_has_one"
    )
    assert refusal(lambda: invite_administrator(email="dechen@example.bt", at=NOW)) == "account.exists"


def test_a_link_expires_and_a_newer_one_replaces_it() -> None:
    actor, person = administrator(), PersonFactory.create()
    first = invite(person=person, email="dechen@example.bt", actor=actor, at=NOW)
    second = invite(person=person, email="dechen@example.bt", actor=actor, at=NOW)

    assert refusal(lambda: accepted(first)) == "invitation.expired"
    assert refusal(lambda: accepted(second, at=NOW + dt.timedelta(days=14))) == "invitation.expired"
    assert refusal(lambda: accepted("/accounts/invitation/guess/")) == "invitation.unknown"


def test_no_secret_of_a_link_is_stored() -> None:
    path = invite_administrator(email="ratna@example.id", at=NOW)
    secret = path.rstrip("/").rpartition("/")[2]

    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(i)::text FROM balai_invitation i")
        stored = "".join(row[0] for row in cursor.fetchall())

    assert secret not in stored
    assert str(Invitation.objects.get().pk) in stored


def test_the_first_start_makes_one_administrator() -> None:
    path = first_start(at=NOW)
    assert path is not None

    account = accepted(path, email="ratna@example.id")

    assert [grant.role for grant in grants_held_by(account, at=NOW)] == ["administrator"]
    assert first_start(at=NOW) is None


def test_an_invited_administrator_asked_twice_is_one_person() -> None:
    invite_administrator(email="ratna@example.id", at=NOW)

    account = accepted(invite_administrator(email="ratna@example.id", at=NOW))

    assert Person.objects.count() == 1
    assert [grant.role for grant in grants_held_by(account, at=NOW)] == ["administrator"]


def test_the_trail_says_which_fields_changed_and_not_what_stood_there() -> None:
    person = create_person(name="Dechen", actor=None, at=NOW)

    change_person(person=person, name="Dechen Wangmo", language="id", time_zone="UTC", actor=person, at=NOW)

    deed = Deed.objects.get(action="person.changed")
    assert (deed.actor, deed.detail) == (person.reference, {"fields": "name+language"})


def test_a_scope_in_use_is_not_deleted() -> None:
    GrantFactory.create(scope="country:BT", until=NOW)

    refusal = may_delete_scope("country:BT")

    assert refusal is not None
    assert (refusal.code, may_delete_scope("country:NP")) == ("scope.in_use", None)


def test_the_cast_has_one_person_for_every_role_of_people_and_is_made_once() -> None:
    create_cast(NOW)
    create_cast(NOW)

    held = {grant.role: grant.person.name for grant in Grant.objects.select_related("person")}
    assert held == {role: name for role, (name, *_rest) in CAST.items()}
    assert set(Role) - set(CAST) == {Role.API_CLIENT}
