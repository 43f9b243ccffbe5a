"""Every page is looked at by a browser, or is drawn by nothing but what a browser looks at elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.db import transaction
from django.urls import Resolver404, resolve, reverse

import tests.permissions.test_table  # noqa: F401 -- registers the makers
from tests.browser.pages import PAGES
from tests.browser.sharing import LIKE, NO_PAGES, WALKED
from tests.permissions.asking import LINES, OPERATIONS, asked_by_the_entitled, send

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

pytestmark = pytest.mark.usefixtures("_quick", "_keys")
WALKS = Path(__file__).parents[1] / "browser" / "test_signing_in.py"
READ = {line["view"]: line for line in LINES if line["method"] == "GET" and line["view"] not in OPERATIONS}


def looked_at() -> set[str]:
    """The names of the addresses that tests/browser/pages/ opens, but for those of its own."""
    found = set()
    for looked in PAGES:
        try:
            found.add(resolve(looked.path.format(language="en").partition("?")[0]).view_name)
        except Resolver404:
            assert looked.path == "/parts/" or looked.name.startswith("error-")
    return found


def test_every_page_is_looked_at_or_is_said_to_be_like_one_that_is() -> None:
    places = [looked_at() & READ.keys(), LIKE.keys(), WALKED.keys(), NO_PAGES.keys()]

    assert sorted(READ.keys() - set().union(*places)) == []
    assert sorted(set().union(*places) - READ.keys()) == []
    assert sum(map(len, places)) == len(READ), "an address stands in two places"


def test_what_a_page_is_like_is_looked_at() -> None:
    assert sorted(set(LIKE.values()) - looked_at()) == []
    walks = WALKS.read_text(encoding="utf-8")
    assert [name for name in WALKED.values() if f'.look("{name}")' not in walks] == []


class Drawn(NamedTuple):
    """What an address answered.

    Attributes:
        template: of the page; empty where none was used.
        parts: all templates that were used, with those of widgets.
        is_page: whether a whole page came.
    """

    template: str
    parts: frozenset[str]
    is_page: bool


DRAWINGS = ("ui/icons/", "ui/flags/")
"""Drawn by the first page of a process that shows one, and kept: which page that is tells nothing of it."""


def drawn(views: Iterable[str]) -> Mapping[str, Drawn]:
    """What each address answers to somebody who may see it."""
    found = {}
    for world, line, aim in asked_by_the_entitled([READ[view] for view in views]):
        client = world.client()
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined] # noqa: SLF001 -- as a test case's own: a look commits for good
        with block, aim.around():
            answer = send(
                client, "GET", reverse(line["view"], kwargs=dict(aim.own)), aim, aim.prepare(client)
            )
            names = [template.name or "" for template in answer.templates]
            names = [name for name in names if not name.startswith(DRAWINGS)]
            is_html = answer.headers.get("Content-Type", "").startswith("text/html")
            is_page = is_html and answer.status_code == 200 and b"<html" in answer.content
            found[line["view"]] = Drawn(names[0] if names else "", frozenset(names), is_page)
            transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@pytest.mark.slow
def test_a_page_like_another_is_drawn_by_nothing_that_is_not_looked_at() -> None:
    shown = looked_at() & READ.keys()
    answers = drawn([*LIKE, *shown])
    seen = frozenset().union(*(answers[view].parts for view in shown))

    wrong = [
        f"{view}: {answers[view].template}, {sorted(answers[view].parts - seen)}"
        for view, like in LIKE.items()
        if not answers[view].is_page
        or answers[view].template != answers[like].template
        or not answers[view].parts <= seen
    ]

    assert not wrong, "\n".join(wrong)


@pytest.mark.django_db
@pytest.mark.slow
def test_what_is_said_to_be_no_page_is_none() -> None:
    pages = [view for view, answer in drawn(NO_PAGES).items() if answer.is_page]

    assert pages == []
