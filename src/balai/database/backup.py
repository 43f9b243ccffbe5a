"""Backup and restore: the database and the uploaded files, in one archive. Keys are never in it.

A backup is written beside its name and renamed when it is whole. A restore goes only into an empty home,
and only after the whole archive has been read; the database comes in one transaction.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg.conninfo import make_conninfo

from balai.database import server
from balai.database.archive import DUMP, FILES, Archive, Manifest, Writer
from balai.database.cluster import Cluster
from balai.database.connection import application_parameters, owner_address
from balai.database.problems import DatabaseProblem, told
from balai.database.roles import grant_application_role, withdraw_application_role
from balai.storage.chosen import place_of
from balai.storage.problems import StorageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from balai.config import Config
    from balai.storage.place import Place

    Progress = Callable[[str], None]

LAST = "last-backup.json"
NAME_HOME = "Name the home of an installation in BALAI_HOME."
RESTORING = "restoring"
"""In a home while a restore is at work, with the fingerprint of its archive."""
PASSED_ON = {
    "host": "PGHOST",
    "hostaddr": "PGHOSTADDR",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "passfile": "PGPASSFILE",
    "service": "PGSERVICE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "requirepeer": "PGREQUIREPEER",
}
"""How libpq reads an address from the environment; on the command line others would see a password."""


def dump(address: Mapping[str, str], target: Path) -> None:
    """Write a database to a file in PostgreSQL's custom format.

    Raises:
        DatabaseProblem: the server does not answer, or is newer than our ``pg_dump``.
    """
    program = server.client("pg_dump", server.ask(address))
    _run([program, "--format=custom", "--no-owner", "--file", target], address)


def restore(address: Mapping[str, str], source: Path, *, application: str) -> None:
    """Bring a dump into an empty database, with the application's rights: all of it, or nothing."""
    program = server.client("pg_restore", server.ask(address))
    how = ["--no-owner", "--exit-on-error", "--single-transaction", "--dbname", address["dbname"]]
    with psycopg.connect(make_conninfo(**address)) as owner:
        withdraw_application_role(owner, application)
        try:
            _run([program, *how, source], address)
        finally:
            grant_application_role(owner, application)


def write_backup(config: Config, target: Path, *, at: datetime, progress: Progress | None = None) -> Path:
    """Write the database and the uploaded files of an installation to one file; return its path.

    Args:
        config: the installation.
        target: the new file, or a folder in which it gets a name that tells the moment.
        at: the moment.
        progress: takes a sentence at each step.

    Raises:
        DatabaseProblem: there is nothing to back up, the target exists or cannot be written, or the
            database cannot be read.
        StorageProblem: the object storage does not answer.
    """
    tell = progress or (lambda _: None)
    if target.is_dir():
        target = target / f"balai-{at:%Y%m%dT%H%M%S%z}.zip"
    if target.exists():
        raise DatabaseProblem(f"{target} exists.", "Name a new file; a backup overwrites nothing.")
    refuse_unfinished_restore(config)
    if not _has_cluster(config):  # a home that was mistyped must not become one
        raise DatabaseProblem(f"There is no installation in {config.home}.", NAME_HOME)
    with _home_database(config, progress):
        found = server.ask(owner_address(config))
        if not found.tables:  # a backup of nothing would be believed until it is needed
            raise DatabaseProblem(
                f"The database of {config.home} is empty: there is nothing to back up.", NAME_HOME
            )
        with (
            told(target.parent, "Name a folder that this user may write."),
            # Beside the target: on the same disk, and private.
            tempfile.TemporaryDirectory(prefix=".balai-backup-", dir=target.parent) as folder,
        ):
            growing = Path(folder) / "archive.zip"
            _write_archive(config, growing, at=at, major=found.major, tell=tell)
            growing.chmod(0o600)
            _remember(growing)
            growing.rename(target)
            _remember(target.parent)
    _note(config.home / LAST, {"made_at": at.isoformat(), "file": str(target.absolute())})
    return target


def last_backup(config: Config) -> datetime | None:
    """When the last backup of this home was made, or None when none was."""
    try:
        return datetime.fromisoformat(json.loads((config.home / LAST).read_text(encoding="utf-8"))["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_backup(config: Config, source: Path, *, progress: Progress | None = None) -> Manifest:
    """Bring a backup into an empty home.

    Raises:
        DatabaseProblem: the archive is not whole, the home is not empty, or the database refuses it;
            the home is then as it was.
        StorageProblem: the object storage does not take the files; the home is then as it was.
    """
    tell = progress or (lambda _: None)
    tell("Reading the backup ...")
    with (
        Archive(source) as whole,
        told(
            config.home, "Give the user of this process the right to it, or name another home in BALAI_HOME."
        ),
    ):
        _refuse_other_roles(config, whole)
        is_second_try = _is_marked(config.home, whole)
        if not is_second_try:
            _refuse_files(config)
        home_was_there, had_data = config.home.exists(), _has_cluster(config)
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with _home_database(config, progress):
                if is_second_try and server.ask(owner_address(config)).tables:
                    tell("An earlier restore had brought everything; only its mark was left.")
                else:
                    _bring(config, whole, tell)
        except BaseException:
            if not is_second_try:  # else what the first try brought, and its mark, stay for a third
                _clear(config, whole, with_cluster=not had_data, with_home=not home_was_there)
            raise
        (config.home / RESTORING).unlink()
    return whole.manifest


def refuse_unfinished_restore(config: Config) -> None:
    """Refuse to work in a home whose restore was cut off.

    Raises:
        DatabaseProblem: the mark of a restore at work is there.
    """
    if (config.home / RESTORING).exists():
        raise DatabaseProblem(
            f"A restore into {config.home} is at work, or was cut off.",
            "Wait for it, or run the same `balai restore` again.",
        )


def _bring(config: Config, whole: Archive, tell: Progress) -> None:
    address = owner_address(config)
    if server.ask(address).tables:
        raise DatabaseProblem(
            f"The database of {config.home} is not empty.",
            "Restore into an empty home: name a new one in BALAI_HOME, or an empty database.",
        )
    _note(config.home / RESTORING, whole.fingerprint)
    for unfinished in config.home.glob(".restoring-*"):
        shutil.rmtree(unfinished)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=config.home) as folder:
        tell("Copying the uploaded files ...")
        whole.extract(DUMP, Path(folder) / DUMP)
        if config.object_storage is None:
            _bring_into_home(config, whole, Path(folder))
        else:
            for name in whole.files:
                place_of(config).write(_named_in_place(name), whole.read(name))
        tell("Restoring the database ...")
        restore(address, Path(folder) / DUMP, application=whole.manifest.application)


def _bring_into_home(config: Config, whole: Archive, folder: Path) -> None:
    for name in whole.files:
        whole.extract(name, folder / name)
    if config.files_folder.exists():
        shutil.rmtree(config.files_folder)  # empty, or of the try before
    if (folder / FILES).exists():
        (folder / FILES).rename(config.files_folder)
        _remember(config.home)


def _named_in_place(entry: str) -> str:
    return entry.removeprefix(f"{FILES}/")


def _refuse_files(config: Config) -> None:
    if config.object_storage is not None and any(place_of(config).listed()):
        raise DatabaseProblem(
            f"There are files in {config.object_storage}.",
            "Restore into an empty place: name another prefix in BALAI_FILES_URL.",
        )
    if config.files_folder.exists() and any(config.files_folder.iterdir()):
        raise DatabaseProblem(
            f"There are files in {config.files_folder}.",
            "Restore into an empty home: name a new one in BALAI_HOME.",
        )


def _refuse_other_roles(config: Config, whole: Archive) -> None:
    """The rights in a dump are given to roles by their names."""
    here = (owner_address(config)["user"], application_parameters(config)["USER"])
    there = (whole.manifest.owner, whole.manifest.application)
    if here != there:
        raise DatabaseProblem(
            f"The backup gives its rights to the roles {there[0]} and {there[1]}, and here they are {here[0]} and {here[1]}.",
            "Name the roles as in the backup, then restore it.",
        )


def _is_marked(home: Path, whole: Archive) -> bool:
    """Whether a restore of the same archive was cut off here."""
    try:
        return bool(json.loads((home / RESTORING).read_text(encoding="utf-8")) == whole.fingerprint)
    except (OSError, ValueError):
        return False


def _has_cluster(config: Config) -> bool:
    return config.database_url is not None or Cluster(config.home).place.data.exists()


def _clear(config: Config, whole: Archive, *, with_cluster: bool, with_home: bool) -> None:
    """Make the home what it was before, and the object storage if it still answers."""
    if (config.home / RESTORING).exists() and config.object_storage is not None:
        with suppress(StorageProblem):
            for name in whole.files:  # no others: somebody else may have begun to write there
                place_of(config).remove(_named_in_place(name))
    (config.home / RESTORING).unlink(missing_ok=True)
    shutil.rmtree(config.files_folder, ignore_errors=True)
    if with_cluster and _has_cluster(config):
        Cluster(config.home).destroy()
    if with_home:
        shutil.rmtree(config.home, ignore_errors=True)


@contextmanager
def _home_database(config: Config, progress: Progress | None) -> Iterator[None]:
    """The embedded database up within the block; an external one is up by itself."""
    if config.database_url:
        yield
        return
    cluster = Cluster(config.home)
    cluster.attach_or_start(progress)
    try:
        yield
    finally:
        cluster.stop()  # does nothing when another process runs it


def _write_archive(config: Config, growing: Path, *, at: datetime, major: int, tell: Progress) -> None:
    address = owner_address(config)
    with Writer(growing, at) as writer:
        # Files before and after: one may be taken away while the database is dumped, one may come.
        tell("Copying the uploaded files ...")
        _add_files(writer, place_of(config))
        tell("Copying the database ...")
        dumped = growing.with_name(DUMP)
        dump(address, dumped)
        with dumped.open("rb") as stream:
            writer.add(DUMP, stream)
        _add_files(writer, place_of(config))
        writer.finish(
            Manifest(
                made_at=at.isoformat(),
                server=major,
                owner=address["user"],
                application=application_parameters(config)["USER"],
                entries=writer.entries,
            )
        )


def _add_files(writer: Writer, place: Place) -> None:
    """Add what is not in the archive yet; a file without its final name is still growing, and has a dot."""
    for inside in sorted(stored.name for stored in place.listed()):
        name = f"{FILES}/{inside}"
        is_growing = any(part.startswith(".") for part in inside.split("/"))
        if name in writer.entries or is_growing:
            continue
        with suppress(FileNotFoundError):  # taken away since we looked
            writer.add(name, BytesIO(place.read(inside)))


def _run(command: list[str | Path], address: Mapping[str, str]) -> None:
    known = {variable: address[word] for word, variable in PASSED_ON.items() if word in address}
    done = subprocess.run(  # noqa: S603 -- a client program of PostgreSQL
        command, env={"PATH": os.defpath, "LC_ALL": "C", **known}, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        if "No space left on device" in done.stderr:
            raise DatabaseProblem("The disk is full.", "Free space on the disk, and run the command again.")
        lines = done.stderr.strip().splitlines() or ["it says nothing"]
        raise DatabaseProblem(
            f"{Path(command[0]).name} could not finish: {lines[0]}",
            "Mend what it names, and run the command again.",
        )


def _note(path: Path, value: object) -> None:
    """Write a small JSON file, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    growing = path.with_name(f".{path.name}.new")
    growing.write_text(json.dumps(value), encoding="utf-8")
    _remember(growing)
    growing.rename(path)


def _remember(path: Path) -> None:
    """Write a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
