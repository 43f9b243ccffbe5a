from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from balai.correspondence.services.inbox import inbox_folder, read_inbox
from tests.correspondence.test_reports import REPORT
from tests.correspondence.writing import AT, write_call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def folder() -> Iterator[Path]:
    import shutil

    made = inbox_folder()
    made.mkdir()
    yield made
    shutil.rmtree(made)


@pytest.mark.django_db
def test_without_the_folder_there_is_nothing_to_read() -> None:
    read_inbox(at=AT)

    assert not inbox_folder().exists()


@pytest.mark.django_db
def test_reports_are_recorded_and_moved_and_what_is_none_is_set_apart(folder: Path) -> None:
    letter = write_call()
    letter.state = "accepted"
    letter.save()
    report = REPORT.format(action="failed", kind="message/rfc822").replace(
        "<0190@balai.example>", letter.message_id
    )
    (folder / "1.eml").write_text(report)
    (folder / "2.eml").write_text("Subject: Out of office\n\nI am away.")
    (folder / ".3.eml.part").write_text(report)

    read_inbox(at=AT)

    letter.refresh_from_db()
    found = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert (letter.state, found) == ("bounced", [".3.eml.part", "done/1.eml", "unread/2.eml"])
