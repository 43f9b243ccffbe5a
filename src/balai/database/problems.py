"""What can go wrong with the database in a way that the operator can mend."""

from __future__ import annotations

import errno
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from balai.database.place import Place

FULL = "The disk is full"
SEGMENT = 16 * 1024 * 1024
"""Bytes of a file of PostgreSQL's write-ahead log."""
FREE_SPACE = "Free space on the disk of {}; what was acknowledged is safe."


class DatabaseProblem(Exception):  # noqa: N818 -- what the operator reads about, not an error of the program
    """The database cannot be used; the text says why, and what to do."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem} {remedy}")


class ClusterBusy(DatabaseProblem):
    """Another process supervises this cluster."""


@contextmanager
def told(folder: Path, remedy: str) -> Iterator[None]:
    """Turn what the system refuses while a folder is written into a problem with its remedy."""
    try:
        yield
    except OSError as error:
        what = error.filename or folder
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DatabaseProblem(f"{FULL}: {what} cannot be written.", FREE_SPACE.format(folder)) from error
        raise DatabaseProblem(f"{what} cannot be used: {error.strerror}.", remedy) from error


def not_started(output: str, place: Place) -> DatabaseProblem:
    """The problem that PostgreSQL's own words tell."""
    # Its words about a full disk differ by what it wrote last; two segments of its log must always fit.
    is_full = shutil.disk_usage(place.folder).free < 2 * SEGMENT
    if is_full or "No space left on device" in output or "Disk quota exceeded" in output:
        return DatabaseProblem(f"{FULL}, and the database cannot start.", FREE_SPACE.format(place.folder))
    lines = [line for line in output.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL: " in line or "PANIC: " in line or "error: " in line]
    word = (fatal or lines or ["it says nothing"])[-1].strip()
    return DatabaseProblem(
        f"The database does not start: {word}.", f"Read {place.log}, and mend what it names."
    )
