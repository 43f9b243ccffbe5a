"""``balai demo --check``: whether what is published of the reference programme is what happened.

Each row names a fact, where it is published, from which record it is made, and reads it there: pages by
selector, papers by their text, feeds by path. The facts are those of :mod:`balai.cli.reference_facts`.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.markup import escape

from balai.cli.preparation import one_message, ready
from balai.cli.published import Published, UnpublishedError
from balai.cli.reference_facts import rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from balai.cli.reference_rows import Row

WIDTH = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was read of a row, and whether it is what happened."""

    row: Row
    value: str
    is_right: bool


def verdicts(published: Published, asked: Iterable[Row] | None = None) -> list[Verdict]:
    """Read every row where it is published, and compare."""
    found = []
    for row in rows() if asked is None else asked:
        try:
            value = row.read(published)
        except UnpublishedError as error:
            found.append(Verdict(row=row, value=str(error), is_right=False))
        else:
            found.append(Verdict(row=row, value=value, is_right=value == row.fact))
    return found


def live() -> None:
    """Live what is left of the sample life, as the worker of a demonstration would."""
    from balai.kernel.sample import go_on, told

    while (gone := go_on()) is not None:
        print(told(gone), flush=True)


def show(found: list[Verdict]) -> bool:
    """Print the table; whether every row is right."""
    from rich.console import Console
    from rich.table import Table

    table = Table("", "what", "read", "where", "from", title="The reference programme")
    part = ""
    for one in found:
        if one.row.part != part:
            part = one.row.part
            table.add_section()
            table.add_row("", f"[bold]{part}[/bold]")
        mark = "✓" if one.is_right else "✗"
        value = one.value if one.is_right else f"{one.value or 'nothing'}\n  and not: {one.row.fact}"
        table.add_row(mark, one.row.what, escape(value), escape(one.row.source), escape(one.row.record))
    right = sum(one.is_right for one in found)
    Console(width=WIDTH).print(table)
    print(f"{right} of {len(found)} facts are published as they are.")
    return right == len(found)


if __name__ == "__main__":
    with one_message():
        ready("check")
        live()
        sys.exit(0 if show(verdicts(Published())) else 1)
