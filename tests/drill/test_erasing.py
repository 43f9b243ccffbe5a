"""Somebody who was erased stays erased when a backup of before is restored: the drill, with real homes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from balai import config
from balai.database.backup import read_backup, write_backup
from balai.database.cluster import Cluster

if TYPE_CHECKING:
    from pathlib import Path

BEGIN = """
import datetime as dt, json, django
django.setup()
from balai.kernel import files
from balai.kernel.crypto import UnreadableError
from balai.kernel.restricted import look, put
from balai.kernel.uploads import DOCUMENTS
from balai.nominations.models import Document, Profile
from balai.nominations.models.sections import SEALED_COLUMNS
from balai.people.enums import RightKind
from balai.people.models import Person, RightsRequest
from balai.people.services.copying import ARCHIVE, make_copy, ask_for_copy, fetch_copy
from balai.people.services.erasing import erase_person, finish_erasures
from balai.people.services.rights import ask_for_right
AT = dt.datetime(2026, 11, 2, 8, tzinfo=dt.UTC)

def opens(deed):
    try:
        return deed()
    except UnreadableError as error:
        return error.refusal.code
"""
RECORD = """
from balai.kernel.crypto import make_keys
make_keys()
person = Person.objects.create(name="Karma Choden", email="karma@example.bt")
request = ask_for_right(person=person, kind=RightKind.ACCESS, wish="What do you have?", at=AT)
copy = ask_for_copy(person=person, at=AT)
make_copy(copy_id=copy.pk, at=AT)
profile = Profile(person=person)
for column in SEALED_COLUMNS:
    put(profile, column, {"said": f"her {column}"})
profile.save()
kept = files.keep(b"%PDF-1.7 of her passport %%EOF", name="passport.pdf", owner=person, accept=DOCUMENTS)
Document.objects.create(
    person=person, kind="passport", file=kept.id, name=kept.name, media_type=kept.media_type, size=kept.size,
    scan="none", kept_at=AT, kept_by="system",
)
print(json.dumps({"person": str(person.pk)}))
"""
ERASE = """
erase_person(person=Person.objects.get(), actor=None, at=AT)
print("{}")
"""
LOOK = """
from balai.people.models import PersonCopy
def tell():
    person = Person.objects.get()
    request = RightsRequest.objects.select_related("person").get()
    copy = PersonCopy.objects.select_related("person").first()
    profile = Profile.objects.select_related("person").get()
    document = Document.objects.select_related("person").get()
    return {
        "name": person.name,
        "wish": opens(lambda: look(request, "wish", actor="system", purpose="rights_request", at=AT)),
        **{
            column: opens(lambda: look(profile, column, actor="system", purpose="rights_request", at=AT))
            for column in SEALED_COLUMNS
        },
        "document": opens(
            lambda: files.read(
                document.kept, owner=document.person, what="document.passport", actor="system",
                purpose="rights_request", at=AT,
            ).decode()
        ) if document.kept else "gone",
        "copy": opens(lambda: len(fetch_copy(copy=copy, at=AT)) > 0) if copy else "gone",
    }
before = tell()
again = finish_erasures(at=AT)
print(json.dumps({"before": before, "again": again, "after": tell()}))
"""


def run(home: Path, script: str) -> Any:
    """Python of the product in a home whose database runs."""
    answer = subprocess.run(
        [sys.executable, "-c", BEGIN + script],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"BALAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "balai.settings"},
    )
    assert answer.returncode == 0, answer.stderr[-2000:]
    return json.loads(answer.stdout.splitlines()[-1])


@pytest.mark.slow
def test_a_backup_of_before_does_not_bring_an_erased_person_back(furnished: Path, tmp_path: Path) -> None:
    if config.current().database_url:
        pytest.skip("the drill makes databases of its own")
    other = tmp_path / "other"
    other.mkdir(mode=0o700)
    if (furnished / "demo.json").exists():
        (other / "demo.json").write_text("{}")
    first, second = Cluster(furnished, settings={"fsync": "off"}), Cluster(other, settings={"fsync": "off"})
    at = datetime(2026, 11, 2, 9, tzinfo=UTC)
    first.start()
    try:
        run(furnished, RECORD)
        readable = run(furnished, LOOK)
        backup = write_backup(config.read({"BALAI_HOME": str(furnished)}), tmp_path, at=at)
        run(furnished, ERASE)
    finally:
        first.stop()

    (other / "secrets").mkdir(mode=0o700, exist_ok=True)
    shutil.copy(furnished / "secrets" / "keys.json", other / "secrets" / "keys.json")
    read_backup(config.read({"BALAI_HOME": str(other)}), backup)
    second.start()
    try:
        told = run(other, LOOK)
    finally:
        second.stop()
        second.destroy()

    columns = ("passport", "needs", "faith", "health")
    assert readable["before"] == {
        "name": "Karma Choden",
        "wish": "What do you have?",
        **{column: {"said": f"her {column}"} for column in columns},
        "document": "%PDF-1.7 of her passport %%EOF",
        "copy": True,
    }
    assert told["before"] == {
        "name": "Karma Choden",
        "wish": "restricted.destroyed",
        **dict.fromkeys(columns, "restricted.destroyed"),
        "document": "restricted.destroyed",
        "copy": "restricted.destroyed",
    }
    assert (told["again"], told["after"]) == (
        1,
        {
            "name": "[erased]",
            "wish": "restricted.destroyed",
            **dict.fromkeys(columns),
            "document": "gone",
            "copy": "gone",
        },
    )
