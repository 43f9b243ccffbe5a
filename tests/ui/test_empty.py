"""No table or list stands there without rows and without a word: every template is read, none is rendered."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

import pytest
from django.template import engines
from django.template.base import TextNode
from django.template.defaulttags import ForNode, IfNode
from django.template.library import InclusionNode, SimpleBlockNode
from django.template.loader_tags import IncludeNode

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
    "alumni/_entries.html: lines": "drawn only where there are some; the pages around it say so else",
    "alumni/invite.html: counted": "there are three purposes",
    "alumni/office.html: closed": "drawn once an offer was answered",
    "certificates/_criteria.html: criteria": "every rule asks for presence",
    "certificates/edition.html: faults": "a batch stops with faults; the database holds it",
    "reporting/aid.html: built.activities": "drawn only where an edition can be told",
    "reporting/report.html: chapters": "drawn only of a version that is written, which has every chapter",
    "reporting/report_chapter.html: block.rows": "what the records do not have is said in words",
    "reporting/bring.html: told": "drawn only where something is wrong with a workbook",
    "reporting/contributions.html: forms": "a partner stands there for what it gave",
    "reporting/contributions.html: rows": "a partner stands there for what it gave",
    "reporting/edition.html: partners": "the card is drawn only where the budget or the book names some",
    "followup/_scores.html: scores": "drawn once a listener has given points",
    "followup/_comparison.html: comparison.rows": "there are three questions",
    "followup/follow_ups.html: summary.waves": "drawn once somebody has taken part, and then an edition has its days",
    "delivery/print.html: rows": "the page says when nobody takes part yet",
    "delivery/presence.html: days": "an edition is shown once it has published sessions",
    "delivery/presence.html: day.lines": "a day has a session",
    "delivery/material.html: days": "without one the card says that nobody has fetched it",
    "delivery/session.html: scans": "without one the card says that nothing is noted yet",
    "correspondence/wording.html: placeholders": "what has none says nothing about them",
    "correspondence/wordings.html: rows": "every kind of letter has the wording that the product ships",
    "programmes/_deadlines.html: deadlines": "dates.html shows the plan's empty state instead",
    "programmes/_import.html: lists": "a file without a list is refused",
    "selection/_compare.html: comparison.rows": "what is compared of people does not depend on them",
    "selection/decision.html: lines": "a decision is about the nominees of its proposal",
    "delivery/feedback_results.html: sessions": "the card is drawn only of sessions that were answered about",
    "delivery/practice_tasks.html: one.lines": "an edition is shown for its tasks",
    "timetable/publish.html: changes": "nothing changes for anybody, says the page, and there is nothing to do",
    "usersessions/usersession_list.html: sessions": "the reader's own session is one of them",
}
"""Loops whose emptiness is no state that a reader can meet: which, and why."""


DRAWN_WHOLE = {
    "directory/_technologies.html": "technologies",
    "portal/_edition_rows.html": "rows",
    "newsroom/_rows.html": "rows",
    "portal/_teasers.html": "teasers",
    "programmes/_editions.html": "editions",
}
"""Parts that draw a list which others hand them: each is judged where it is drawn, as a component is."""
COMPONENTS = {"country_list", "day_links", "days_at_a_glance", "moves", "site_list", "stages"}
PER_PAGE = ("ui/app.html", "ui/page.html", "ui/public.html", "ui/parts/")
"""The frame of pages, whose links are registered, and components."""
NEVER_EMPTY_LISTS = {
    "portal/evidence.html: news": "the ways to check figures always hold what programs read, and the licence",
    "portal/evidence.html: reports": "as above",
    "alumni/group.html: letters": "a group to which nobody wrote shows its members alone",
    "alumni/mine.html: groups": "invitations are always one of them",
    "alumni/offer.html: offers": "without one the form stands there",
    "exchange/_fits.html: fits": "drawn only where an offer fits",
    "exchange/_taps.html: technologies": "drawn only where a centre has some",
    "followup/_told_later.html: told": "drawn for each answer, below what asks for it",
    "delivery/day.html: links": "the day itself is one of them",
    "delivery/print.html: papers": "what can be printed is always the same",
    "delivery/day.html: sheet.lines": "a day that is shown has sessions",
    "delivery/feedback_form.html: form.sections": "a questionnaire has parts",
    "delivery/feedback_results.html: parts": "the page says when nothing is told yet",
    "delivery/feedback_results.html: part.rows": "a part has questions",
    "delivery/material.html: versions": "a material has a version",
    "delivery/test.html: form.questions": "a form has questions",
    "delivery/test_result.html: rows": "a form has questions",
    "delivery/test_result.html: row.options": "a question has answers",
    "delivery/test_bank.html: one.options.all": "a question has answers",
    "delivery/materials.html: group.rows": "a session stands there for its materials",
    "directory/days.html: rows": "a form always has rows to fill in",
    "directory/index.html: kinds": "the kinds of the directory",
    "directory/week.html: form.days": "a week has its days",
    "nominations/application.html: steps": "the sections of an application",
    "nominations/care_one.html: documents": "goes on with the list of sealed parts, which says when there is none",
    "nominations/nominee.html: groups": "the parts of a nomination",
    "nominations/nominee_form.html: form.groups": "the parts of the form",
    "nominations/of_nominee.html: said": "what was sent has its parts",
    "people/retention.html: terms": "the classes of data are registered",
    "people/retention.html: one.first": "shown where something is due",
    "portal/api.html: groups": "the API has operations",
    "portal/api.html: operations": "a group is one of operations",
    "portal/board.html: board.asked": "the lights are registered",
    "portal/board.html: board.stages": "the stages of an edition",
    "portal/day.html: links": "the day itself is one of them",
    "portal/edition.html: asks": "the list ends with the way to how nomination works",
    "portal/search.html: group.hits": "a group is one of hits",
    "portal/my_programme.html: certificates": "until one is issued nothing is said of it",
    "programmes/_import.html: problems": "shown of a file that was refused for them",
    "reporting/_changed.html: changed": "drawn only where the records say something else",
    "reporting/report.html: versions": "the notes before it say that there is none",
    "reporting/report.html: version.files": "a version was made into its files",
    "programmes/booklet.html: version.files": "a version was printed into its files",
    "selection/offer.html: form.groups": "the parts of the form",
    "timetable/_verdict.html: verdict.reasons": "a move is refused for reasons",
    "timetable/_own_lines.html: lines": "a day is shown for its sessions",
    "timetable/_day.html: day.hours": "a day is shown for its sessions",
    "timetable/_day.html: hour.lines": "an hour is one of sessions that begin then",
    "timetable/bench.html: links": "the day itself is one of them",
    "timetable/_public.html: links": "the day itself is one of them",
    "timetable/terms.html: form.parts": "the parts of the form",
    "timetable/groups.html: division.groups": "a division is one into groups",
    "certificates/mine.html: certificates": "the page says when there is neither certificate nor decision",
    "certificates/mine.html: decisions": "the page says when there is neither certificate nor decision",
    "followup/_told.html: parts": "a plan that says anything has its steps; a draft without words shows none",
    "timetable/mine.html: own.ahead": "the page says when there is no session at all; else others stand around it",
    "timetable/vehicles.html: links": "they are drawn where a day has rides, and it is one of them",
    "timetable/repair.html: ways": "the sentence above says that there is none, and what may help",
    "timetable/repair.html: way.moves": "a way is one of moves",
}
"""As above, of lists and cards."""


class Loop(NamedTuple):
    """A loop over rows, and how it is told that there are none.

    Attributes:
        name: template and what is looped over.
        is_told: words stand there instead: an empty state, or what ``{% empty %}`` brings.
        is_list: it draws no rows of a table, but lines of a list, or cards.
        is_asked: it is drawn only where there are some, with what stands around it.
    """

    name: str
    is_told: bool
    is_list: bool = False
    is_asked: bool = False


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
        if drawn := drawn_by(node):
            over, is_told, is_list = drawn
            is_told |= asked.get(over, False)
            yield Loop(f"{name}: {over}", is_told=is_told, is_list=is_list, is_asked=over in asked)
        yield from loops_in(name, below(node), asked)


def drawn_by(node: Node) -> tuple[str, bool, bool] | None:
    """What a node draws row by row, whether it says itself that there is none, and whether as a list."""
    if isinstance(node, InclusionNode) and node.func.__name__ in COMPONENTS:
        return str(node.args[0].var), False, True
    if isinstance(node, IncludeNode) and (row := DRAWN_WHOLE.get(str(node.template.var))):
        return str(getattr(node.extra_context.get(row), "var", row)), False, True
    if not isinstance(node, ForNode):
        return None
    text = text_of(cast("NodeList", node.nodelist_loop))
    is_table = "<tr" in text
    if (
        not is_table
        and not re.search(r'<li\b|<article\b|class="bl-card|</header>', text)
        and not has_card(node)
    ):
        return None
    over = str(cast("FilterExpression", node.sequence).var)
    return over, bool(text_of(cast("NodeList", node.nodelist_empty)).strip()), not is_table


def has_card(node: Node) -> bool:
    return any(isinstance(one, SimpleBlockNode) and one.func.__name__ == "card" for one in every(below(node)))


def loops() -> list[Loop]:
    """Every loop over the rows of a table or list."""
    found: list[Loop] = []
    for name in TEMPLATES:
        nodes = engines["django"].get_template(name).template.nodelist  # type: ignore[attr-defined]
        found += loops_in(name, nodes, {})
    return found


def test_a_table_without_rows_says_what_to_do_next() -> None:
    silent = [
        loop.name
        for loop in loops()
        if not loop.is_list and not loop.is_told and loop.name not in NEVER_EMPTY
    ]

    assert silent == []


def test_a_list_without_rows_says_what_to_do_next_or_goes_with_its_heading() -> None:
    silent = [
        loop.name
        for loop in loops()
        if loop.is_list and not loop.is_told and not loop.is_asked and loop.name not in NEVER_EMPTY_LISTS
        if not loop.name.startswith((*PER_PAGE, *DRAWN_WHOLE))
    ]

    assert silent == []


def test_every_exception_is_a_loop_that_needs_it() -> None:
    found = loops()

    assert sorted(NEVER_EMPTY.keys() - {loop.name for loop in found if not loop.is_list}) == []
    needed = {loop.name for loop in found if loop.is_list and not loop.is_told and not loop.is_asked}
    assert sorted(NEVER_EMPTY_LISTS.keys() - needed) == []
    drawn = "".join(engines["django"].get_template(name).template.source for name in TEMPLATES)  # type: ignore[attr-defined]
    tags = [f"{{% {name} " for name in sorted(COMPONENTS)]
    assert [part for part in (*DRAWN_WHOLE, *tags) if part not in drawn] == []


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

    [found] = loops_in("sample", nodes, {})

    assert (found.name, found.is_told, found.is_list) == ("sample: rows", is_told, "<tr" not in source)


@pytest.mark.parametrize(
    ("source", "is_held"),
    [
        ("<ul>{% for one in rows %}<li>{% endfor %}</ul>", False),
        ("{% for one in rows %}{% card 'One' %}{% endcard %}{% endfor %}", False),
        ("{% for one in rows %}<article>{% endfor %}", False),
        ("{% moves rows %}", False),
        ("{% include 'portal/_teasers.html' with teasers=rows %}", False),
        ("{% if other %}<ul>{% for one in rows %}<li>{% endfor %}</ul>{% endif %}", False),
        ("{% if rows %}<h2>Rows</h2><ul>{% for one in rows %}<li>{% endfor %}</ul>{% endif %}", True),
        ("{% if rows %}{% moves rows %}{% endif %}", True),
        ("<ul>{% for one in rows %}<li>{% empty %}<li>Enter one.{% endfor %}</ul>", True),
    ],
)
def test_what_counts_as_a_list_that_is_held(source: str, *, is_held: bool) -> None:
    nodes = engines["django"].from_string("{% load balai %}" + source).template.nodelist  # type: ignore[attr-defined]

    [found] = loops_in("sample", nodes, {})

    assert (found.is_list, found.is_told or found.is_asked) == (True, is_held)
