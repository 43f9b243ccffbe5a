"""No table stands there without rows and without a word: every template is read, none is rendered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest
from django.template import engines
from django.template.base import TextNode
from django.template.defaulttags import ForNode, IfNode
from django.template.library import SimpleBlockNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.template.base import FilterExpression, Node, NodeList

SOURCE = Path(__file__).parents[2] / "src" / "balai"
TEMPLATES = sorted(
    path.relative_to(folder).as_posix()
    for folder in SOURCE.glob("*/templates")
    for path in folder.rglob("*.html")
    if "/email/" not in path.as_posix()
)
NEVER_EMPTY = {
    **{
        f"directory/rows/{name}.html: rows": "directory/list.html draws rows only where there are some"
        for name in (
            "body",
            "country",
            "declared_day",
            "machine",
            "organisation",
            "resource_person",
            "site",
            "technology",
            "topic",
            "visa_route",
        )
    },
    "correspondence/wording.html: placeholders": "what has none says nothing about them",
    "correspondence/wordings.html: rows": "every kind of letter has the wording that the product ships",
    "programmes/_deadlines.html: deadlines": "dates.html shows the plan's empty state instead",
    "programmes/_import.html: lists": "a file without a list is refused",
    "selection/_compare.html: comparison.rows": "what is compared of people does not depend on them",
    "selection/decision.html: lines": "a decision is about the nominees of its proposal",
    "timetable/_board.html: board.rows": "a board is drawn only of a timetable, which is one of groups",
    "timetable/publish.html: changes": "nothing changes for anybody, says the page, and there is nothing to do",
    "usersessions/usersession_list.html: sessions": "the reader's own session is one of them",
}
"""Loops whose emptiness is no state that a reader can meet: which, and why."""


class Loop(NamedTuple):
    """A loop over rows, and how it is told that there are none.

    Attributes:
        name: template and what is looped over.
        is_told: words stand there instead: an empty state, or what ``{% empty %}`` brings.
    """

    name: str
    is_told: bool


def below(node: Node) -> Iterator[Node]:
    """What stands inside a node; Django forgets that our block tags hold something."""
    for attribute in {*node.child_nodelists, "nodelist"}:
        yield from getattr(node, attribute, None) or ()


def every(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from every(below(node))


def text_of(nodes: Iterable[Node]) -> str:
    return "".join(node.s for node in every(nodes) if isinstance(node, TextNode))


def words_of(condition: object) -> set[str]:
    """The variables that a condition asks about."""
    if condition is None:
        return set()
    if text := getattr(condition, "text", ""):
        return {str(text).partition("|")[0]}
    return words_of(getattr(condition, "first", None)) | words_of(getattr(condition, "second", None))


def tells(nodes: Iterable[Node]) -> bool:
    return any(
        isinstance(node, SimpleBlockNode) and node.func.__name__ == "empty_state" for node in every(nodes)
    )


def loops_in(name: str, nodes: Iterable[Node], asked: dict[str, bool]) -> Iterator[Loop]:
    """The loops over rows below some nodes.

    Args:
        name: of the template.
        nodes: to look through.
        asked: about which variables an ``if`` around has asked, and whether its other branches tell.
    """
    for node in nodes:
        if isinstance(node, IfNode):
            for condition, branch in node.conditions_nodelists:
                others = [other for _condition, other in node.conditions_nodelists if other is not branch]
                told = dict.fromkeys(words_of(condition), any(map(tells, others)))
                yield from loops_in(name, branch, {**asked, **told})
            continue
        if isinstance(node, ForNode) and "<tr" in text_of(cast("NodeList", node.nodelist_loop)):
            over = str(cast("FilterExpression", node.sequence).var)
            is_told = bool(text_of(cast("NodeList", node.nodelist_empty)).strip())
            yield Loop(f"{name}: {over}", is_told=is_told or asked.get(over, False))
        yield from loops_in(name, below(node), asked)


def loops() -> list[Loop]:
    """Every loop over the rows of a table."""
    found: list[Loop] = []
    for name in TEMPLATES:
        nodes = engines["django"].get_template(name).template.nodelist  # type: ignore[attr-defined]
        found += loops_in(name, nodes, {})
    return found


def test_a_table_without_rows_says_what_to_do_next() -> None:
    silent = [loop.name for loop in loops() if not loop.is_told and loop.name not in NEVER_EMPTY]

    assert silent == []


def test_every_exception_is_a_loop() -> None:
    assert sorted(NEVER_EMPTY.keys() - {loop.name for loop in loops()}) == []


@pytest.mark.parametrize(
    ("source", "is_told"),
    [
        ("{% for one in rows %}<tr>{% endfor %}", False),
        ("{% if rows %}{% for one in rows %}<tr>{% endfor %}{% endif %}", False),
        ("{% if rows %}{% for one in rows %}<tr>{% endfor %}{% else %}None.{% endif %}", False),
        ("{% for one in rows %}<tr>{% empty %}<tr><td>Enter one.{% endfor %}", True),
        (
            (
                "{% if rows %}{% table 'Rows' %}{% for one in rows %}<tr>{% endfor %}{% endtable %}{% else %}"
                "{% empty_state 'None' %}Enter one.{% endempty_state %}{% endif %}"
            ),
            True,
        ),
        (
            (
                "{% if other %}{% for one in rows %}<tr>{% endfor %}{% else %}"
                "{% empty_state 'None' %}Enter one.{% endempty_state %}{% endif %}"
            ),
            False,
        ),
    ],
)
def test_what_counts_as_told(source: str, *, is_told: bool) -> None:
    nodes = engines["django"].from_string("{% load balai %}" + source).template.nodelist  # type: ignore[attr-defined]

    assert list(loops_in("sample", nodes, {})) == [Loop("sample: rows", is_told=is_told)]
