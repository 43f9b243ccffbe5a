"""What a cell of the table is tried with: somebody of a role, something of theirs, something foreign.

Each view whose address names an object, or that something is sent to, has a maker in objects/; it says
what to aim at. Everything foreign carries :data:`MARKER` in its texts.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import cache
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.client import ClientHandler

from balai.people.enums import EVERYWHERE, ROLES_WITHOUT_SECOND_FACTOR, Role
from tests.people.authenticator import HOST, SoftPasskey
from tests.people.factories import AccountFactory, GrantFactory, PersonFactory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from contextlib import AbstractContextManager

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from balai.people.models import Account, Person

MARKER = "Zhemgang-of-somebody-else"
PASSWORD = "seven lanterns above Paro"
COUNTRY = "BT"
EDITION = UUID("01900000-0000-7000-8000-00000000ed17")
ORGANISATION = UUID("01900000-0000-7000-8000-0000000006a0")

ONE_EDITION = f"edition:{EDITION}"
SCOPES: Mapping[Role, str] = {
    Role.FOCAL_POINT: f"country:{COUNTRY}",
    Role.CENTRE_COORDINATOR: f"organisation:{ORGANISATION}",
    Role.PANEL_MEMBER: ONE_EDITION,
    Role.RESOURCE_PERSON: ONE_EDITION,
    Role.PRACTICE_SUPERVISOR: ONE_EDITION,
    Role.NOMINEE: ONE_EDITION,
    Role.PARTICIPANT: ONE_EDITION,
    Role.ALUMNUS: ONE_EDITION,
    Role.LINK_HOLDER: ONE_EDITION,
}
"""Where a role's grant holds in the table; those not named hold everywhere."""

HANDLER = ClientHandler(enforce_csrf_checks=False)
"""Keeps its middleware, which a client of its own would load for every request."""

ELSEWHERE = (
    "country:ZZ",
    "edition:01900000-0000-7000-8000-0000000f02e1",
    "organisation:01900000-0000-7000-8000-0000000f02e1",
)
"""Scopes in which there is nothing."""


OF_THE_VISITOR = frozenset({"account", "person", "passkey", "cookies"})


@dataclass(frozen=True, kw_only=True)
class World:
    """Those whom a role's requests concern.

    Attributes:
        account: the visitor's, or None; a program's account has no person.
        person: the visitor's; for one who has none, somebody.
        passkey: the account's, registered.
        colleague: another account, of somebody whom nothing marks as foreign.
        foreigner: another account; its person is named with the marker.
        cookies: of the session of the account; of no session for a visitor.
        given: the keys of the grants that their roles gave them.
        looked_at: those of :data:`OF_THE_VISITOR` that somebody asked this world for.
    """

    account: Account | None
    person: Person
    passkey: SoftPasskey
    colleague: Account
    foreigner: Account
    cookies: Mapping[str, str] = field(default_factory=dict)
    given: frozenset[UUID] = frozenset()
    looked_at: set[str] = field(default_factory=set)

    def __getattribute__(self, name: str) -> Any:
        """As of any object; what was made without a look at the visitor can be tried by another one."""
        if name in OF_THE_VISITOR:
            super().__getattribute__("looked_at").add(name)
        return super().__getattribute__(name)

    @property
    def foreign_person(self) -> Person:
        return person_of(self.foreigner)

    @property
    def owner(self) -> Account:
        """Whose own things are made: the visitor's, or, for one without an account, the colleague's."""
        return self.account or self.colleague

    def client(self) -> Client:
        """A browser in which the account is signed in, if there is one."""
        client = Client(raise_request_exception=False, SERVER_NAME=HOST)
        client.handler = HANDLER
        client.cookies.update(SimpleCookie(dict(self.cookies)))
        return client


def person_of(account: Account) -> Person:
    assert account.person is not None
    return account.person


def world_of(*roles: Role, scopes: Sequence[str] = ()) -> World:
    """A fresh world; a second administrator is there, so that the first can be given up.

    Args:
        roles: of the visitor, all at once; none: a visitor who is not signed in.
        scopes: in which they hold; none named: each in that of :data:`SCOPES`.
    """
    passkey = SoftPasskey()
    account = _account_of(roles, scopes, passkey) if roles else None
    given = account.person.grants.values_list("pk", flat=True) if account and account.person else []
    GrantFactory.create(person=person_of(_account()), role=Role.ADMINISTRATOR)
    return World(
        account=account,
        person=account.person if account and account.person else PersonFactory.create(),
        passkey=passkey,
        colleague=_account(),
        foreigner=_account(person=PersonFactory.create(name=MARKER)),
        cookies=cookies_of(account) if account else {},
        given=frozenset(given),
    )


def cookies_of(account: Account) -> dict[str, str]:
    return {settings.SESSION_COOKIE_NAME: session_of(account)}


def _account(**fields: Any) -> Account:
    account = AccountFactory.build(**fields) if "person" in fields else AccountFactory.create()
    account.set_password(PASSWORD)
    account.save()
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)
    return account


def account_of_program() -> Account:
    return _account(person=None)


def _account_of(roles: Sequence[Role], scopes: Sequence[str], passkey: SoftPasskey) -> Account:
    if Role.API_CLIENT in roles:
        return account_of_program()
    account = _account()
    for role in roles:
        for scope in scopes or (SCOPES.get(role, EVERYWHERE),):
            GrantFactory.create(person=account.person, role=role, scope=scope)
    if not {*roles} <= ROLES_WITHOUT_SECOND_FACTOR:
        passkey.given_to(account)
    return account


def session_of(account: Account) -> str:
    """The key of a session that somebody began a moment ago with their password."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(account.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: account.get_session_auth_hash(),
            "account_authentication_methods": [
                {"method": "password", "at": time.time(), "reauthenticated": True}
            ],
            "account_authentication_methods_user": str(account.pk),
        }
    )
    session.create()
    assert session.session_key is not None
    return session.session_key


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is there to look at when it is asked whether a request had its effect.

    Attributes:
        arguments: of the address that was asked.
        client: with its cookies and session.
        response: None before the request.
    """

    arguments: Mapping[str, Any]
    client: Client
    response: TestResponse | None = None


Effect = Callable[[Seen], object]


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a view is tried with.

    Attributes:
        own: arguments of the address that name something of one's own.
        foreign: the same for something foreign; None where there is nothing foreign.
        query: what stands behind the question mark when it is read.
        data: what is sent, so valid that it succeeds for those whose duty it is.
        prepare: what the browser does before; returns more to send, such as a code it was given.
        effect: asks whether the deed is done: false before the request, true after it.
        headers: of the request.
        is_of_everywhere: whether it belongs to no country, edition or centre, as a kind of session does.
        acts_when_read: whether it is a GET that does something, as a way back from elsewhere is.
        around: what must run meanwhile, such as a mail server.
    """

    own: Mapping[str, Any] = field(default_factory=dict)
    foreign: Mapping[str, Any] | None = None
    query: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Client], Mapping[str, Any]] = field(default=lambda _client: {})
    effect: Effect | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    is_of_everywhere: bool = False
    acts_when_read: bool = False
    around: Callable[[], AbstractContextManager[object]] = nullcontext


def named(aim: Aim, name: str) -> Aim:
    """The same aim, for an address of the API that calls ``name`` what that of the page calls ``key``."""
    assert aim.foreign is not None
    assert aim.effect is not None
    effect = aim.effect
    return replace(
        aim,
        own={name: aim.own["key"]},
        foreign={name: aim.foreign["key"]},
        effect=lambda seen: effect(replace(seen, arguments={"key": seen.arguments[name]})),
    )


Maker = Callable[[World], Aim]
MAKERS: dict[str, Maker] = {}


def aims(*views: str) -> Callable[[Maker], Maker]:
    """The decorated function makes what these views are tried with."""

    def register(maker: Maker) -> Maker:
        for view in views:
            assert view not in MAKERS, f"{view} has two makers"
            MAKERS[view] = maker
        return maker

    return register


def nothing_to_aim_at(_world: World) -> Aim:
    """The maker of addresses that name nothing, take nothing and list nothing."""
    return Aim()


UNCOUNTED = ("django_session", "balai_cache", "usersessions_usersession")
"""Tables in which the machinery notes that somebody is there, whatever they are answered."""


@cache
def _question() -> str:
    """Asks by the keys of the tables, which stay: to find them again took most of the time."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p') AND relname <> ALL(%s)",
            [list(UNCOUNTED)],
        )
        keys = ",".join(str(key) for (key,) in cursor.fetchall())
    return (
        f"SELECT oid::regclass::text, rows FROM unnest('{{{keys}}}'::oid[]) AS oid, LATERAL"  # noqa: S608 -- keys are numbers
        " (SELECT pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
        " + pg_stat_get_xact_tuples_deleted(oid) AS rows) counted WHERE rows > 0"
    )


def rows_written() -> dict[str, int]:
    """Rows inserted, changed and deleted in this transaction so far, by table, even if taken back."""
    with connection.cursor() as cursor:
        cursor.execute(_question())
        return dict(cursor.fetchall())
