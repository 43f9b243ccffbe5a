"""The lines of ``balai check``: one function for each thing that can be ill, and what heals it."""

from __future__ import annotations

import os
import shutil
import tempfile
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.checks import WARNING, run_checks
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from balai import config
from balai.database.backup import last_backup
from balai.database.problems import DatabaseProblem
from balai.kernel.crypto import UnreadableError, export_is_current, has_keys, keyring, keys_path
from balai.kernel.files import probe, unowned, waits_since
from balai.kernel.health import Finding
from balai.kernel.jobs import background, failed_jobs
from balai.kernel.restricted import unreadable_owners
from balai.kernel.schema import pending_migrations
from balai.office.services.trying import mail_fault
from balai.storage.folder import Folder
from balai.storage.problems import StorageProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    Line = Callable[[datetime], Finding]

SILENCE = timedelta(minutes=1)
"""A worker says every ten seconds that it lives."""

BACKUP_AGE = timedelta(hours=26)
"""A nightly backup that takes its time, and no more."""

SWEPT_AFTER = timedelta(days=1)
"""Files of no row wait for the next night, and no longer."""

CLOCKS_APART = timedelta(seconds=5)
LEAST_FREE = 1_000_000_000
"""Bytes: PostgreSQL needs room for a log of changes of its own besides the data."""


def examine(at: datetime) -> dict[str, Finding]:
    """Ask every line. One that fails for want of the database says so and no more."""
    found = {}
    for name, line in LINES.items():
        try:
            found[name] = line(at)
        except (DatabaseProblem, StorageProblem) as problem:
            found[name] = Finding(f"unknown: {problem.problem}", problem.remedy)
        except (InterfaceError, OperationalError):
            found[name] = Finding("unknown: the database does not answer", "Mend the database first.")
        except DatabaseError as error:
            found[name] = Finding(f"unknown: {_in_one_line(error)}", "Mend the database first.")
    return found


def database(at: datetime) -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        place = (
            "Correct its address, or start it" if config.current().database_url else "Start it: balai serve"
        )
        return Finding(f"does not answer: {_in_one_line(error)}", f"{place}.")
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return Finding(f"PostgreSQL {cursor.fetchone()[0]} answers")


def migrations(at: datetime) -> Finding:
    waiting = pending_migrations()
    if not waiting:
        return Finding("the tables are of this version")
    return Finding(f"{len(waiting)} to run, first {waiting[0]}", "Start balai serve anew; it runs them.")


def worker(at: datetime) -> Finding:
    seen = background().worker_seen_at
    if seen is None or at - seen > SILENCE:
        return Finding("none is running: no letters leave, no reminders come", "Start one: balai worker")
    return Finding("at work")


def jobs(at: datetime) -> Finding:
    given_up = list(failed_jobs()[:3])
    if not given_up:
        return Finding("none was given up")
    names = ", ".join(f"{job.task_name} (number {job.pk})" for job in given_up)
    return Finding(
        f"{failed_jobs().count()} given up, last {names}",
        "The page Office > Jobs that were given up tells why; try them again or dismiss them there.",
    )


def mail(at: datetime) -> Finding:
    fault = mail_fault()
    if fault is None:
        return Finding("leaves, or stays here on purpose")
    return Finding("letters do not leave", str(fault.message))


def storage(at: datetime) -> Finding:
    settings = config.current()
    for folder in (settings.home, settings.files_folder):
        if folder != settings.home and not folder.exists():
            continue  # it comes with the first file
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"balai")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            return Finding(
                f"{folder} cannot be written: {error.strerror}",
                "Give it to the user who runs Balai, or make room.",
            )
    if settings.object_storage is None:
        return Finding(f"{settings.home} can be written")
    if any(Folder(settings.files_folder).listed()):
        return Finding(
            f"files lie in {settings.files_folder}, which nobody opens while BALAI_FILES_URL is set",
            "Bring them over as docs/operate/several-machines.md tells, then remove the folder.",
        )
    try:
        probe()
    except UnreadableError:
        return Finding("unknown: the keys of this installation are not here", "Mend the keys first.")
    except StorageProblem as problem:
        return Finding(problem.problem.rstrip("."), problem.remedy)
    return Finding(f"{settings.home} can be written, and {settings.object_storage} keeps files")


def files(at: datetime) -> Finding:
    waiting = unowned(at=at)
    if left := sum(waits_since(stored, at - SWEPT_AFTER) for stored in waiting):
        return Finding(
            f"{left} sealed files of no row were not swept",
            "Start a worker, which does it each night; if this is not their database, name theirs.",
        )
    if waiting:
        return Finding(f"{len(waiting)} sealed files of no row wait for the night")
    return Finding("each has its row")


def clock(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        apart = abs(cursor.fetchone()[0] - at)
    if apart <= CLOCKS_APART:
        return Finding("that of the database shows the same time")
    return Finding(
        f"that of the database shows another time, by {apart.total_seconds():.0f} s",
        "Let both machines set their clocks by network (NTP).",
    )


def disk(at: datetime) -> Finding:
    free = shutil.disk_usage(config.current().home).free
    what = f"{free / 1e9:.1f} GB free"
    return (
        Finding(what)
        if free >= LEAST_FREE
        else Finding(what, f"Make room: {LEAST_FREE / 1e9:.0f} GB at least.")
    )


def backup(at: datetime) -> Finding:
    made_at = last_backup(config.current())
    if made_at is None:
        return Finding("none was ever made", "Make one every night: balai backup FOLDER")
    hours = (at - made_at) / timedelta(hours=1)
    if at - made_at > BACKUP_AGE:
        return Finding(f"the last is {hours:.0f} hours old", "Make one every night: balai backup FOLDER")
    return Finding(f"the last is {hours:.0f} hours old")


def keys(at: datetime) -> Finding:
    if not has_keys():
        return Finding("there are none", "Start balai serve, or bring them: balai keys import FILE")
    try:
        keyring()
    except UnreadableError:
        return Finding(
            f"{keys_path()} is damaged", "Move it aside, and bring them back: balai keys import FILE"
        )
    if closed := unreadable_owners():
        return Finding(
            f"what is sealed under {closed} data keys opens to no key here: a restore brought it",
            "Bring the keys of its time: balai keys import FILE",
        )
    if not export_is_current():
        return Finding(
            "not exported since they were made: no backup can be read without them",
            "Export them, and keep the file apart: balai keys export FILE",
        )
    return Finding("exported")


def deployment(at: datetime) -> Finding:
    settings = config.current()
    if settings.public_url is None:
        return Finding(
            "nobody knows its public address", "Set BALAI_PUBLIC_URL, as in https://balai.example."
        )
    if not settings.public_url.startswith("https://"):
        return Finding(
            f"{settings.public_url} is not encrypted", "Put a reverse proxy with a certificate before it."
        )
    if not settings.trusted_proxies:
        return Finding(
            "no reverse proxy is named, so that every page leads back to itself",
            "Name its address in BALAI_TRUSTED_PROXIES.",
        )
    warnings = [warning for warning in run_checks(include_deployment_checks=True) if warning.level >= WARNING]
    if warnings:
        return Finding(_in_one_line(warnings[0].msg), warnings[0].hint or "See the framework's manual.")
    return Finding(f"{settings.public_url}, behind a reverse proxy")


LINES: Mapping[str, Line] = {
    line.__name__: line
    for line in (
        database,
        migrations,
        worker,
        jobs,
        mail,
        storage,
        files,
        clock,
        disk,
        backup,
        keys,
        deployment,
    )
}


def _in_one_line(words: object) -> str:
    return " ".join(str(words).split()).rstrip(".")
