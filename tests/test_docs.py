"""The pages say what the program does: a page that tells of another version is a fault."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click import Context, Group
from tools.pictures import PICTURES, TARGET
from tools.reference import PAGE, api_page

from balai.api import api
from balai.cli import COMMANDS, main
from balai.cli.health import LINES
from balai.config import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click import Command

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DECISIONS = DOCS / "decisions"
SOURCE = ROOT / "src" / "balai"
MOST_BYTES = 4_000_000
"""Of all pictures together: whoever clones Balai fetches them."""


def rows(page: str) -> list[str]:
    """The code in the first column of a page's table."""
    return re.findall(r"^\| `([^`]+)` \|", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)


def test_configuration_page_has_every_key_in_order() -> None:
    assert rows("operate/configuration.md") == [f"BALAI_{key}" for key in KEYS]


def test_check_page_has_every_line_in_order() -> None:
    assert rows("operate/check.md") == list(LINES)


def test_commands_page_has_every_command_in_order() -> None:
    assert rows("operate/commands.md") == [f"balai {name}" for name in COMMANDS]


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda page: page.name)
def test_links_to_a_part_of_a_page_find_its_heading(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]*)#([^)]+)\)", page.read_text(encoding="utf-8"))

    assert [part for path, part in links if part not in headings(page.parent / path if path else page)] == []


def headings(page: Path) -> set[str]:
    """The addresses that a page's headings have where pages are shown."""
    found = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_pictures_are_there_shown_and_told_in_words() -> None:
    """In a guide of their own language, each with words for those who do not see it, and not too heavy."""
    shown = [
        (where, words, (ROOT / where).parent / picture)
        for where, text in texts()
        for words, picture in re.findall(r"!\[([^\]]*)\]\(([^)]+\.png)\)", text)
    ]
    drawn = sorted(DOCS.rglob("*.png"))

    assert {picture.resolve() for _where, _words, picture in shown} == set(drawn)
    assert [where for where, words, _picture in shown if len(words) < len("The public home")] == []
    assert {
        (Path(where).parts[2], picture.parent.name)
        for where, _words, picture in shown
        if where.startswith("docs/guide/")
    } == {("en", "en"), ("id", "id")}
    assert {path.stem for path in drawn if path.parent.parent == TARGET} == {each.name for each in PICTURES}
    assert sum(path.stat().st_size for path in drawn) < MOST_BYTES


def test_commands_named_in_the_docs_exist() -> None:
    named = set()
    for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]:
        named |= set(re.findall(r"`balai ([a-z]+)", page.read_text(encoding="utf-8")))

    assert named - COMMANDS.keys() == set()


def texts() -> Iterator[tuple[str, str]]:
    """Every page for people, by its path."""
    for page in [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]:
        yield str(page.relative_to(ROOT)), page.read_text(encoding="utf-8")


def options_of(command: Command) -> set[str]:
    found = {
        option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)
    }
    inner = command.commands.values() if isinstance(command, Group) else ()
    return found.union({"--help"}, *(options_of(each) for each in inner))


def test_options_named_in_the_docs_exist() -> None:
    wrong = [
        (where, name, option)
        for where, text in texts()
        for name, rest in re.findall(r"`balai ([a-z]+)([^`]*)`", text)
        for option in re.findall(r"(?<![\w-])--[a-z-]+", rest)
        if option not in options_of(main.get_command(Context(main), name) or main)
    ]

    assert wrong == []


def test_targets_of_make_named_in_the_docs_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {
        (where, name) for where, text in texts() for name in re.findall(r"(?:`|\$ )make ([a-z-]+)", text)
    }

    assert {(where, name) for where, name in named if name not in targets} == set()


def test_settings_named_in_the_docs_exist() -> None:
    known = {f"BALAI_{key}" for key in KEYS}
    named = {(where, name) for where, text in texts() for name in re.findall(r"\bBALAI_[A-Z_]*[A-Z]", text)}

    assert {(where, name) for where, name in named if not {name, name.removesuffix("_FILE")} & known} == set()


def test_every_guide_is_there_in_both_languages() -> None:
    pages = [{page.name for page in (DOCS / "guide" / language).glob("*.md")} for language in ("en", "id")]

    assert pages[0] == pages[1]


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_list_of_guides_by_role_leads_to_every_guide(language: str) -> None:
    folder = DOCS / "guide" / language
    listed = set(re.findall(r"\]\(([\w-]+\.md)", (folder / "README.md").read_text(encoding="utf-8")))

    assert listed == {page.name for page in folder.glob("*.md")} - {"README.md"}


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.name[:4] for page in DECISIONS.glob("[0-9]*.md")]

    assert sorted(numbers) == sorted(set(numbers))


def test_the_list_of_decisions_has_every_page_with_its_title() -> None:
    titles = {page: page.read_text(encoding="utf-8").splitlines()[0] for page in DECISIONS.glob("[0-9]*.md")}
    page = (DECISIONS / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"^- \[(\d+)\]\((.+)\) (.+)$", page, re.MULTILINE)

    assert {(page.name, title) for page, title in titles.items()} == {
        (name, f"# {number} {title}") for number, name, title in listed
    }


def test_the_picture_of_the_architecture_names_every_room() -> None:
    rooms = {
        path.name for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {name.rstrip("/") for name in re.findall(r"`([a-z]+(?:/|\.py))`", text)}

    assert rooms - named == {"__init__.py", "__main__.py"}


def test_every_rule_that_an_engine_names_is_in_the_rulebook() -> None:
    page = (DOCS / "explain/rulebook.md").read_text(encoding="utf-8")
    book = set(re.findall(r"^\| ([A-Z]\d+) \|", page, re.MULTILINE))
    engines = "".join(path.read_text(encoding="utf-8") for path in (SOURCE / "engine").rglob("*.py"))
    named = set(re.findall(r"\"([SNDTC]\d{1,2})\"", engines))

    assert named - book == set()
    assert len(named) > 20


def test_registries_and_signals_are_told_where_rooms_meet() -> None:
    """What a higher room can extend or listen to is on one page, each with its module."""
    declared = set()
    for path in SOURCE.rglob("*.py"):
        module = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        text = path.read_text(encoding="utf-8")
        names = re.findall(
            r"^(\w+)(?:: Registry\[\w+\] = Registry\(|(?:: \w+)? = Signal\()", text, re.MULTILINE
        )
        declared |= {f"{module}.{name}" for name in names}

    told = {name for name in rows("explain/where-rooms-meet.md") if "(" not in name}
    assert told == declared


def test_the_page_of_the_api_is_drawn_from_the_contract() -> None:
    contract = api.get_openapi_schema(path_prefix="/api/v1/")

    assert PAGE.read_text(encoding="utf-8") == api_page(contract), "make schema writes it"
