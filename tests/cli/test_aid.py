from __future__ import annotations

import json
from typing import TYPE_CHECKING

from click.testing import CliRunner

from balai.cli import main
from balai.engine.aid.iati import iati_bytes
from tests.engine.aid.samples import AT, EDITION, SERIES

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


def validated(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["aid", "validate", str(path), *options])


def test_a_sound_file_keeps_every_rule(tmp_path: Path) -> None:
    path = tmp_path / "smi.xml"
    path.write_bytes(iati_bytes([SERIES, EDITION], at=AT))

    answer = validated(path, "--on", "2018-09-01")

    assert (answer.exit_code, answer.output) == (0, "Keeps every rule.\n")


def test_a_faulty_one_is_told_with_line_place_rule_and_remedy(tmp_path: Path) -> None:
    path = tmp_path / "smi.xml"
    sound = iati_bytes([EDITION], at=AT)
    path.write_bytes(sound.replace(b'code="AF" percentage="11.12"', b'code="AF" percentage="11.11"'))

    told = validated(path, "--on", "2018-09-01")
    as_json = validated(path, "--on", "2018-09-01", "--json")

    line = 1 + sound[: sound.index(b'code="AF"')].count(b"\n")
    assert told.exit_code == as_json.exit_code == 1
    assert told.output.splitlines() == [
        "Errors: 1. Warnings: 0.",
        f"line {line}: error A12: activity XX-ORG-0001-SMI-2018 / recipient-country: “99.99”",
        "  Countries and regions add up to exactly 100. Split by the largest remainder, so that nothing is lost to rounding.",
    ]
    assert [fault["rule"] for fault in json.loads(as_json.output)] == ["A12"]


def test_a_file_that_is_not_there_is_a_problem_of_the_operator(tmp_path: Path) -> None:
    assert validated(tmp_path / "nothing.xml").exit_code == 2
