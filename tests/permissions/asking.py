"""Asking what a line of the table is about, and saying it in the words of a cell."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.shortcuts import resolve_url
from django.urls import reverse

from balai.api import api
from balai.kernel import clock
from balai.people.enums import Role, TokenScope
from balai.people.models import ApiToken
from balai.people.services.tokens import issue_token
from tests.engine.documents.reading import text_of
from tests.permissions.duties import ANONYMOUS, COLUMNS, DUTIES
from tests.permissions.world import MAKERS, MARKER, Seen, nothing_to_aim_at, rows_written, world_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from django.test import Client
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

    from tests.permissions.world import Aim, Maker, World

    Line = Mapping[str, str]

TABLE = Path(__file__).with_name("table.csv")
BY_TOKEN = "by token"
BY_POOR_TOKEN = "by token without its scope"
WAYS = ("", BY_TOKEN, BY_POOR_TOKEN)
JSON = "application/json"
READING = {"GET", "HEAD"}
NOTED_WHEN_READ = {
    "balai_look",
    "balai_material_count",
    "balai_letter",
    "balai_deed",
    "balai_country_call",
    "balai_application",
    "balai_endorsement",
    "balai_follow_up_link",
    "balai_plan_endorsement",
    "mfa_authenticator",
}
"""Tables in which it is noted that somebody read, for whom a page opens."""


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation of the API, as the schema names it."""

    name: str
    method: str
    scope: TokenScope


def operations() -> dict[str, Operation]:
    """Every operation by the name of its address."""
    return {
        f"api:{operation['operationId']}": Operation(
            name=operation["operationId"], method=method.upper(), scope=TokenScope(operation["x-scope"])
        )
        for methods in api.get_openapi_schema()["paths"].values()
        for method, operation in methods.items()
    }


OPERATIONS = operations()


def maker_of(line: Line) -> Maker:
    return MAKERS.get(line["view"], nothing_to_aim_at)


def aim_of(line: Line, aim: Aim, world: World) -> Aim:
    """The aim, with a token where the line says so."""
    way = line["method"].partition(" ")[2]
    return with_token(aim, world, line["view"], has_scope=way == BY_TOKEN) if way else aim


def aimed(world: World, lines: Iterable[Line]) -> Iterator[tuple[Line, Aim]]:
    """Each line with what it is tried with, which is made once for all lines that share its maker.

    Lines come in the order of their makers; what was made is taken back before the next maker's.
    """
    world.client().get(reverse("portal:preferences"))  # where they are is noted now, and not by every request
    lines_by_maker: dict[Maker, list[Line]] = defaultdict(list)
    for line in lines:
        lines_by_maker[maker_of(line)].append(line)
    for maker, those in lines_by_maker.items():
        with transaction.atomic():
            aim = maker(world)
            for line in those:
                yield line, aim_of(line, aim, world)
            transaction.set_rollback(True)


def answer(world: World, line: Line, aim: Aim, *, is_starred: bool) -> str:
    """What the cell of a line should say; everything that was done is taken back.

    The own thing is asked for, then the foreign one, if there is one. A word is added where an answer told
    what is foreign without a star, or where a deed was done or left undone against what the status says.
    """
    places = [aim.own] if aim.foreign is None else [aim.own, aim.foreign]
    answers = [asked(world, line, aim, place) for place in places]
    cell = "/".join(one.word for one in answers)
    if is_starred and line["method"] == "GET" and not any(one.told_foreign for one in answers):
        cell += " without the marker"
    if not is_starred and any(one.told_foreign for one in answers):
        cell += " with the marker"
    return " ".join([cell, *(one.fault for one in answers if one.fault)])


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One answer in the words of a cell.

    Attributes:
        word: the status, or `in`, or `on`.
        told_foreign: whether the marker is in it.
        fault: how what was done disagrees with the word; empty when it agrees.
    """

    word: str
    told_foreign: bool
    fault: str = ""


def asked(world: World, line: Line, aim: Aim, arguments: Mapping[str, Any]) -> Answer:
    """Send one request, look at its answer and at what it did, and take all of it back."""
    method, _space, way = line["method"].partition(" ")
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined] # noqa: SLF001 -- as a test case's own: a look commits for good
    with block, aim.around():
        client = world.client()
        if way:
            client.cookies.clear()
            ApiToken.objects.update(
                used_on=clock.now().date()
            )  # noted once a day, which is not what is asked here
        more = aim.prepare(client)
        seen = Seen(arguments=arguments, client=client)
        before = rows_written()
        acts = method not in READING or aim.acts_when_read
        was_done = acts and bool(aim.effect and aim.effect(seen))
        response = send(client, method, reverse(line["view"], kwargs=dict(arguments)), aim, more)
        body = b"".join(response) if response.streaming else response.content
        after = rows_written()
        written = {table for table, rows in after.items() if rows != before.get(table, 0)}
        is_done = (
            response.status_code < 400
            and acts
            and bool(aim.effect and aim.effect(replace(seen, response=response)))
        )
        is_idle = world.account is not None and not written and is_done == was_done
        word = word_of(response, is_sent_on=is_idle and line["duty"] == "signing in")
        transaction.set_rollback(True)
    told = MARKER in readable(body) + response.get("Location", "")
    opened = word.isdigit() and int(word) < 400
    if not acts:
        unexpected = written - (NOTED_WHEN_READ if opened else set())
        fault = f"but wrote {sorted(unexpected)}" if unexpected else ""
    elif opened:
        fault = "" if is_done and not was_done else "without its effect" if not is_done else "done before"
    else:
        fault = f"but wrote {sorted(written)}" if written else ""
    return Answer(word=word, told_foreign=told, fault=fault)


def readable(body: bytes) -> str:
    """What somebody reads in an answer; an archive is opened."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    if body.startswith(b"%PDF") and b"startxref" in body:  # a real one, whose text is packed
        return text_of(body) + body.decode(errors="replace")
    return body.decode(errors="replace")


def send(client: Client, method: str, address: str, aim: Aim, more: Mapping[str, Any]) -> TestResponse:
    """Send it as a browser sends a form, or as a program sends JSON."""
    headers = dict(aim.headers)
    if method in READING:
        read = client.get if method == "GET" else client.head
        return read(address, {**aim.query, **more}, headers=headers)
    data = {**aim.data, **more}
    has_files = any(isinstance(value, UploadedFile) for value in data.values())
    is_json = address.startswith("/api/") or headers.pop("Content-Type", "") == JSON
    if method == "POST" and (has_files or not is_json):
        return client.post(address, data, headers=headers)
    return client.generic(method, address, json.dumps(data), content_type=JSON, headers=headers)


def word_of(response: TestResponse, *, is_sent_on: bool) -> str:
    """The status, or where one is sent instead of an answer: `in` to sign in, `on` as one who has."""
    place = response.get("Location", "")
    if response.status_code == 302 and place.startswith(resolve_url(settings.LOGIN_URL) + "?next="):
        return "in"
    if is_sent_on and (place or (response.headers["Content-Type"] == JSON and "location" in response.json())):
        return "on"
    return str(response.status_code)


def with_token(aim: Aim, world: World, view: str, *, has_scope: bool) -> Aim:
    """The aim with a token of the account in its head; a visitor has one that nobody was given."""
    secret = "balai_of-nobody"
    if world.account is not None:
        scope = OPERATIONS[view].scope
        scopes = [scope] if has_scope else [one for one in TokenScope if one != scope]
        at = clock.now()
        _, secret = issue_token(
            account=world.account,
            label="monthly figures",
            scopes=scopes,
            expires_at=at + dt.timedelta(days=1),
            at=at,
        )
    return replace(aim, headers={**aim.headers, "Authorization": f"Bearer {secret}"})


def lines() -> list[Line]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


LINES = lines()


def world_of_column(column: str) -> World:
    return world_of() if column == ANONYMOUS else world_of(Role(column))


def asked_by_the_entitled(lines: Iterable[Line]) -> Iterator[tuple[World, Line, Aim]]:
    """Lines with somebody whom they open to, so that it is not the door that says no."""
    lines_by_column = defaultdict(list)
    for line in lines:
        column = next((one for one in COLUMNS if one in DUTIES[line["duty"]].roles), ANONYMOUS)
        lines_by_column[column].append(line)
    for column, those in lines_by_column.items():
        world = world_of_column(column)
        for line, aim in aimed(world, those):
            yield world, line, aim
