"""What a cell of the table is tried with: somebody of a role, something of theirs, something foreign.

Each view whose address names an object, or whose POST needs data, has a maker in objects.py; it says what
to aim at. Everything foreign carries :data:`MARKER` in its texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from balai.people.enums import Role
from tests.people.factories import AccountFactory, PersonFactory, account_with

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.people.models import Account, Person

MARKER = "Zhemgang-of-somebody-else"


@dataclass(frozen=True, kw_only=True)
class World:
    """Those whom a role's requests concern.

    Attributes:
        role: None for a visitor who is not signed in.
        account: the visitor's, or None.
        person: the visitor's; for one who is not signed in, somebody.
        foreigner: another account; its person is named with the marker.
    """

    role: Role | None
    account: Account | None
    person: Person
    foreigner: Account

    @property
    def foreign_person(self) -> Person:
        assert self.foreigner.person is not None
        return self.foreigner.person


def world_of(role: Role | None) -> World:
    """A fresh world; a second administrator is there, so that the first can be given up."""
    account = account_with(role) if role else None
    account_with(Role.ADMINISTRATOR)
    person = account.person if account and account.person else PersonFactory.create()
    foreigner = AccountFactory.create(person=PersonFactory.create(name=MARKER))
    return World(role=role, account=account, person=person, foreigner=foreigner)


@dataclass(frozen=True, kw_only=True)
class Aim:
    """What a view is tried with.

    Attributes:
        own: arguments of the address that name something of one's own.
        foreign: the same for something foreign; None where there is nothing foreign.
        data: what a POST sends.
    """

    own: Mapping[str, object] = field(default_factory=dict)
    foreign: Mapping[str, object] | None = None
    data: Mapping[str, str] = field(default_factory=dict)


Maker = Callable[[World], Aim]
MAKERS: dict[str, Maker] = {}


def aims(*views: str) -> Callable[[Maker], Maker]:
    """The decorated function makes what these views are tried with."""

    def register(maker: Maker) -> Maker:
        MAKERS.update(dict.fromkeys(views, maker))
        return maker

    return register
