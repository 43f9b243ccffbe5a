"""What the pages about people show when they are looked at."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from allauth.account.models import EmailAddress, EmailConfirmationHMAC

from balai.audit.models import Look
from balai.kernel import clock
from balai.kernel.identity import uuid7
from balai.people.enums import RightKind, Role, TokenScope
from balai.people.models import (
    CLOCK,
    Account,
    Breach,
    LegalHold,
    Person,
    RetentionRule,
    RightsRequest,
)
from balai.people.services.invitations import invite
from balai.people.services.tokens import issue_token
from tests.browser.sign_in import account_of
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory

PERSON = UUID("01a213c5-0000-7000-8000-000000000001")
GRANT = UUID("01a213c5-0000-7000-8000-000000000002")
SYSTEM = UUID("01a213c5-0000-7000-8000-000000000003")
BREACH = UUID("01a213c5-0000-7000-8000-000000000004")
REQUEST = UUID("01a213c5-0000-7000-8000-000000000005")
ADDRESS = 1_000_000
KEY = EmailConfirmationHMAC(EmailAddress(pk=ADDRESS)).key
"""Of the link that confirms the address of :func:`add_an_address`."""


def record() -> None:
    """A focal point with an account, an ended role and a double record; one invited, one closed."""
    at = clock.now()
    person = PersonFactory.create(pk=PERSON, name="Dechen Wangmo", email="dechen@example.bt")
    AccountFactory.create(person=person, email="dechen@example.bt")
    GrantFactory.create(pk=GRANT, person=person, role=Role.FOCAL_POINT, scope="country:BT")
    GrantFactory.create(person=person, role=Role.NOMINEE, until=at)
    PersonFactory.create(name="D. Wangmo", merged_into=person)
    PersonFactory.create(name="Dechen Wangmo Tshering", email="dwt@example.bt")
    karma = PersonFactory.create(name="Karma Choden", email="karma@example.bt")
    invite(person=karma, email=karma.email, actor=None, at=at)
    closed = AccountFactory.create(person=PersonFactory.create(name="Tshering Dorji"), is_active=False)
    GrantFactory.create(person=closed.person, role=Role.PANEL_MEMBER)


def add_an_address() -> None:
    """Somebody who has another address and has not confirmed it yet."""
    account = AccountFactory.create()
    EmailAddress.objects.create(pk=ADDRESS, user=account, email="dechen@ministry.example")


def forget_the_password() -> None:
    """The nominee who looks has none: they came in with their ministry's service."""
    account = account_of(Role.NOMINEE)
    account.set_unusable_password()
    account.save()


def connect() -> None:
    """A system with one token."""
    system = Account.objects.create(pk=SYSTEM, email="s@program.invalid", system_name="Statistics")
    at = clock.now()
    issue_token(
        account=system,
        label="Monthly figures",
        scopes=[TokenScope.PEOPLE_READ],
        expires_at=at + dt.timedelta(days=90),
        at=at,
    )


def ask_for_rights() -> None:
    """Requests that wait and one that is late, a hold that has passed, a term of the office, and a breach."""
    record()
    at = clock.now()
    person = Person.objects.get(pk=PERSON)
    for pk, kind, hours in ((REQUEST, RightKind.CORRECTION, 10), (uuid7(), RightKind.ERASURE, 80)):
        asked = at - dt.timedelta(hours=hours)
        RightsRequest.objects.create(pk=pk, person=person, kind=kind, asked_at=asked, due_at=asked + CLOCK)
    LegalHold.objects.create(
        person=person,
        reason="Case 12/2026",
        until=at.date(),
        placed_at=at - dt.timedelta(days=30),
        placed_by="system",
        lifted_at=at,
        lifted_by="system",
    )
    RetentionRule.objects.create(
        data_class="nominations",
        weeks=156,
        since=at.date(),
        source="Decree 7/2026",
        set_at=at,
        set_by="system",
    )
    Look.objects.create(
        at=at - dt.timedelta(hours=3),
        actor="system",
        subject=person.reference,
        field="application.passport",
        purpose="visa_case",
    )
    Breach.objects.create(
        pk=BREACH,
        noticed_at=at - dt.timedelta(hours=2),
        due_at=at - dt.timedelta(hours=2) + CLOCK,
        began_at=at - dt.timedelta(hours=5),
        ended_at=at - dt.timedelta(hours=2),
        field="application.passport",
        what="A list of passports went to the wrong address.",
        entered_by="system",
    )
