from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from balai import config
from balai.database import server
from balai.database.archive import Archive
from balai.database.backup import (
    RESTORING,
    dump,
    last_backup,
    read_backup,
    refuse_unfinished_restore,
    restore,
    write_backup,
)
from balai.database.cluster import Cluster
from balai.database.problems import DatabaseProblem
from balai.database.server import Server
from balai.storage.chosen import place_of
from balai.storage.problems import StorageProblem
from tests.database.conftest import PATIENCE
from tests.database.rows import connect
from tests.storage.service import object_storage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AT = datetime(2018, 9, 24, 8, 30, tzinfo=UTC)
SCHEMA = """
    CREATE EXTENSION btree_gist;
    CREATE EXTENSION unaccent;
    CREATE TABLE person (id uuid PRIMARY KEY, name text UNIQUE, photo bytea, seen timestamptz);
    CREATE TABLE stay (
        id bigint GENERATED ALWAYS AS IDENTITY, person uuid REFERENCES person, days daterange,
        EXCLUDE USING gist (person WITH =, days WITH &&)
    );
    CREATE TABLE trail (at timestamptz, deed jsonb);
    REVOKE UPDATE, DELETE ON trail FROM balai_app;
    CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql AS 'SELECT 2 * n';
    INSERT INTO person SELECT gen_random_uuid(), 'Dechen ' || n, decode('00ff', 'hex'), now() FROM generate_series(1, 500) n;
    INSERT INTO stay (person, days) SELECT id, '[2018-09-24,2018-10-12)' FROM person;
    INSERT INTO trail SELECT now(), jsonb_build_object('action', 'nomination.submitted', 'n', n) FROM generate_series(1, 50) n;
"""


def settings_of(home: Path, **keys: str) -> config.Config:
    return config.read({"BALAI_HOME": str(home), **{f"BALAI_{key}": value for key, value in keys.items()}})


def contents(address: dict[str, str]) -> dict[str, Any]:
    """Every table with its rights and all its rows, and what else a restore could forget."""
    with psycopg.connect(make_conninfo(**address)) as connection:
        names = connection.execute(
            "SELECT relname, relacl::text FROM pg_class"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'i') ORDER BY 1"
        ).fetchall()
        kinds = connection.execute(
            "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        later = connection.execute(
            "SELECT defaclobjtype::text, defaclacl::text FROM pg_default_acl ORDER BY 1"
        ).fetchall()
        found: dict[str, Any] = {"names": names, "later": later}
        for (table,) in kinds:
            query = psycopg.sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(
                psycopg.sql.Identifier(table)
            )
            found[table] = connection.execute(query).fetchall()
        found["constraints"] = connection.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE connamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
    return found


def restored(settings: config.Config) -> dict[str, Any]:
    cluster = Cluster(settings.home)
    cluster.start()
    try:
        return contents(cluster.parameters("balai_owner"))
    finally:
        cluster.stop()


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[config.Config]:
    """An installation with tables and files, its database running."""
    home = tmp_path_factory.mktemp("full") / "home"
    cluster = Cluster(home, settings={"fsync": "off"})
    cluster.start()
    with connect(cluster, "balai_owner") as owner:
        for statement in SCHEMA.split(";\n"):
            owner.execute(statement.encode())
    for name, content in {"ab/passport": b"\x00\xff" * 5000, "cd/empty": b"", "cd/.growing": b"half"}.items():
        (home / "files" / name).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        (home / "files" / name).write_bytes(content)
    (home / "secrets").mkdir(mode=0o700)
    (home / "secrets" / "data.key").write_text("never in a backup")
    yield settings_of(home)
    cluster.destroy()


@pytest.fixture(scope="module")
def backup(full: config.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_backup(full, tmp_path_factory.mktemp("backups"), at=AT)


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[config.Config]:
    """An empty home, whose database does not stay."""
    yield settings_of(tmp_path / "home")
    if Cluster(tmp_path / "home").place.folder.exists():
        Cluster(tmp_path / "home").destroy()


def test_a_restore_brings_every_table_every_right_and_every_file(
    full: config.Config, backup: Path, empty: config.Config
) -> None:
    """Keys and settings may be there before: they are in no backup."""
    empty.secrets_folder.mkdir(parents=True)
    (empty.secrets_folder / "data.key").write_text("imported before")
    (empty.home / "balai.toml").write_text('time_zone = "Asia/Jakarta"\n')

    manifest = read_backup(empty, backup)

    assert restored(empty) == contents(Cluster(full.home).parameters("balai_owner"))
    files = {
        str(path.relative_to(empty.files_folder)): path
        for path in empty.files_folder.rglob("*")
        if path.is_file()
    }
    assert {name: path.read_bytes() for name, path in files.items()} == {
        "ab/passport": b"\x00\xff" * 5000,
        "cd/empty": b"",
    }
    assert {oct(path.stat().st_mode & 0o777) for path in files.values()} == {"0o600"}
    assert sorted(path.name for path in empty.home.iterdir() if path.name != "database") == [
        "balai.toml",
        "files",
        "secrets",
    ]
    assert (empty.secrets_folder / "data.key").read_text() == "imported before"
    assert (manifest.made_at, manifest.server) == ("2018-09-24T08:30:00+00:00", 18)


def test_a_backup_is_one_private_file_without_keys(full: config.Config, backup: Path) -> None:
    with zipfile.ZipFile(backup) as archive:
        assert sorted(archive.namelist()) == [
            "database.dump",
            "files/ab/passport",
            "files/cd/empty",
            "manifest.json",
        ]
    assert b"never in a backup" not in backup.read_bytes()
    assert backup.name == "balai-20180924T083000+0000.zip"
    assert oct(backup.stat().st_mode & 0o777) == "0o600"
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    assert last_backup(full) == AT


def test_a_home_without_a_backup_says_so(empty: config.Config) -> None:
    assert last_backup(empty) is None


@pytest.mark.parametrize(
    ("has_data", "problem"), [(False, "There is no installation in"), (True, "is empty")]
)
def test_a_home_without_anything_has_no_backup(
    empty: config.Config, tmp_path: Path, *, has_data: bool, problem: str
) -> None:
    if has_data:
        cluster = Cluster(empty.home)
        cluster.start()
        cluster.stop()
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(DatabaseProblem, match=rf"{problem}.* Name the home of an installation in BALAI_HOME"):
        write_backup(empty, tmp_path / "backup.zip", at=AT)

    assert has_data or sorted(tmp_path.rglob("*")) == before
    assert not (tmp_path / "backup.zip").exists()
    assert last_backup(empty) is None


def test_a_backup_overwrites_nothing(full: config.Config, backup: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(DatabaseProblem, match=r"exists\. Name a new file"):
        write_backup(full, backup, at=AT)

    assert backup.read_bytes() == before


def test_a_backup_to_a_folder_that_is_missing_is_refused(full: config.Config, tmp_path: Path) -> None:
    with pytest.raises(
        DatabaseProblem, match=r"No such file or directory\. Name a folder that this user may write"
    ):
        write_backup(full, tmp_path / "missing" / "backup.zip", at=AT)


def rewritten(backup: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """The archive with entries changed or left out, its own checksums right again."""
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def changed_manifest(backup: Path, target: Path, **facts: Any) -> Path:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | facts).encode() if name == "manifest.json" else content

    return rewritten(backup, target, change)


def with_stranger(backup: Path, target: Path) -> Path:
    copy = rewritten(backup, target, lambda _, content: content)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.writestr("../../outside", "out")
    return copy


BROKEN: dict[str, Callable[[Path, Path], Path]] = {
    "cut off": lambda backup, target: Path(write(target, backup.read_bytes()[:-200])),
    "half": lambda backup, target: Path(write(target, backup.read_bytes()[: backup.stat().st_size // 2])),
    "empty": lambda _, target: Path(write(target, b"")),
    "another kind": lambda _, target: Path(write(target, b"%PDF-1.7 nothing of ours")),
    "one bit": lambda backup, target: Path(write(target, flipped(backup.read_bytes(), 20_000))),
    "a changed file": lambda backup, target: rewritten(
        backup, target, lambda name, content: b"forged" if name.endswith("passport") else content
    ),
    "a changed dump": lambda backup, target: rewritten(
        backup, target, lambda name, content: content[:-1] if name == "database.dump" else content
    ),
    "a missing file": lambda backup, target: rewritten(
        backup, target, lambda name, content: None if name.endswith("passport") else content
    ),
    "no manifest": lambda backup, target: rewritten(
        backup, target, lambda name, content: None if name == "manifest.json" else content
    ),
    "no dump": lambda backup, target: changed_manifest(
        rewritten(backup, target.with_name("no-dump.zip"), lambda n, c: None if n == "database.dump" else c),
        target,
        entries={},
    ),
    "an odd manifest": lambda backup, target: changed_manifest(backup, target, entries=7),
    "a file outside": with_stranger,
}


def write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize("damage", BROKEN)
def test_a_damaged_backup_is_one_message_and_nothing_is_written(
    backup: Path, empty: config.Config, tmp_path: Path, damage: str
) -> None:
    damaged = BROKEN[damage](backup, tmp_path / "damaged.zip")

    with pytest.raises(DatabaseProblem, match=r"damaged\.zip is not a whole backup: .+ Take another copy"):
        read_backup(empty, damaged)

    assert not empty.home.exists()
    assert not Cluster(empty.home).place.folder.exists()


def test_a_missing_backup_is_one_message(empty: config.Config, tmp_path: Path) -> None:
    with pytest.raises(DatabaseProblem, match=r"none\.zip cannot be read: No such file or directory"):
        read_backup(empty, tmp_path / "none.zip")


def test_a_backup_of_a_newer_balai_is_refused(backup: Path, empty: config.Config, tmp_path: Path) -> None:
    newer = changed_manifest(backup, tmp_path / "newer.zip", balai="99.1.0")

    with pytest.raises(DatabaseProblem, match=r"was made by Balai 99\.1\.0, and this is .+ Update Balai"):
        read_backup(empty, newer)


def test_a_restore_goes_only_into_an_empty_home(
    full: config.Config, backup: Path, empty: config.Config
) -> None:
    before = contents(Cluster(full.home).parameters("balai_owner"))
    empty.files_folder.mkdir(parents=True)
    (empty.files_folder / "kept").write_text("an office's only copy")

    with pytest.raises(DatabaseProblem, match="There are files in"):
        read_backup(empty, backup)
    with pytest.raises(DatabaseProblem, match="There are files in"):
        read_backup(full, backup)
    no_files = replace(full, home=full.home)
    moved = full.files_folder.rename(full.home / "moved")
    try:
        with pytest.raises(DatabaseProblem, match=r"The database of .+ is not empty"):
            read_backup(no_files, backup)
    finally:
        moved.rename(full.files_folder)

    assert (empty.files_folder / "kept").read_text() == "an office's only copy"
    assert contents(Cluster(full.home).parameters("balai_owner")) == before


def test_a_restore_that_was_killed_is_told_and_tried_again(
    full: config.Config, backup: Path, empty: config.Config
) -> None:
    empty.home.mkdir(mode=0o700)
    (empty.home / "demo.json").write_text("{}")  # or root would be refused
    process = subprocess.Popen(
        [sys.executable, "-m", "balai", "restore", backup],
        env=os.environ | {"BALAI_HOME": str(empty.home)},
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + PATIENCE
    while not (empty.home / RESTORING).exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.002)
    process.kill()
    process.wait()

    with pytest.raises(DatabaseProblem, match="is at work, or was cut off"):
        refuse_unfinished_restore(empty)
    read_backup(empty, backup)

    refuse_unfinished_restore(empty)
    assert restored(empty) == contents(Cluster(full.home).parameters("balai_owner"))


def cut_dump(backup: Path, folder: Path) -> Path:
    """A whole archive of a dump that was cut off."""

    def cut(name: str, content: bytes) -> bytes:
        return content[:3000] if name == "database.dump" else content

    def told(name: str, content: bytes) -> bytes:
        if name != "manifest.json":
            return content
        import hashlib

        facts = json.loads(content)
        with zipfile.ZipFile(halved) as archive:
            part = archive.read("database.dump")
        facts["entries"]["database.dump"] = {"size": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        return json.dumps(facts).encode()

    halved = rewritten(backup, folder / "halved.zip", cut)
    return rewritten(halved, folder / "consistent.zip", told)


def test_a_restore_that_the_database_refuses_leaves_the_home_as_it_was(
    backup: Path, empty: config.Config, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseProblem, match="pg_restore could not finish"):
        read_backup(empty, cut_dump(backup, tmp_path))

    assert not empty.home.exists()
    assert not Cluster(empty.home).place.folder.exists()


def test_an_external_database_is_backed_up_and_restored_the_same_way(
    full: config.Config, tmp_path: Path
) -> None:
    external = Cluster(tmp_path / "external", settings={"fsync": "off"})
    external.start()
    host = external.place.sockets
    keys = {
        "DATABASE_URL": f"postgresql://balai_app@/balai?host={host}",
        "DATABASE_OWNER_URL": f"postgresql://balai_owner@/balai?host={host}",
    }
    one, other = settings_of(tmp_path / "one", **keys), settings_of(tmp_path / "other", **keys)
    try:
        read_backup(one, write_backup(full, tmp_path, at=AT))
        assert contents(external.parameters("balai_owner")) == contents(
            Cluster(full.home).parameters("balai_owner")
        )

        written = write_backup(one, tmp_path / "second.zip", at=AT)
        with pytest.raises(DatabaseProblem, match="is not empty"):
            read_backup(other, written)
        with connect(external, "balai_owner", "postgres") as owner:
            owner.execute("DROP DATABASE balai WITH (FORCE)")
            owner.execute("CREATE DATABASE balai")
        read_backup(other, written)
        assert contents(external.parameters("balai_owner")) == contents(
            Cluster(full.home).parameters("balai_owner")
        )
        assert (other.files_folder / "ab" / "passport").read_bytes() == b"\x00\xff" * 5000
    finally:
        external.destroy()


@pytest.mark.slow
def test_files_move_into_an_object_storage_and_out_of_it_by_backup_and_restore(
    full: config.Config, backup: Path, tmp_path: Path
) -> None:
    kept = {"ab/passport": b"\x00\xff" * 5000, "cd/empty": b""}

    def found(settings: config.Config) -> dict[str, bytes]:
        place = place_of(settings)
        return {stored.name: place.read(stored.name) for stored in place.listed()}

    with object_storage() as service:
        service.make("office")
        stored = settings_of(tmp_path / "stored", FILES_URL=service.url("office", "one"))
        other = settings_of(tmp_path / "other", FILES_URL=service.url("office", "one"))
        away = settings_of(tmp_path / "away", FILES_URL=service.url("none"))
        home = settings_of(tmp_path / "home")
        try:
            with pytest.raises(StorageProblem, match="NoSuchBucket"):
                read_backup(away, backup)
            with pytest.raises(DatabaseProblem, match="pg_restore could not finish"):
                read_backup(stored, cut_dump(backup, tmp_path))
            assert (found(stored), stored.home.exists()) == ({}, False)

            with Archive(backup) as whole:  # as a restore leaves it that was killed
                stored.home.mkdir(mode=0o700)
                (stored.home / RESTORING).write_text(json.dumps(whole.fingerprint))
            place_of(stored).write("ab/passport", b"of the try before")
            read_backup(stored, backup)
            assert (found(stored), stored.files_folder.exists()) == (kept, False)
            place_of(stored).write("cd/.growing", b"half")
            with pytest.raises(
                DatabaseProblem, match=r"There are files in s3://office/one\. Restore into an empty"
            ):
                read_backup(other, backup)
            read_backup(home, write_backup(stored, tmp_path / "second.zip", at=AT))
            assert found(home) == kept

            service.stop()
            with pytest.raises(StorageProblem, match="does not answer"):
                write_backup(stored, tmp_path / "third.zip", at=AT)
            assert (last_backup(stored), (tmp_path / "third.zip").exists()) == (AT, False)
        finally:
            for settings in (stored, home):
                Cluster(settings.home).destroy()


def test_a_backup_for_roles_of_other_names_is_refused(backup: Path, tmp_path: Path) -> None:
    keys = {
        "DATABASE_URL": "postgresql://programme@localhost/balai",
        "DATABASE_OWNER_URL": "postgresql://chief@localhost/balai",
    }

    with pytest.raises(
        DatabaseProblem, match="to the roles balai_owner and balai_app, and here they are chief and programme"
    ):
        read_backup(settings_of(tmp_path / "home", **keys), backup)


def test_a_database_that_does_not_answer_is_one_message(tmp_path: Path) -> None:
    keys = {
        "DATABASE_URL": "postgresql://balai_app@127.0.0.1:1/balai",
        "DATABASE_OWNER_URL": "postgresql://balai_owner@127.0.0.1:1/balai",
    }

    with pytest.raises(
        DatabaseProblem,
        match=r"The database at 127.0.0.1, port 1, does not answer: .+ refused\. Start it, or correct its address",
    ):
        write_backup(settings_of(tmp_path / "home", **keys), tmp_path / "backup.zip", at=AT)

    assert list(tmp_path.iterdir()) == []


def test_a_server_newer_than_our_pg_dump_is_refused_with_the_remedy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = write(tmp_path / "pg_dump", b"#!/bin/sh\necho 'pg_dump (PostgreSQL) 15.18'\n")
    older.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(DatabaseProblem) as caught:
        server.client("pg_dump", Server(major=19, is_encrypted=False, tables=0))

    assert caught.value.problem == "The server is PostgreSQL 19, newer than our pg_dump of 18."
    assert caught.value.remedy == (
        "Install the client programs of PostgreSQL 19 or newer (postgresql-client-19), "
        "so that pg_dump is in the PATH; the one there is of 15."
    )


def test_a_newer_or_encrypted_server_is_served_by_the_machines_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = write(tmp_path / "pg_dump", b"#!/bin/sh\necho 'pg_dump (PostgreSQL) 19.1'\n")
    newer.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    found = [
        server.client("pg_dump", Server(major=major, is_encrypted=encrypted, tables=0))
        for major, encrypted in ((19, False), (18, True), (18, False))
    ]

    assert found[:2] == [newer, newer]
    assert found[2].parent.parent.name == "pginstall"


TOO_OLD = (
    "The server is PostgreSQL 15, and Balai needs 16 or newer. "
    "Upgrade it, or leave BALAI_DATABASE_URL out to use the embedded one."
)


@pytest.mark.parametrize(("major", "expected"), [(15, TOO_OLD), (16, ""), (19, "")])
def test_servers_older_than_16_are_refused(major: int, expected: str) -> None:
    said = ""
    try:
        server.refuse_old(major)
    except DatabaseProblem as problem:
        said = str(problem)

    assert said == expected


def test_a_dump_of_one_database_restores_into_another(full: config.Config, tmp_path: Path) -> None:
    cluster = Cluster(full.home)
    dump(cluster.parameters("balai_owner"), tmp_path / "dump")
    with connect(cluster, "balai_owner") as owner:
        owner.execute("CREATE DATABASE copy")

    restore(cluster.parameters("balai_owner", "copy"), tmp_path / "dump", application="balai_app")

    same = contents(cluster.parameters("balai_owner")) == contents(cluster.parameters("balai_owner", "copy"))
    with connect(cluster, "balai_owner") as owner:
        owner.execute("DROP DATABASE copy")
    assert same


def test_an_archive_knows_what_it_is(backup: Path) -> None:
    with Archive(backup) as whole:
        assert sorted(whole.files) == ["files/ab/passport", "files/cd/empty"]
        assert (whole.manifest.owner, whole.manifest.application) == ("balai_owner", "balai_app")


def test_signals_end_a_backup_without_a_trace(full: config.Config, tmp_path: Path) -> None:
    (full.home / "demo.json").write_text("{}")  # or root would be refused
    with connect(Cluster(full.home), "balai_owner") as owner, owner.transaction():
        owner.execute("LOCK TABLE person")  # the backup waits for it, and cannot be over before it is ended
        process = subprocess.Popen(
            [sys.executable, "-m", "balai", "backup", tmp_path / "backup.zip"],
            env=os.environ | {"BALAI_HOME": str(full.home)},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert process.stderr is not None
        process.stderr.readline()

        os.killpg(process.pid, signal.SIGINT)
        process.wait(PATIENCE)
        process.stderr.close()

    (full.home / "demo.json").unlink()
    assert process.returncode == 1
    assert list(tmp_path.iterdir()) == []
