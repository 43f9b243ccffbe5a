"""`balai programme` as an operator uses it, on a home with a database of its own process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

from tests.cli.programs import run, surroundings
from tests.engine.bundle.sample import folder

if TYPE_CHECKING:
    from pathlib import Path

BUNDLE = {
    "bundle.yaml": "format: balai-bundle/1\n",
    "series.yaml": "- code: ISL\n  title:\n    en: Island days\n",
    "editions/ISL-1/edition.yaml": "series: ISL\ntitle:\n  en: Island days 1\ncountry: CV\n",
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A demonstration's home, so that the commands run as any user."""
    place = tmp_path / "the home"
    (place / "secrets").mkdir(parents=True, mode=0o700)
    place.chmod(0o700)
    (place / "demo.json").write_text("{}", encoding="ascii")
    (place / "secrets" / "django.key").write_text("not guessed", encoding="ascii")
    return place


def balai(home: Path, *arguments: str) -> tuple[int, str, str]:
    done = run("programme", *arguments, environment=surroundings(home=str(home)) | {"COLUMNS": "160"})
    return done.returncode, done.stdout, done.stderr


def test_the_schema_needs_no_database(home: Path, tmp_path: Path) -> None:
    code, text, _errors = balai(home, "schema")
    to_file = balai(home, "schema", "--output", str(tmp_path / "schema.json"))
    nowhere = balai(home, "schema", "--output", str(tmp_path / "no" / "schema.json"))

    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    assert code == 0
    assert schema["properties"]["directory/sites.yaml"] == {"$ref": "#/$defs/sites"}
    assert to_file[:2] == (0, "")
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == schema
    assert nowhere[0] == 2
    assert "Name a place that you may write to." in nowhere[2]


@pytest.mark.slow  # starts a database of its own
def test_a_bundle_is_checked_taken_in_and_given_out(home: Path, tmp_path: Path) -> None:
    bundle = folder(tmp_path / "bundle", BUNDLE)
    wrong = folder(tmp_path / "wrong", BUNDLE | {"series.yaml": "- code: I S L\n  titel: x\n"})

    code, told, _errors = balai(home, "import", str(wrong))
    checked = balai(home, "import", str(bundle), "--check", "--json")
    taken = balai(home, "import", str(bundle))
    given = balai(home, "export", "ISL", str(tmp_path / "copy"))
    twice = balai(home, "export", "ISL", str(tmp_path / "copy"))
    zipped = balai(home, "export", "ISL-1", str(tmp_path / "copy.zip"))
    again = balai(home, "import", str(tmp_path / "copy.zip"), "--json")
    as_json = balai(home, "import", str(wrong), "--json")

    assert code == 2
    assert "series.yaml:1:9" in told
    assert "“I S L” is not a code." in told
    assert "Nothing was changed." in told
    problems = [(one["file"], one["line"], one["rule"]) for one in json.loads(as_json[1])["problems"]]
    assert (as_json[0], problems) == (
        2,
        [
            ("series.yaml", 1, "field.missing"),
            ("series.yaml", 1, "value.code"),
            ("series.yaml", 2, "field.unknown"),
        ],
    )
    assert (checked[0], json.loads(checked[1])) == (
        0,
        {"counts": {"series": {"new": 1}, "editions": {"new": 1}}},
    )
    assert (taken[0], taken[1].splitlines()[-1]) == (0, "2 records are in.")
    assert given[0] == zipped[0] == 0
    assert {
        path.relative_to(tmp_path / "copy").as_posix(): path.read_text(encoding="utf-8")
        for path in (tmp_path / "copy").rglob("*.yaml")
    } == BUNDLE
    assert twice[0] == 2
    assert "is there already" in twice[2]
    assert (again[0], json.loads(again[1])) == (
        0,
        {"counts": {"series": {"same": 1}, "editions": {"same": 1}}},
    )
