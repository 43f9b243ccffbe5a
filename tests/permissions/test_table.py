"""Every address × method × role against table.csv, which is written by hand from each role's duty.

A cell is the status of asking for one's own, then, after a stroke, for something foreign: `200/404`. `in`
is the way to the log-in page. A star says that the duty covers what is foreign: only there may an answer
hold the marker.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.db import transaction
from django.shortcuts import resolve_url
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

import tests.permissions.objects  # noqa: F401 -- registers the makers
from balai.people.enums import Role
from tests.permissions.world import MAKERS, MARKER, Aim, world_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.permissions.world import World

TABLE = Path(__file__).with_name("table.csv")
COLUMNS = ("anonymous", *Role.values)
METHODS = ("GET", "POST")


def lines() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            {str(name).strip(): cell.strip() for name, cell in row.items()} for row in csv.DictReader(file)
        ]


def names(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)
        else:
            yield ":".join((*spaces, pattern.name or f"unnamed {pattern.pattern}"))


def test_every_address_has_its_lines_and_every_line_its_address() -> None:
    written = [(line["view"], line["method"]) for line in lines()]

    assert sorted(written) == sorted(
        (name, method) for name in set(names(get_resolver())) for method in METHODS
    )


def test_the_columns_are_the_roles() -> None:
    assert list(lines()[0]) == ["view", "method", *COLUMNS]


@pytest.mark.django_db
@pytest.mark.parametrize("column", COLUMNS)
def test_a_role_gets_what_its_column_says(column: str) -> None:
    world = world_of(None if column == "anonymous" else Role(column))
    signed_in = Client()
    if world.account:
        signed_in.force_login(world.account)

    wrong = [
        f"{line['view']} {line['method']}: {line[column]} is written, {answered} was answered"
        for line in lines()
        if (answered := answer(signed_in, world, line, is_marker_allowed="*" in line[column]))
        != line[column].rstrip("*")
    ]

    assert wrong == []


def answer(signed_in: Client, world: World, line: Mapping[str, str], *, is_marker_allowed: bool) -> str:
    """What the cell of a line should say; everything that the requests changed is taken back."""
    with transaction.atomic():
        aim = MAKERS[line["view"]](world) if line["view"] in MAKERS else Aim()
        addresses = [reverse(line["view"], kwargs=dict(aim.own))]
        if aim.foreign is not None:
            addresses.append(reverse(line["view"], kwargs=dict(aim.foreign)))
        said = [
            asked(signed_in, line["method"], address, aim, is_marker_allowed=is_marker_allowed)
            for address in addresses
        ]
        transaction.set_rollback(True)
    return "/".join(said)


def asked(signed_in: Client, method: str, address: str, aim: Aim, *, is_marker_allowed: bool) -> str:
    """The status of one request, with a word when the answer tells what is foreign."""
    client = Client(raise_request_exception=False)
    client.cookies.update(signed_in.cookies)
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, dict(aim.data))
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    if response.status_code == 302 and response["Location"].startswith(
        resolve_url(settings.LOGIN_URL) + "?next="
    ):
        return "in"
    told = MARKER in body.decode(errors="replace") + response.get("Location", "")
    return f"{response.status_code}{' with the marker' if told and not is_marker_allowed else ''}"
