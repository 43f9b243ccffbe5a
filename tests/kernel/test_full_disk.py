"""A full disk on upload: one answer that helps, nothing half-written, and all is well when there is room."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from psycopg.errors import ConnectionFailure, DiskFull

from balai import config
from balai.kernel.errors import is_for_want_of_room
from balai.people.enums import Role
from balai.programmes.models import BundleImport
from tests.kernel.keys import own_keys
from tests.people.factories import account_with

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse
    from pytest_django.fixtures import Settings

SMALL = b"person,name\n" + b"P-1,Dechen Wangmo\n" * 20_000
"""360 kB: read into memory, and written once, sealed."""
LARGE = b"person,name\n" + b"P-1,Dechen Wangmo\n" * 160_000
"""2.9 MB: written while it still comes."""
ROOM = 64 * 1024


@pytest.fixture(autouse=True)
def _keys() -> Iterator[None]:
    with own_keys():
        yield


@pytest.fixture
def officer() -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account_with(Role.PROGRAMME_OFFICER))
    return client


@contextmanager
def short_files() -> Iterator[None]:
    """This process may write no file longer than this: what a used-up quota is to it."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def full_disk() -> Iterator[None]:
    """The folder of files is a disk of its own, too small for what comes."""
    folder = config.current().files_folder
    folder.mkdir(parents=True, exist_ok=True)
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if os.geteuid() != 0 or mount is None or unmount is None:
        pytest.skip("a full disk of its own needs root, who can make one")
    done = subprocess.run(
        [mount, "-t", "tmpfs", "-o", f"size={ROOM}", "balai-test", str(folder)],
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        pytest.skip(f"a full disk of its own cannot be made here: {done.stderr.strip()}")
    try:
        yield
        assert left_in(folder) == []
    finally:
        subprocess.run([unmount, str(folder)], check=True)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def bring(client: Client, content: bytes, path: str = "/programmes/import/") -> TestResponse:
    return client.post(path, {"file": SimpleUploadedFile("people.csv", content)})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trouble", "content"),
    [(short_files, SMALL), (short_files, LARGE), (full_disk, SMALL)],
    ids=["a limit, once it is there", "a limit, while it comes", "a full disk"],
)
def test_an_upload_without_room_is_one_message_and_leaves_nothing(
    officer: Client,
    trouble: Callable[[], AbstractContextManager[None]],
    content: bytes,
    settings: Settings,
    tmp_path: Path,
) -> None:
    folder = config.current().files_folder
    before = left_in(folder)
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)

    with trouble():
        answer = bring(officer, content)

    assert (answer.status_code, answer["Retry-After"]) == (507, "300")
    assert "There is no room left" in answer.content.decode()
    assert (left_in(folder), left_in(tmp_path), BundleImport.objects.count()) == (before, [], 0)
    assert bring(officer, SMALL).status_code == 302  # there is room again
    assert BundleImport.objects.count() == 1


@pytest.mark.django_db
def test_a_program_is_told_of_a_full_disk_by_a_problem(officer: Client) -> None:
    with short_files():
        answer = bring(officer, SMALL, "/api/v1/programmes/imports")

    assert (answer.status_code, answer["Content-Type"]) == (507, "application/problem+json")
    assert answer.json()["code"] == "server.full"
    assert not BundleImport.objects.exists()


@pytest.mark.parametrize(("cause", "is_full"), [(DiskFull(), True), (ConnectionFailure(), False)])
def test_a_database_without_room_is_no_database_that_is_away(cause: Exception, *, is_full: bool) -> None:
    error = OperationalError("could not extend file")
    error.__cause__ = cause

    assert is_for_want_of_room(error) is is_full


def test_another_fault_of_a_file_is_a_fault() -> None:
    assert not is_for_want_of_room(PermissionError(13, "Permission denied"))
