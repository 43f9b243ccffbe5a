"""The file of a backup: a zip whose ``manifest.json`` names every entry with its size and hash.

A zip has its index at the end, so a file that was cut off is noticed at once; the hashes notice the rest.
Nothing in an archive is believed before all of it has been read.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, Self

from balai import __version__
from balai.database.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
DUMP = "database.dump"
FILES = "files"
CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One file of the archive: bytes and SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What an archive is.

    Attributes:
        made_at: when, with its zone.
        balai: the version that made it; an older one does not know its tables.
        server: the release of PostgreSQL that it comes from.
        owner, application: the roles that its rights name.
        entries: every other file, by name.
    """

    format: int = FORMAT
    made_at: str
    balai: str = __version__
    server: int
    owner: str
    application: str
    entries: dict[str, Entry]

    def text(self) -> str:
        return json.dumps(asdict(self), indent=1, sort_keys=True)

    @classmethod
    def read(cls, text: bytes) -> Self:
        """From its text; anything unexpected is a ValueError, KeyError or TypeError."""
        facts = json.loads(text)
        entries = {name: Entry(**entry) for name, entry in facts.pop("entries").items()}
        return cls(**facts, entries=entries)


class Writer:
    """Adds files to a growing archive and remembers what its manifest must say."""

    def __init__(self, path: Path, at: datetime) -> None:
        self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_STORED)  # what goes in is compressed or encrypted
        self._moment = at.timetuple()[:6]
        self.entries: dict[str, Entry] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def add(self, name: str, source: IO[bytes]) -> None:
        with self._zip.open(self._named(name), "w", force_zip64=True) as target:
            self.entries[name] = copy(source, target)

    def finish(self, manifest: Manifest) -> None:
        self._zip.writestr(self._named(MANIFEST), manifest.text())

    def _named(self, name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(name, self._moment)


class Archive:
    """An archive that was read whole, and is what its manifest says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._unbroken():
            self._zip = zipfile.ZipFile(path)
            manifest = self._zip.read(MANIFEST)
            self.fingerprint = hashlib.sha256(manifest).hexdigest()
            self.manifest = Manifest.read(manifest)
        self._refuse_newer()
        with self._unbroken():
            self._compare()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """One entry, which is as large as a file that was sealed in memory."""
        return self._zip.read(name)

    def extract(self, name: str, target: Path) -> None:
        """Write one entry to a new file."""
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._zip.open(name) as source, target.open("xb") as stream:
            target.chmod(0o600)
            copy(source, stream)

    @property
    def files(self) -> Iterator[str]:
        """The names of the uploaded files."""
        return (name for name in self.manifest.entries if name != DUMP)

    def _compare(self) -> None:
        names = self._zip.namelist()
        if sorted(names) != sorted([MANIFEST, *self.manifest.entries]) or DUMP not in names:
            raise ValueError("it does not hold exactly what its manifest names")
        for name, expected in self.manifest.entries.items():
            parts = PurePosixPath(name).parts
            if name != DUMP and (parts[0] != FILES or len(parts) < 2 or ".." in parts):
                raise ValueError(f"it holds {name!r}, which belongs to no backup")
            with self._zip.open(name) as stream:
                if copy(stream, None) != expected:
                    raise ValueError(f"{name} is not what its manifest says")

    def _refuse_newer(self) -> None:
        if self.manifest.format > FORMAT or _numbers(self.manifest.balai) > _numbers(__version__):
            raise DatabaseProblem(
                f"{self.path} was made by Balai {self.manifest.balai}, and this is {__version__}.",
                "Update Balai, then restore it.",
            )

    def _unbroken(self) -> _Unbroken:
        return _Unbroken(self.path)


class _Unbroken:
    """Within it, whatever a damaged file makes fail is one problem with its remedy."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise DatabaseProblem(
                f"{self._path} cannot be read: {error.strerror}.",
                "Name the file of a backup that this user may read.",
            ) from error
        if isinstance(error, DAMAGE):
            word = error.args[0] if type(error) is ValueError else "it is cut off or was changed"
            raise DatabaseProblem(
                f"{self._path} is not a whole backup: {word}.", "Take another copy, or an earlier backup."
            ) from error


DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    EOFError,
)
"""What :mod:`zipfile` and the manifest's reader raise for files that are not what they should be."""


def copy(source: IO[bytes], target: IO[bytes] | None) -> Entry:
    """Copy a stream, or only read it; return what went through."""
    digest = hashlib.sha256()
    size = 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
        if target is not None:
            target.write(chunk)
    return Entry(size=size, sha256=digest.hexdigest())


def _numbers(version: str) -> list[int]:
    return [int(part) for part in version.split(".") if part.isdecimal()]
