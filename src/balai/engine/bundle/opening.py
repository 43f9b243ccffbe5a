"""A folder, an archive or a single table becomes a set of files with judged names, ready to be read.

Nothing is written under a name that came with an archive: its files are unpacked as numbers into a
temporary folder, so that they can be read twice without being held in memory.
"""

from __future__ import annotations

import os
import stat
import tempfile
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from balai.engine.bundle.archive import archive_in
from balai.engine.bundle.limits import LIMITS, MEGABYTE
from balai.engine.bundle.problem import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.problem import Report

MANIFEST = "bundle.yaml"
TABLES = (".csv", ".xlsx")
"""What may come alone, without a bundle around it."""

ACCOMPANYING = (".md", ".txt")
"""For people; never read."""

FORBIDDEN = frozenset('<>:"|?*\\')
"""Characters that some system cannot have in a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Files by their path within the bundle.

    Attributes:
        name: of the folder, archive or file, for a report about it as a whole.
        files: path within the bundle to the file on this machine, sorted.
        is_single: whether it is one table and no bundle.
    """

    name: str
    files: Mapping[str, Path]
    is_single: bool = False


@contextmanager
def opened(path: Path, report: Report, *, limits: Limits = LIMITS, name: str = "") -> Iterator[Tree]:
    """Open whatever somebody names as a bundle; what cannot be taken is in the report and not in the tree.

    Args:
        path: of a folder, a .zip, a .csv or an .xlsx file; itself may be a link.
        report: takes the problems.
        limits: how much is taken.
        name: as the file is called, where ``path`` is a temporary copy of it.
    """
    name = name or path.name
    suffix = PurePosixPath(name).suffix.lower()
    if path.is_dir():
        yield _tree(name, _folder_files(path, report, limits), report, limits)
    elif suffix == ".zip" and path.is_file():
        with tempfile.TemporaryDirectory(prefix="balai-bundle-") as folder:
            files = _archive_files(path, name, Path(folder), report, limits)
            yield _tree(name, files, report, limits)
    elif suffix in TABLES and path.is_file():
        if path.stat().st_size > limits.file_bytes:
            report.add(Place(name), "file.size", most=limits.file_bytes // MEGABYTE)
            yield Tree(name=name, files={})
        else:
            yield Tree(name=name, files={name: path}, is_single=True)
    else:
        report.add(Place(name), "bundle.kind" if path.exists() else "bundle.absent", name)
        yield Tree(name=name, files={})


def _tree(name: str, found: Iterable[tuple[str, Path]], report: Report, limits: Limits) -> Tree:
    """Sort the files, and leave out those that are for people or programs other than us."""
    files = dict(sorted(_unwrapped(dict(found)).items()))
    _judge_names(files, report, limits)
    kept = {path: file for path, file in files.items() if not path.endswith(ACCOMPANYING)}
    if not kept and not report:
        report.add(Place(name), "bundle.empty")
    return Tree(name=name, files=kept)


def _unwrapped(files: dict[str, Path]) -> dict[str, Path]:
    """Without the one folder around everything, which archives made from a folder have."""
    tops = {path.partition("/")[0] for path in files}
    if len(tops) == 1 and f"{next(iter(tops))}/{MANIFEST}" in files:
        return {path.partition("/")[2]: file for path, file in files.items()}
    return files


def _folder_files(folder: Path, report: Report, limits: Limits) -> Iterator[tuple[str, Path]]:
    """The ordinary files below a folder; links are not followed, whatever they point to."""
    total = count = 0
    waiting = [folder]
    while waiting:
        for entry in sorted(os.scandir(waiting.pop()), key=lambda one: one.name):
            path = Path(entry.path).relative_to(folder).as_posix()
            if _is_ignored(entry.name):
                continue
            if entry.is_symlink():
                report.add(Place(path), "path.link", path)
            elif entry.is_dir():
                waiting.append(Path(entry.path))
            elif not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
                report.add(Place(path), "path.special", path)
            else:
                size = entry.stat(follow_symlinks=False).st_size
                total, count = total + size, count + 1
                if count > limits.files:
                    report.add(Place(folder.name), "archive.files", most=limits.files)
                    return
                if total > limits.total_bytes:
                    report.add(Place(folder.name), "archive.size", most=limits.total_bytes // MEGABYTE)
                    return
                if size > limits.file_bytes:
                    report.add(Place(path), "file.size", most=limits.file_bytes // MEGABYTE)
                else:
                    yield path, Path(entry.path)


def _archive_files(
    path: Path, name: str, folder: Path, report: Report, limits: Limits
) -> Iterator[tuple[str, Path]]:
    with archive_in(path, Place(name), report, limits) as archive:
        if archive is None:
            return
        unpacked: set[str] = set()
        for number, entry in enumerate(archive.entries):
            inside = entry.orig_filename
            if any(_is_ignored(part) for part in inside.split("/")):
                continue
            if inside in unpacked:
                report.add(Place(inside), "path.duplicate", inside, other=inside)
                continue
            unpacked.add(inside)
            file = folder / str(number)
            with file.open("wb") as target:
                for piece in archive.chunks(entry, Place(inside), report):
                    target.write(piece)
            yield inside, file


def _is_ignored(part: str) -> bool:
    """Whether a name is of a file that systems and programs leave lying about."""
    is_hidden = part.startswith(".") and not part.startswith("..") and part != "."
    return is_hidden or part.startswith("~$") or part in {"__MACOSX", "Thumbs.db", "desktop.ini"}


def _judge_names(files: Mapping[str, Path], report: Report, limits: Limits) -> None:
    first_by_key: dict[str, str] = {}
    for path in files:
        place = Place(path)
        parts = path.split("/")
        if len(path) > limits.path_characters:
            report.add(place, "path.long", path, most=limits.path_characters)
        if path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/") or path[1:2] == ":":
            report.add(place, "path.outside", path)
        elif not all(_is_plain(part) for part in parts):
            report.add(place, "path.characters", path)
        # Systems differ in which names they take for the same: capitals, and composed characters.
        key = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())
        if (first := first_by_key.setdefault(key, path)) != path:
            report.add(place, "path.duplicate", path, other=first)


def _is_plain(part: str) -> bool:
    return (
        bool(part)
        and part != "."
        and part == part.strip()
        and not part.endswith(".")
        and not FORBIDDEN & set(part)
        and all(character.isprintable() for character in part)
    )
