"""Every address × method × role against table.csv, which is written by hand from each role's duty.

docs/explain/permissions.md tells how to read a line and how to add one.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
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
    aimed,
    answer,
    asked,
    asked_by_the_entitled,
    send,
    world_of_column,
)
from tests.permissions.duties import ANONYMOUS, CLOSING, COLUMNS, DUTIES, OPENING, contradictions
from tests.permissions.world import ELSEWHERE, MAKERS, world_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tests.permissions.asking import Line
    from tests.permissions.duties import Duty
    from tests.permissions.world import World

GUIDE = Path(__file__).parents[2] / "docs" / "explain" / "permissions.md"
PEOPLE = [role for role in Role if role is not Role.API_CLIENT]
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


def wrong_answers(
    world: World, cells: Iterable[tuple[Line, str]], *, each_of: Sequence[Role] = ()
) -> list[str]:
    """Where somebody is answered otherwise than it is written.

    With ``each_of``, roles of theirs, they are tried with each of these alone.
    """
    written_by_line = {(line["view"], line["method"]): cell for line, cell in cells}
    wrong = []
    for line, aim in aimed(world, [line for line, _cell in cells]):
        written = written_by_line[line["view"], line["method"]]
        for role in each_of or (None,):
            with only(world, role):
                answered = answer(world, line, aim, is_starred=written.endswith("*"))
            if answered != written.rstrip("*"):
                told = f"{written} is written, {answered} was answered {role or ''}".rstrip()
                wrong.append(f"{line['view']} {line['method']}: {told}")
    return wrong


@contextmanager
def only(world: World, role: Role | None) -> Iterator[None]:
    """Within the block they hold this role alone; none named: those they have."""
    if role is None:
        yield
        return
    with transaction.atomic():
        world.person.grants.exclude(role=role).delete()
        yield
        transaction.set_rollback(True)


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


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_a_role_gets_what_its_column_opens(column: str) -> None:
    """And is shut out as it says, if nobody can hold it together with others.

    The slow group asks the rest of each role alone.
    """
    cells = [(line, line[column]) for line in LINES if is_asked_every_day(line, column)]

    wrong = wrong_answers(world_of_column(column), cells)

    assert not wrong, "\n".join(wrong)


def shut_together(lines: Iterable[Line]) -> dict[tuple[Role, ...], list[tuple[Line, str]]]:
    """The cells that shut, by the roles whose cells say so in the same words."""
    cells: dict[tuple[Role, ...], list[tuple[Line, str]]] = defaultdict(list)
    for line in lines:
        roles_by_cell: dict[str, list[Role]] = defaultdict(list)
        for role in PEOPLE:
            if is_shut(line[role.value]):
                roles_by_cell[line[role.value]].append(role)
        for cell, roles in roles_by_cell.items():
            cells[tuple(roles)].append((line, cell))
    return cells


SHUT_IN_SESSIONS = shut_together(line for line in LINES if not has_token(line))
SHUT_TO_TOKENS = shut_together(line for line in LINES if has_token(line))


@pytest.mark.django_db
@pytest.mark.parametrize("roles", SHUT_IN_SESSIONS, ids=lambda roles: f"{roles[0]} and {len(roles) - 1} more")
def test_what_is_shut_to_several_roles_is_shut_to_whoever_holds_them_all(roles: tuple[Role, ...]) -> None:
    """And so to who holds one of them: a grant adds to what somebody may do, none takes away from it.

    The slow group asks it of each role alone, and with a token.
    """
    wrong = wrong_answers(world_of(*roles), SHUT_IN_SESSIONS[roles])

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("roles", SHUT_IN_SESSIONS, ids=lambda roles: f"{roles[0]} and {len(roles) - 1} more")
def test_what_is_shut_to_several_roles_is_shut_to_each_of_them_alone(roles: tuple[Role, ...]) -> None:
    wrong = wrong_answers(world_of(*roles), SHUT_IN_SESSIONS[roles], each_of=roles)

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("roles", SHUT_TO_TOKENS, ids=lambda roles: f"{roles[0]} and {len(roles) - 1} more")
def test_what_is_shut_to_tokens_of_several_roles_is_shut_to_a_token_of_them_all(
    roles: tuple[Role, ...],
) -> None:
    wrong = wrong_answers(world_of(*roles), SHUT_TO_TOKENS[roles])

    assert not wrong, "\n".join(wrong)


def open_together() -> Iterator[tuple[tuple[Role, ...], list[tuple[Line, str]]]]:
    """What is not asked every day, by the roles to which it opens in the same words, a few lines at a time.

    Roles with a second factor and those without one stand apart: one is asked for it, the other is not.
    """
    cells: dict[tuple[Role, ...], list[tuple[Line, str]]] = defaultdict(list)
    for line in sorted(LINES, key=lambda line: line["view"].partition(":")[0]):
        roles_by_cell: dict[tuple[str, bool], list[Role]] = defaultdict(list)
        for role in PEOPLE:
            if not is_asked_every_day(line, role.value) and is_told_by_itself(line, role.value):
                roles_by_cell[line[role.value], role in ROLES_WITHOUT_SECOND_FACTOR].append(role)
        for (cell, _has_one_factor), roles in roles_by_cell.items():
            cells[tuple(roles)].append((line, cell))
    for together, those in cells.items():
        some = REQUESTS // len(together)
        for first in range(0, len(those), some):
            yield together, those[first : first + some]


REQUESTS = 400
"""What one test asks at most, so that several processes share them well."""


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize(
    ("roles", "cells"),
    [
        pytest.param(roles, cells, id=f"{roles[0]} and {len(roles) - 1} more, {cells[0][0]['view']}")
        for roles, cells in open_together()
    ],
)
def test_a_role_gets_what_opens_to_others_in_the_same_words(
    roles: tuple[Role, ...], cells: list[tuple[Line, str]]
) -> None:
    """Each of them alone; the things that are asked for are made once for all of them."""
    wrong = wrong_answers(world_of(*roles), cells, each_of=roles)

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("column", [ANONYMOUS, Role.API_CLIENT.value])
def test_who_is_not_signed_in_and_a_program_get_what_opens_to_others_in_the_same_words(column: str) -> None:
    cells = [(line, line[column]) for line in LINES if not is_asked_every_day(line, column)]

    wrong = wrong_answers(world_of_column(column), cells)

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.parametrize("reads", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["reads", "rest"])
def test_whoever_holds_every_role_elsewhere_opens_nothing_here(*, reads: bool) -> None:
    """A focal point of another country, an officer of another edition: no text, no deed, no count."""
    wrong = opened_from_elsewhere(reads=reads)

    assert not wrong, "\n".join(wrong)


def opened_from_elsewhere(*, reads: bool) -> list[str]:
    """What opens to somebody who has the duty, but where there is nothing."""
    world = world_of(*PEOPLE, scopes=ELSEWHERE)
    theirs = [line for line in LINES if is_a_matter_of_roles(line) and (line["method"] in READING) is reads]
    wrong = []
    for line, aim in aimed(world, theirs):
        for place in [aim.own] if aim.foreign is None else [aim.own, aim.foreign]:
            one = asked(world, line, aim, place)
            method = line["method"].partition(" ")[0]
            names_something = place and not aim.is_of_everywhere
            if one.told_foreign or (one.word in OPENING and (method not in READING or names_something)):
                wrong.append(f"{line['view']} {line['method']}: {one.word}")
    return wrong


def is_a_matter_of_roles(line: Line) -> bool:
    """Whether some people have the duty and others have not."""
    people = set(Role.values) - {Role.API_CLIENT.value}
    return bool(people & DUTIES[line["duty"]].roles) and not people <= DUTIES[line["duty"]].roles


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
