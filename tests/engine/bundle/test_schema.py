"""The schema says the same as the reading: what it takes is read, what it refuses is refused."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from balai.engine.bundle.schema import bundle_schema
from tests.engine.bundle.sample import BUNDLE, LAYOUT, checked, folder, found

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SCHEMA = bundle_schema(LAYOUT)


class Yaml12(yaml.SafeLoader):
    """Reads as YAML 1.2 does, and as editors do: dates stay texts."""


Yaml12.yaml_implicit_resolvers = {
    letter: [(tag, regex) for tag, regex in found if tag != "tag:yaml.org,2002:timestamp"]
    for letter, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def as_json(files: Mapping[str, str]) -> dict[str, Any]:
    """A bundle as the object that the schema describes."""
    return {
        name: list(csv.DictReader(io.StringIO(text)))
        if name.endswith(".csv")
        else yaml.load(text, Loader=Yaml12)  # noqa: S506 -- a safe loader with fewer types
        for name, text in files.items()
    }


def complaints(files: Mapping[str, str]) -> list[str]:
    errors = Draft202012Validator(SCHEMA).iter_errors(as_json(files))
    return sorted("/".join(str(part) for part in error.absolute_path) for error in errors)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_a_sound_bundle_keeps_it() -> None:
    assert complaints(BUNDLE) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("bundle.yaml", "balai-bundle/1", "balai-bundle/2", "bundle.yaml/format"),
        ("directory/sites.yaml", "code: bblm", "code: b b", "directory/sites.yaml/0/code"),
        ("directory/sites.yaml", "-6.88", "-96.88", "directory/sites.yaml/0/latitude"),
        ("directory/sites.yaml", "day: mon", "day: sun", "directory/sites.yaml/0/opening/0/day"),
        ("directory/sites.yaml", "'08:00'", "'8 h'", "directory/sites.yaml/0/opening/0/from"),
        ("directory/sites.yaml", "organisation: BBLM", "organization: BBLM", "directory/sites.yaml/0"),
        ("directory/sites.yaml", "    en: Centre", "    English: Centre", "directory/sites.yaml/0/name"),
        (
            "editions/SMI-2018/edition.yaml",
            "places: 20",
            "places: twenty",
            "editions/SMI-2018/edition.yaml/places",
        ),
        (
            "directory/organisations.csv",
            "MOI,Ministry",
            "M O I,Ministry",
            "directory/organisations.csv/0/code",
        ),
        ("directory/organisations.csv", ",ID,host", ",XX,host", "directory/organisations.csv/0/country"),
        ("directory/organisations.csv", "email\n", "e-mail\n", "directory/organisations.csv/0"),
        (
            "editions/SMI-2018/activities.csv",
            ",240,",
            ",many,",
            "editions/SMI-2018/activities.csv/0/minutes",
        ),
    ],
)
def test_what_breaks_it_is_refused_by_the_reading_too(
    tmp_path: Path, file: str, old: str, new: str, place: str
) -> None:
    assert old in BUNDLE[file]
    files = BUNDLE | {file: BUNDLE[file].replace(old, new)}

    assert place in complaints(files)
    assert found(checked(folder(tmp_path, files))) != []


def test_files_of_other_names_are_not_in_it() -> None:
    assert complaints(BUNDLE | {"sites.yaml": "[]"}) == [""]


def test_each_section_can_be_checked_alone() -> None:
    alone = {"$ref": "#/$defs/sites", "$defs": SCHEMA["$defs"]}
    sites = as_json(BUNDLE)["directory/sites.yaml"]

    assert list(Draft202012Validator(alone).iter_errors(sites)) == []
    assert [error.validator for error in Draft202012Validator(alone).iter_errors({})] == ["type"]
