"""Who tries what: every cell of the table, asked once of each who is to be asked, over things made once.

To make a thing takes longer than to ask for it. So a maker makes it for everybody who tries it: for an
account that holds every role, of which all but those in question are taken away. Whoever else comes – who is
not signed in, a program – tries the same, but where the maker looked at the visitor: then it makes it again,
for them.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR, Role
from balai.people.models import Grant
from tests.people.factories import LONG_AGO, PersonFactory
from tests.permissions.asking import aim_of, maker_of
from tests.permissions.world import ELSEWHERE, account_of_program, cookies_of, world_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.permissions.asking import Line
    from tests.permissions.world import Aim, Maker, World

    Asking = Callable[["Try", World, Aim], list[str]]

PEOPLE = tuple(role for role in Role if role is not Role.API_CLIENT)
PROGRAM = (Role.API_CLIENT,)


@dataclass(frozen=True, kw_only=True)
class Try:
    """A line and who is to be answered what.

    Attributes:
        roles: held all at once; none: not signed in.
        cell: as it is written; None for somebody who holds the roles elsewhere.
        has_one_factor: whether it is somebody without a second factor, as all have who hold no other roles.
    """

    line: Line
    roles: tuple[Role, ...]
    cell: str | None
    has_one_factor: bool = False

    @property
    def who(self) -> str:
        """Whose things are asked for."""
        if not self.roles:
            return "nobody"
        if self.roles == PROGRAM:
            return "program"
        return "person with one factor" if self.has_one_factor else "person"


class Visitors:
    """Those who try things, each made when they come first; what is shared with the person is made once."""

    def __init__(self) -> None:
        self._by_name: dict[str, World] = {}

    def __getitem__(self, who: str) -> World:
        if who not in self._by_name:
            self._by_name[who] = self._made(who)
            self._by_name[who].client().get(reverse("portal:preferences"))  # noted now where they are
        return self._by_name[who]

    def _made(self, who: str) -> World:
        if who == "person":
            return world_of(*PEOPLE)
        if who == "person with one factor":
            return world_of(*(role for role in PEOPLE if role in ROLES_WITHOUT_SECOND_FACTOR))
        account = account_of_program() if who == "program" else None
        cookies = cookies_of(account) if account else {}
        person = PersonFactory.create()
        return replace(
            self["person"],
            account=account,
            person=person,
            cookies=cookies,
            given=frozenset(),
            looked_at=set(),
        )


def wrong_answers(tries: Iterable[Try], ask: Asking) -> list[str]:
    """What ``ask`` finds wrong with the answers; things are made by one maker after the other."""
    visitors = Visitors()
    tries_by_maker: dict[Maker, dict[str, list[Try]]] = defaultdict(lambda: defaultdict(list))
    for one in tries:
        tries_by_maker[maker_of(one.line)][one.who].append(one)
    wrong = []
    for maker, tries_by_visitor in tries_by_maker.items():
        waiting = dict(sorted(tries_by_visitor.items(), key=lambda item: item[0] != "person"))
        while waiting:
            wrong += _tried_by_some(maker, visitors, waiting, ask)
    return wrong


def _tried_by_some(maker: Maker, visitors: Visitors, waiting: dict[str, list[Try]], ask: Asking) -> list[str]:
    """Make things for the first who waits and let all try them who can; who did so waits no more."""
    first, *others = waiting
    maker_s_world = visitors[first]
    wanted = [visitors[who] for who in others]  # made before, and not taken back with the things
    with transaction.atomic():
        maker_s_world.looked_at.clear()
        aim = maker(maker_s_world)
        looked_at = set(maker_s_world.looked_at)
        wrong = _tried(waiting.pop(first), maker_s_world, aim, ask)
        for who, world in zip(others, wanted, strict=True):
            has_own_things = who == "person with one factor"  # where the others have none
            if looked_at - {"person"} or (has_own_things and looked_at):
                continue
            maker_s_world.looked_at.clear()
            found = _tried(waiting[who], world, aim, ask)
            if not maker_s_world.looked_at:  # nor did what it left to be done now
                wrong += found
                del waiting[who]
        transaction.set_rollback(True)
    return wrong


def _tried(tries: Iterable[Try], world: World, aim: Aim, ask: Asking) -> list[str]:
    tries_by_roles: dict[tuple[tuple[Role, ...], bool], list[Try]] = defaultdict(list)
    for one in tries:
        tries_by_roles[one.roles, one.cell is None].append(one)
    wrong = []
    for (roles, is_elsewhere), those in tries_by_roles.items():
        with _holding(world, roles, is_elsewhere=is_elsewhere):
            for one in those:
                wrong += ask(one, world, aim_of(one.line, aim, world))
    return wrong


@contextmanager
def _holding(world: World, roles: tuple[Role, ...], *, is_elsewhere: bool) -> Iterator[None]:
    """Within the block they hold these roles alone, but for what they were given with the things."""
    if not world.given:
        yield
        return
    with transaction.atomic():
        given = Grant.objects.filter(pk__in=world.given)
        (given if is_elsewhere else given.exclude(role__in=roles)).delete()
        if is_elsewhere:
            Grant.objects.bulk_create(
                Grant(person=world.person, role=role, scope=scope, since=LONG_AGO)
                for role in roles
                for scope in ELSEWHERE
            )
        yield
        transaction.set_rollback(True)
