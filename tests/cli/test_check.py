from __future__ import annotations

import json
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateWorker

from balai import config
from balai.cli import health
from balai.cli.home import require_home
from balai.database.backup import LAST
from balai.kernel import clock, crypto, files
from balai.kernel.health import Finding
from balai.kernel.jobs import enqueue
from balai.kernel.restricted import data_key_for_writing
from balai.kernel.uploads import SCANS
from balai.storage.bucket import Bucket
from balai.storage.chosen import place_of
from tests.cli.programs import run, surroundings
from tests.kernel.uploads import PDF
from tests.people.factories import PersonFactory
from tests.storage.service import object_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

AT = clock.now()


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A home of its own whose settings a test may change; call `config.current.cache_clear` after it did."""
    (tmp_path / "secrets").mkdir(mode=0o700)
    monkeypatch.setenv("BALAI_HOME", str(tmp_path))
    config.current.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    config.current.cache_clear()


def name(monkeypatch: pytest.MonkeyPatch, **settings: str) -> None:
    for key, value in settings.items():
        monkeypatch.setenv(f"BALAI_{key.upper()}", value)
    config.current.cache_clear()


@pytest.mark.django_db
def test_database_that_answers_is_well() -> None:
    assert health.database(AT).is_well


@pytest.mark.django_db(transaction=True)
def test_database_that_is_away_is_ill_and_the_others_say_so(set_up: pytest.MonkeyPatch) -> None:
    place = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(HOST="127.0.0.1", PORT="1")
    try:
        found = health.examine(AT)
    finally:
        connection.close()
        connection.settings_dict.update(place)

    assert found["database"].what.startswith("does not answer: connection failed")
    assert found["database"].remedy in {"Start it: balai serve.", "Correct its address, or start it."}
    silent = Finding("unknown: the database does not answer", "Mend the database first.")
    unknown = {line for line, finding in found.items() if finding == silent}
    assert unknown == {"migrations", "worker", "jobs", "mail", "files", "clock"}


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_ill() -> None:
    assert health.migrations(AT).is_well
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit'")

    finding = health.migrations(AT)

    assert ("to run, first audit.0001" in finding.what, finding.remedy) == (
        True,
        "Start balai serve anew; it runs them.",
    )


@pytest.mark.django_db
def test_worker_that_was_silent_for_a_minute_is_ill() -> None:
    ill = Finding("none is running: no letters leave, no reminders come", "Start one: balai worker")
    assert health.worker(AT) == ill
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)", [AT])
    assert ProcrastinateWorker.objects.count() == 1

    assert health.worker(AT + timedelta(seconds=59)) == Finding("at work")
    assert health.worker(AT + timedelta(seconds=61)) == ill


@pytest.mark.django_db
def test_a_job_that_was_given_up_is_ill() -> None:
    assert health.jobs(AT).is_well
    enqueue("correspondence.deliver", letter_id="none")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' RETURNING id")
        [number] = cursor.fetchone()

    assert health.jobs(AT) == Finding(
        f"1 given up, last correspondence.deliver (number {number})",
        "The page Office > Jobs that were given up tells why; try them again or dismiss them there.",
    )


@pytest.mark.django_db
def test_mail_without_a_server_is_ill() -> None:
    assert health.mail(AT) == Finding("letters do not leave", "Name a mail server first, and save it.")


@pytest.mark.django_db
def test_mail_whose_server_does_not_answer_is_ill(set_up: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    name(set_up, smtp_url=f"smtp://127.0.0.1:{port}", mail_from="office@balai.example")

    finding = health.mail(AT)

    assert finding.what == "letters do not leave"
    assert finding.remedy.startswith("127.0.0.1 said: ")
    assert finding.remedy.endswith("Correct the mail server on the Office page or in BALAI_SMTP_URL.")


def test_every_line_is_broken_by_a_test() -> None:
    source = Path(__file__).read_text(encoding="utf-8")

    assert [line for line in health.LINES if f"health.{line}(" not in source] == []


def test_a_home_that_cannot_be_written_is_ill(set_up: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert health.storage(AT).is_well
    remedy = "Give it to the user who runs Balai, or make room."
    (tmp_path / "files").symlink_to("/proc")
    folder = health.storage(AT)
    name(set_up, home="/proc")
    home = health.storage(AT)

    assert folder == Finding(f"{tmp_path}/files cannot be written: No such file or directory", remedy)
    assert home == Finding("/proc cannot be written: No such file or directory", remedy)


def test_an_object_storage_that_does_not_keep_files_is_ill(
    set_up: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    crypto.make_keys()
    with object_storage() as service:
        name(set_up, files_url=service.url("office"))
        none = health.storage(AT)
        service.make("office")
        well = health.storage(AT)
        left = [stored.name for stored in place_of(config.current()).listed()]
        service.put("office", f"files/{files.MARK}", b"of another")
        another = health.storage(AT)
        set_up.setattr(files, "claim", lambda: None)
        set_up.setattr(Bucket, "read", lambda *_asked: b"another")
        changed = health.storage(AT)
        (tmp_path / "files" / "ab").mkdir(parents=True)
        (tmp_path / "files" / "ab" / "scan.sealed").write_bytes(b"")
        two_places = health.storage(AT)

    assert none == Finding(
        "The object storage s3://office/files refuses: NoSuchBucket",
        "Make the bucket, or correct its name in BALAI_FILES_URL.",
    )
    assert (well, left) == (
        Finding(f"{tmp_path} can be written, and s3://office/files keeps files"),
        [files.MARK],
    )
    assert another.what == "s3://office/files is the place of another installation"
    assert changed.what == "s3://office/files does not give back what it was given"
    assert (
        two_places.what == f"files lie in {tmp_path}/files, which nobody opens while BALAI_FILES_URL is set"
    )
    assert all(finding.remedy for finding in (another, changed, two_places))


@pytest.mark.django_db
def test_files_of_no_row_that_no_night_swept_are_ill(set_up: pytest.MonkeyPatch) -> None:
    crypto.make_keys()
    files.keep(PDF, name="scan.pdf", owner=PersonFactory.create(), accept=SCANS)

    assert health.files(AT) == Finding("each has its row")  # so it may have, in a moment
    assert health.files(AT + timedelta(hours=47)) == Finding("1 sealed files of no row wait for the night")
    assert health.files(AT + timedelta(hours=49)) == Finding(
        "1 sealed files of no row were not swept",
        "Start a worker, which does it each night; if this is not their database, name theirs.",
    )


@pytest.mark.django_db
def test_a_clock_that_differs_is_ill() -> None:
    now = clock.now()
    assert health.clock(now).is_well

    finding = health.clock(now + timedelta(hours=1))

    assert finding.remedy == "Let both machines set their clocks by network (NTP)."
    assert finding.what.startswith("that of the database shows another time, by 3")


def test_a_disk_that_is_nearly_full_is_ill(set_up: pytest.MonkeyPatch) -> None:
    name(set_up, home="/proc")  # a file system without any room

    assert health.disk(AT) == Finding("0.0 GB free", "Make room: 1 GB at least.")


def test_a_backup_older_than_a_night_is_ill(set_up: pytest.MonkeyPatch, tmp_path: Path) -> None:
    remedy = "Make one every night: balai backup FOLDER"
    assert health.backup(AT) == Finding("none was ever made", remedy)
    (tmp_path / LAST).write_text(json.dumps({"made_at": (AT - timedelta(hours=25)).isoformat()}))
    assert health.backup(AT) == Finding("the last is 25 hours old")
    (tmp_path / LAST).write_text(json.dumps({"made_at": (AT - timedelta(hours=27)).isoformat()}))

    assert health.backup(AT) == Finding("the last is 27 hours old", remedy)


@pytest.mark.django_db
def test_sealed_data_that_no_key_here_opens_are_ill_though_the_keys_were_exported(
    set_up: pytest.MonkeyPatch,
) -> None:
    crypto.make_keys()
    data_key_for_writing(PersonFactory.create())
    crypto.note_export(at=AT)
    before = health.keys(AT)

    crypto.keys_path().unlink()  # a backup came into a home that makes keys of its own
    crypto.make_keys()
    crypto.note_export(at=AT)

    assert before == Finding("exported")
    assert health.keys(AT).remedy == "Bring the keys of its time: balai keys import FILE"


@pytest.mark.django_db
def test_keys_that_were_not_exported_since_they_changed_are_ill(set_up: pytest.MonkeyPatch) -> None:
    assert health.keys(AT) == Finding(
        "there are none", "Start balai serve, or bring them: balai keys import FILE"
    )
    crypto.make_keys()
    remedy = "Export them, and keep the file apart: balai keys export FILE"
    assert health.keys(AT).remedy == remedy
    crypto.note_export(at=AT)
    assert health.keys(AT) == Finding("exported")

    crypto.begin_rotation()

    assert health.keys(AT).remedy == remedy


def test_damaged_keys_are_ill(set_up: pytest.MonkeyPatch) -> None:
    crypto.keys_path().write_text("{", encoding="ascii")

    assert health.keys(AT) == Finding(
        f"{crypto.keys_path()} is damaged", "Move it aside, and bring them back: balai keys import FILE"
    )


@pytest.mark.parametrize(
    ("settings", "remedy"),
    [
        ({}, "Set BALAI_PUBLIC_URL, as in https://balai.example."),
        ({"public_url": "http://balai.example"}, "Put a reverse proxy with a certificate before it."),
        ({"public_url": "https://balai.example"}, "Name its address in BALAI_TRUSTED_PROXIES."),
    ],
)
def test_a_deployment_that_is_not_finished_is_ill(
    set_up: pytest.MonkeyPatch, settings: dict[str, str], remedy: str
) -> None:
    name(set_up, **settings)

    assert health.deployment(AT).remedy == remedy


def test_a_deployment_check_of_the_framework_is_told(set_up: pytest.MonkeyPatch) -> None:
    name(set_up, public_url="https://balai.example", trusted_proxies="10.0.0.1")
    set_up.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # the browser's, and told too

    # The suite's settings were read without a public address, so cookies may travel unencrypted.
    assert "SECURE" in health.deployment(AT).what


@pytest.mark.django_db
def test_tables_of_a_newer_version_are_told_with_their_remedy() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '0099_later', now())"
        )

    assert health.examine(AT)["migrations"] == Finding(
        "unknown: A newer version of Balai has written this database: audit.0099_later is not known here.",
        "Install that version or a newer one.",
    )


def test_check_on_the_command_line_tells_people_and_programs(home: Path) -> None:
    environment = surroundings(
        home=str(home), public_url="https://balai.example", trusted_proxies="127.0.0.1"
    )
    require_home(config.read(environment))

    done = run("check", "--json", environment=environment)
    table = run("check", environment=environment | {"COLUMNS": "200"})

    answer = json.loads(done.stdout)
    said = {line["name"]: line["what"] for line in answer["lines"]}
    ill = {line["name"]: line["remedy"] for line in answer["lines"] if not line["is_well"]}
    assert (done.returncode, answer["is_well"], done.stderr) == (1, False, "")
    assert {"database", "worker", "backup", "keys"} <= ill.keys()
    # The framework has nothing to warn of.
    assert said["deployment"] == "https://balai.example, behind a reverse proxy"
    assert {line["name"] for line in answer["lines"]} >= set(health.LINES)
    assert (table.returncode, table.stderr) == (1, "")
    rows = [[cell.strip() for cell in row.split("│")[1:-1]] for row in table.stdout.splitlines()]
    assert {row[1]: row[3] for row in rows if row[:1] == ["ill"]} == ill


def test_check_without_an_installation_is_refused(tmp_path: Path) -> None:
    with socket.socket():
        done = run("check", environment=surroundings(home=str(tmp_path / "none")))

    assert (done.returncode, done.stdout) == (2, "")
    if os.geteuid() != 0:
        assert "There is no installation" in done.stderr
