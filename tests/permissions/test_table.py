"""Every address × method × role against table.csv, which is written by hand from each role's duty.

docs/explain/permissions.md tells how to read a line and how to add one.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

import tests.permissions.objects  # noqa: F401 -- registers the makers
from balai.people.enums import ROLES_WITHOUT_SECOND_FACTOR, Role
from tests.markdown import tables_of
from tests.permissions.asking import (
    LINES,
    OPERATIONS,
    READING,
    WAYS,
    answer,
    asked,
    asked_by_the_entitled,
    maker_of,
    send,
)
from tests.permissions.duties import ANONYMOUS, CLOSING, COLUMNS, DUTIES, OPENING, contradictions
from tests.permissions.visitors import PEOPLE, Try, wrong_answers
from tests.permissions.world import MAKERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from _pytest.mark import ParameterSet

    from tests.permissions.asking import Line
    from tests.permissions.duties import Duty
    from tests.permissions.world import Aim, World

GUIDE = Path(__file__).parents[2] / "docs" / "explain" / "permissions.md"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
pytestmark = pytest.mark.usefixtures("_quick", "_keys")


def addresses(
    resolver: URLResolver, spaces: tuple[str, ...] = (), route: str = ""
) -> Iterator[tuple[str, str]]:
    """The name and the route of every address."""
    for pattern in resolver.url_patterns:
        place = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(
                pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces, place
            )
        else:
            yield ":".join((*spaces, pattern.name or f"unnamed {pattern.pattern}")), place


ROUTES = dict(addresses(get_resolver()))


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert sorted({line["view"] for line in LINES}) == sorted(ROUTES)


def test_every_operation_has_a_line_for_each_way_of_calling() -> None:
    written = [(line["view"], line["method"]) for line in LINES if line["view"] in OPERATIONS]

    assert sorted(written) == sorted(
        (name, f"{operation.method} {way}".strip()) for name, operation in OPERATIONS.items() for way in WAYS
    )


def test_no_line_stands_twice() -> None:
    written = [(line["view"], line["method"]) for line in LINES]

    assert sorted(written) == sorted(set(written))


def test_the_columns_are_the_roles() -> None:
    assert list(LINES[0]) == ["view", "method", "duty", *COLUMNS]


def test_makers_are_for_addresses() -> None:
    assert sorted(set(MAKERS) - set(ROUTES)) == []


def test_the_cells_follow_from_the_duty() -> None:
    wrong = {f"{line['view']} {line['method']}": contradictions(line) for line in LINES}

    assert {name: found for name, found in wrong.items() if found} == {}


def test_the_guide_tells_of_the_duties_as_the_table_uses_them() -> None:
    told = {row["duty"]: (row["whose it is"], row["reaches"]) for row in tables_of(GUIDE)["duty"]}

    assert told == {name: (said(duty.roles), reach_of(duty)) for name, duty in DUTIES.items()}
    assert sorted({line["duty"] for line in LINES}) == sorted(DUTIES)


def reach_of(duty: Duty) -> str:
    """How far a duty reaches, in the words of the guide."""
    if not duty.roles:
        return "–"
    if not duty.everything:
        return "one’s own"
    return "everything" if duty.everything == duty.roles else f"everything for {said(duty.everything)}"


def said(roles: frozenset[str]) -> str:
    """Roles in the words of the guide."""
    words = {
        frozenset(COLUMNS): "everybody",
        frozenset(Role.values): "whoever has an account, programs too",
        frozenset(Role.values) - {Role.API_CLIENT.value}: "every person with an account",
        frozenset({ANONYMOUS}): "who is not signed in",
        frozenset(): "nobody",
    }
    labels = [str(role.label).lower() for role in Role if role.value in roles]
    return words.get(roles) or ", ".join(labels).replace("api client", "programs")


def wrong_answer(one: Try, world: World, aim: Aim) -> list[str]:
    """Where somebody is answered otherwise than it is written."""
    if one.cell is None:
        return opened_from_elsewhere(one.line, world, aim)
    answered = answer(world, one.line, aim, is_starred=one.cell.endswith("*"))
    if answered == one.cell.rstrip("*"):
        return []
    who = " and ".join(one.roles) or ANONYMOUS
    return [
        f"{one.line['view']} {one.line['method']}: {one.cell} is written, {answered} was answered to {who}"
    ]


def opened_from_elsewhere(line: Line, world: World, aim: Aim) -> list[str]:
    """What opens to somebody who has the duty, but where there is nothing: no text, no deed, no count."""
    wrong = []
    method = line["method"].partition(" ")[0]
    for place in [aim.own] if aim.foreign is None else [aim.own, aim.foreign]:
        one = asked(world, line, aim, place)
        names_something = place and not aim.is_of_everywhere
        if one.told_foreign or (one.word in OPENING and (method not in READING or names_something)):
            wrong.append(f"{line['view']} {line['method']}: {one.word} was answered to roles of elsewhere")
    return wrong


def is_shut(cell: str) -> bool:
    return {*cell.split("/")} <= CLOSING


def has_token(line: Line) -> bool:
    """Whether it is asked with a token, and not in a session."""
    return " by token" in line["method"]


LEAST = (Role.RESOURCE_PERSON.value, Role.LINK_HOLDER.value)
"""Two roles to which little opens but what opens to every person: with a second factor and without one."""


FEWEST_FIRST = sorted(PEOPLE, key=lambda role: sum(role.value in duty.roles for duty in DUTIES.values()))
"""Roles by how many duties they have: what opens to the first is no gift of another duty."""


def is_asked_every_day(line: Line, column: str) -> bool:
    """Whether a cell is asked of this role every day, and not of another that it opens to in the same words.

    What opens to both of the least roles is asked of the first, anything else of the one with the fewest
    duties; with a token, of a program; a page that is shut to a program as to a stranger, of the stranger.
    """
    if column == Role.API_CLIENT.value:
        return line["view"] in OPERATIONS or line[column] != line[ANONYMOUS]
    if has_token(line):
        return False
    if column == ANONYMOUS:
        return True
    if is_shut(line[column]):
        return False  # of all together
    if {line[column]} == {line[role] for role in LEAST}:
        return column == LEAST[0]
    return column == next(role.value for role in FEWEST_FIRST if line[role.value] == line[column])


def is_told_by_itself(line: Line, role: str) -> bool:
    """Whether a cell of a role opens; with a token, which may what its owner may, to the least of them."""
    if is_shut(line[role]):
        return False
    return not has_token(line) or role == next(
        one.value for one in FEWEST_FIRST if line[one.value] == line[role]
    )


def shut_alike(line: Line) -> Iterator[tuple[tuple[Role, ...], str]]:
    """Those whom a line shuts out in the same words, and the words."""
    roles_by_cell: dict[str, list[Role]] = defaultdict(list)
    for role in PEOPLE:
        if is_shut(line[role.value]):
            roles_by_cell[line[role.value]].append(role)
    for cell, roles in roles_by_cell.items():
        yield tuple(roles), cell


def is_a_matter_of_roles(line: Line) -> bool:
    """Whether some people have the duty and others have not."""
    people = set(Role.values) - {Role.API_CLIENT.value}
    return bool(people & DUTIES[line["duty"]].roles) and not people <= DUTIES[line["duty"]].roles


def every_day() -> Iterator[Try]:
    """Each role where it opens, if it is the one of whom that is asked; all together where it shuts.

    What is shut to several roles is shut to whoever holds them all, and so to who holds one of them: a grant
    adds to what somebody may do, none takes away from it. And of whoever holds every role, but elsewhere:
    a focal point of another country, an officer of another edition.
    """
    for line in LINES:
        for column in COLUMNS:
            if is_asked_every_day(line, column):
                yield of_column(line, column)
        if not has_token(line):
            for roles, cell in shut_alike(line):
                yield Try(line=line, roles=roles, cell=cell, has_one_factor=has_one_factor(roles))
        if is_a_matter_of_roles(line) and line["method"] in READING:
            yield Try(line=line, roles=PEOPLE, cell=None)


def the_rest() -> Iterator[Try]:
    """Each role alone of what is not asked of it every day; where tokens shut, all roles together."""
    for line in LINES:
        for roles, cell in shut_alike(line):
            for those in [roles] if has_token(line) else [(role,) for role in roles if len(roles) > 1]:
                yield Try(line=line, roles=those, cell=cell, has_one_factor=has_one_factor(roles))
        for role in PEOPLE:
            if not is_asked_every_day(line, role.value) and is_told_by_itself(line, role.value):
                yield of_column(line, role.value)
        for column in (ANONYMOUS, Role.API_CLIENT.value):
            if not is_asked_every_day(line, column):
                yield of_column(line, column)
        if is_a_matter_of_roles(line) and line["method"] not in READING:
            yield Try(line=line, roles=PEOPLE, cell=None)


def of_column(line: Line, column: str) -> Try:
    roles = () if column == ANONYMOUS else (Role(column),)
    return Try(line=line, roles=roles, cell=line[column], has_one_factor=has_one_factor(roles))


def has_one_factor(roles: Sequence[Role]) -> bool:
    return ROLES_WITHOUT_SECOND_FACTOR.issuperset(roles)


def by_room(tries: Iterable[Try]) -> list[ParameterSet]:
    """Parameters: what is tried, by the file of objects/ that makes what it is tried with."""
    rooms: dict[str, list[Try]] = defaultdict(list)
    for one in tries:
        rooms[maker_of(one.line).__module__.rpartition(".")[2]].append(one)
    return [pytest.param(those, id=room) for room, those in sorted(rooms.items())]


@pytest.mark.django_db
@pytest.mark.parametrize("tries", by_room(every_day()))
def test_a_role_gets_what_its_column_opens_and_nothing_else(tries: list[Try]) -> None:
    wrong = wrong_answers(tries, wrong_answer)

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("tries", by_room(the_rest()))
def test_a_role_alone_gets_what_its_column_opens_and_nothing_else(tries: list[Try]) -> None:
    wrong = wrong_answers(tries, wrong_answer)

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.slow
def test_what_is_read_answers_head_as_get_and_every_other_method_is_refused() -> None:
    """HEAD without a body, as HTTP has it."""
    written = defaultdict(set)
    for line in LINES:
        written[ROUTES[line["view"]]].add(line["method"].partition(" ")[0])
    asked_first = {
        line["view"]: line for line in sorted(LINES, key=lambda line: line["method"].startswith("GET"))
    }
    wrong = []
    for world, line, aim in asked_by_the_entitled(
        {**line, "method": "GET" if line["method"].startswith("GET") else ""} for line in asked_first.values()
    ):
        refused = sorted({*METHODS} - written[ROUTES[line["view"]]])
        answers = {}
        for method in [*READING, *refused] if line["method"] else refused:
            client = world.client()
            with transaction.atomic(), aim.around():
                prepared = aim.prepare(client)
                more = prepared if line["method"] and method in READING else {}
                response = send(client, method, reverse(line["view"], kwargs=dict(aim.own)), aim, more)
                answers[method] = (response.status_code, response.headers.get("Content-Type"))
                transaction.set_rollback(True)
        if line["method"] and answers["GET"] != answers["HEAD"]:
            wrong.append(f"{line['view']}: {answers}")
        wrong += [f"{m} {line['view']}: {answers[m][0]}" for m in refused if answers[m][0] != 405]

    assert not wrong, "\n".join(wrong)
