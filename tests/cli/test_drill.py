"""The drill as people start it: in a home of its own, or left in the demonstration's; nowhere else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from balai import config
from balai.cli import main
from balai.cli.demo import CLONE, forget, require_mark
from tests.cli.programs import run, surroundings
from tests.installation import furnish

if TYPE_CHECKING:
    from pathlib import Path


def test_a_home_that_is_no_demonstrations_is_refused_and_so_are_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    home = config.demo_home(CLONE, {"XDG_DATA_HOME": str(tmp_path)})
    (home / "secrets").mkdir(parents=True)

    kept = CliRunner().invoke(main, ["drill", "--keep"])
    many = CliRunner().invoke(main, ["drill", "--seed", "500", "--seeds", "2"])

    assert (kept.exit_code, many.exit_code) == (2, 2)
    assert "is not the home of a demonstration" in kept.output
    assert "There are 500 programmes" in many.output


@pytest.mark.slow
def test_a_programme_is_left_in_the_demonstration_once(
    tmp_path: Path, request: pytest.FixtureRequest, django_db_setup: None
) -> None:
    environment = surroundings() | {"XDG_DATA_HOME": str(tmp_path)}
    home = config.demo_home(CLONE, environment)
    require_mark(home)
    furnish(home, request.config)
    try:
        first = run("drill", "--seed=3", "--until=nominations", "--keep", "--json", environment=environment)
        again = run("drill", "--seed=3", "--until=nominations", "--keep", environment=environment)
    finally:
        forget(home)

    assert first.returncode == 0, first.stderr
    report = json.loads(first.stdout)
    assert (report["seeds"], report["broken"], report["pages_read"]) == ([3], [], 4)
    assert [one["code"] for one in report["events"] if one["missing"]] == []
    assert again.returncode == 2
    assert "The demonstration has drill-3 already." in again.stderr
