"""Tables of a page, for tests that hold the docs to what the program does."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def tables_of(page: Path) -> dict[str, list[dict[str, str]]]:
    """The tables of a page by the heading of their first column; each row by its headings."""
    tables: dict[str, list[dict[str, str]]] = {}
    headings: list[str] = []
    for line in page.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            headings = []
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not headings:
            headings = cells
            tables[headings[0]] = []
        elif set("".join(cells)) - set("-: "):
            tables[headings[0]].append(dict(zip(headings, cells, strict=True)))
    return tables
