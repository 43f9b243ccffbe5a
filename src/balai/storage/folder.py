"""Sealed files in a folder of the home, or of a file system that machines share."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from balai.storage.place import Stored

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Folder:
    """A :class:`balai.storage.place.Place` on the disk; what the system refuses is its OSError."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, name: str, content: bytes) -> None:
        path = self._root / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(path, content)

    def read(self, name: str) -> bytes:
        return (self._root / name).read_bytes()

    def remove(self, name: str) -> None:
        (self._root / name).unlink(missing_ok=True)

    def listed(self) -> Iterator[Stored]:
        for path in self._root.rglob("*"):
            try:
                if path.is_symlink() or not path.is_file():
                    continue
                at = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            except FileNotFoundError:  # removed meanwhile, by the deed that no longer needs it
                continue
            yield Stored(name=path.relative_to(self._root).as_posix(), at=at)


def write_private(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, readable by its user alone."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
