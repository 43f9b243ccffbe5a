"""What the pages about people show when they are looked at."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.models import Account
from balai.people.services.invitations import invite
from balai.people.services.tokens import issue_token
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory

PERSON = UUID("01a213c5-0000-7000-8000-000000000001")
GRANT = UUID("01a213c5-0000-7000-8000-000000000002")
SYSTEM = UUID("01a213c5-0000-7000-8000-000000000003")


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
