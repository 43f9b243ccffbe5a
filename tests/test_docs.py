"""The pages for operators say what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from balai.cli import COMMANDS
from balai.cli.health import LINES
from balai.config import KEYS

DOCS = Path(__file__).parents[1] / "docs"


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


def test_commands_named_in_the_docs_exist() -> None:
    named = set()
    for page in [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]:
        named |= set(re.findall(r"`balai ([a-z]+)", page.read_text(encoding="utf-8")))

    assert named - COMMANDS.keys() == set()
