"""Every address × method × role against table.csv, which is written by hand from each role's duty.

docs/explain/permissions.md tells how to read a line and how to add one.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.urls import URLResolver, get_resolver, reverse

import tests.permissions.directory
import tests.permissions.nominations
import tests.permissions.objects
import tests.permissions.offers
import tests.permissions.programmes
import tests.permissions.programmes_api  # noqa: F401 -- these register the makers
from balai.people.enums import Role
from tests.kernel.keys import own_keys
from tests.markdown import tables_of
from tests.permissions.asking import OPERATIONS, READING, WAYS, answer, asked, send
from tests.permissions.duties import ANONYMOUS, COLUMNS, DUTIES, OPENING, contradictions
from tests.permissions.world import ELSEWHERE, MAKERS, aim_at, world_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_django.fixtures import Settings

    from tests.permissions.duties import Duty
    from tests.permissions.world import World

TABLE = Path(__file__).with_name("table.csv")
GUIDE = Path(__file__).parents[2] / "docs" / "explain" / "permissions.md"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
pytestmark = pytest.mark.usefixtures("_quick_passwords", "_keys")


@pytest.fixture
def _quick_passwords(settings: Settings) -> None:
    """What is slow to guess is slow to check, and here it is checked a thousand times."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def _keys() -> Iterator[None]:
    """Keys of the installation, which seal the secrets of apps."""
    with own_keys():
        yield


def lines() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LINES = lines()


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


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line['view']} {line['method']}")
def test_the_cells_follow_from_the_duty(line: dict[str, str]) -> None:
    assert contradictions(line) == []


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


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_a_role_gets_what_its_column_says(column: str) -> None:
    world = world_of(None if column == ANONYMOUS else Role(column))
    wrong = []
    for line in LINES:
        is_starred = line[column].endswith("*")
        answered = answer(world, line, DUTIES[line["duty"]], is_starred=is_starred)
        if answered != line[column].rstrip("*"):
            wrong.append(
                f"{line['view']} {line['method']}: {line[column]} is written, {answered} was answered"
            )

    assert not wrong, "\n".join(wrong)


BOUND = [name for name in Role.values if any(name in DUTIES[line["duty"]].roles for line in LINES)]


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.API_CLIENT])
def test_a_role_that_holds_elsewhere_opens_nothing_here(role: Role) -> None:
    """A focal point of another country, an officer of another edition: no text, no deed, no count."""
    world = world_of(role, *ELSEWHERE)
    wrong = []
    for line in LINES:
        if not is_a_matter_of_roles(line) or role.value not in DUTIES[line["duty"]].roles:
            continue
        with transaction.atomic():
            aim = aim_at(line["view"], world)
            for place in [aim.own] if aim.foreign is None else [aim.own, aim.foreign]:
                one = asked(world, line, aim, place)
                method = line["method"].partition(" ")[0]
                if one.told_foreign or (one.word in OPENING and (method not in READING or place)):
                    wrong.append(f"{line['view']} {line['method']}: {one.word}")
            transaction.set_rollback(True)

    assert not wrong, "\n".join(wrong)


def is_a_matter_of_roles(line: dict[str, str]) -> bool:
    """Whether some people have the duty and others have not."""
    people = set(Role.values) - {Role.API_CLIENT.value}
    return bool(people & DUTIES[line["duty"]].roles) and not people <= DUTIES[line["duty"]].roles


@pytest.mark.django_db
@pytest.mark.slow
def test_what_is_read_answers_head_as_it_answers_get() -> None:
    """Asked by somebody whom the address opens to; without a body, as HTTP has it."""
    wrong = []
    worlds: dict[str, World] = {}
    for line in {line["view"]: line for line in LINES if line["method"].startswith("GET")}.values():
        column = next((one for one in COLUMNS if one in DUTIES[line["duty"]].roles), ANONYMOUS)
        if column not in worlds:
            worlds[column] = world_of(None if column == ANONYMOUS else Role(column))
        with transaction.atomic():
            aim = aim_at(line["view"], worlds[column])
            address = reverse(line["view"], kwargs=dict(aim.own))
            answers = []
            for method in READING:
                client = worlds[column].client()
                with transaction.atomic(), aim.around():
                    response = send(client, method, address, aim, aim.prepare(client))
                    answers.append((response.status_code, response.headers.get("Content-Type")))
                    transaction.set_rollback(True)
            transaction.set_rollback(True)
        if len({*answers}) > 1:
            wrong.append(f"{line['view']}: {answers}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
def test_every_other_method_is_refused() -> None:
    """Asked by somebody whom the address opens to, so that it is the method that is refused."""
    written = defaultdict(set)
    for line in LINES:
        written[ROUTES[line["view"]]].add(line["method"].partition(" ")[0])
    wrong = []
    worlds = {}
    for line in {line["view"]: line for line in LINES}.values():
        column = next((one for one in COLUMNS if one in DUTIES[line["duty"]].roles), ANONYMOUS)
        if column not in worlds:
            worlds[column] = world_of(None if column == ANONYMOUS else Role(column))
        world = worlds[column]
        with transaction.atomic():
            aim = aim_at(line["view"], world)
            address = reverse(line["view"], kwargs=dict(aim.own))
            for method in sorted({*METHODS} - written[ROUTES[line["view"]]]):
                client = world.client()
                with transaction.atomic(), aim.around():
                    aim.prepare(client)
                    status = send(client, method, address, aim, {}).status_code
                    transaction.set_rollback(True)
                if status != 405:
                    wrong.append(f"{method} {line['view']}: {status}")
            transaction.set_rollback(True)

    assert not wrong, "\n".join(wrong)
