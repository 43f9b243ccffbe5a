"""What the standard's own files think of ours: the schema and lists in the source archive of pyIATI 0.4.1."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

import pytest
from lxml import etree
from tools.aidlists import rows_of

from balai.engine.aid.check import faults_of
from balai.engine.aid.codes import list_rows
from balai.engine.aid.iati import iati_bytes
from tests.engine.aid.samples import AT, EDITION, ON, SERIES

if TYPE_CHECKING:
    from pathlib import Path

SHA256 = "b6f8f0d596746bd774ed3e84cdad50dfa7dd501ac70e6399f2bb0244bfd5b0ef"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive, unpacked and never installed; where no package index answers, these tests are left out."""
    folder = tmp_path_factory.mktemp("pyiati")
    fetch = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", ":all:", "-q"]
    try:
        done = subprocess.run(
            [*fetch, "-d", str(folder), "pyIATI==0.4.1"], check=False, capture_output=True, timeout=240
        )
    except subprocess.TimeoutExpired:
        pytest.skip("pyIATI 0.4.1 could not be fetched in four minutes")
    found = sorted(folder.glob("*.tar.gz"))
    if done.returncode or not found:
        pytest.skip(f"pyIATI 0.4.1 cannot be fetched: {done.stderr.decode()[-200:]}")
    assert hashlib.sha256(found[0].read_bytes()).hexdigest() == SHA256
    with tarfile.open(found[0]) as opened:
        opened.extractall(folder, filter="data")
    return folder / "pyIATI-0.4.1"


def test_the_official_schema_accepts_what_we_write_and_refuses_another_order(archive: Path) -> None:
    schema = etree.XMLSchema(
        etree.parse(archive / "iati/resources/standard/2-03/schemas/iati-activities-schema.xsd")
    )
    written = iati_bytes([SERIES, EDITION], at=AT)

    assert schema.validate(etree.fromstring(written)), schema.error_log
    swapped = written.replace(b'<activity-status code="4" />', b"").replace(
        b'<activity-scope code="3" />', b'<activity-scope code="3" /><activity-status code="4" />'
    )
    assert not schema.validate(etree.fromstring(swapped))


def test_the_pinned_lists_are_the_published_ones(archive: Path) -> None:
    pinned = [(row["list"], row["code"], row["name"]) for row in list_rows("iati-2018-08.csv")]

    assert pinned == rows_of(archive)
    assert {(row["list"], row["code"]) for row in list_rows("later.csv")} & {
        (name, code) for name, code, _ in pinned
    } == set()


def test_every_example_of_the_standard_is_judged_without_stumbling(archive: Path) -> None:
    examples = sorted((archive / "iati/resources/test_data/2-03/ssot-activity-xml-pass").rglob("*.xml"))

    for example in examples:
        faults = faults_of(example.read_bytes(), on=ON)
        assert not {fault.rule for fault in faults} & {"A1", "A4"}, example.name
    assert len(examples) > 100
