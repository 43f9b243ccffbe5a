"""How a command shows that it is at work: a bar on the error stream, for people who look at it."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def import_progress(what: str = "") -> Iterator[Callable[[int, int], None]]:
    """A bar for an import: how many records are read, then how many are recorded of all.

    Args:
        what: is imported; stands before the bar.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)

        def tell(done: int, total: int) -> None:
            step = "recording" if total else "reading"
            bar.update(task, completed=done, total=total or None, description=f"{what} {step}".strip())

        yield tell


@contextmanager
def search_progress() -> Iterator[Callable[[int | None, int | None], None]]:
    """A line for a search: points of the best so far, the bound, and how far they are apart."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as line:
        task = line.add_task("searching", total=None)

        def tell(points: int | None, bound: int | None) -> None:
            if points is None:
                line.update(task, description="searching for a first one")
            else:
                gap = f", gap {(points - bound) / points:.1%}" if bound and points else ""
                line.update(task, description=f"{points} points, bound {bound or 0}{gap}")

        yield tell
