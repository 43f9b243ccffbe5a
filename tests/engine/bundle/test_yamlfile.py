from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import yaml

from balai.engine.bundle import yamlfile
from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.node import Listing, Scalar, Table
from balai.engine.bundle.problem import Place, Report
from balai.engine.bundle.yamlfile import read_yaml
from tests.engine.bundle.sample import found

if TYPE_CHECKING:
    from pathlib import Path

    from balai.engine.bundle.limits import Limits
    from balai.engine.bundle.node import Node


@pytest.fixture(params=["CSafeLoader", "SafeLoader"], autouse=True)
def _both_parsers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The fast parser and the one that is always there answer alike."""
    if not hasattr(yaml, request.param):  # pragma: no cover -- a machine without libyaml
        pytest.skip("PyYAML was built without libyaml here")
    monkeypatch.setattr(yamlfile, "LOADER", getattr(yaml, request.param))


def read(
    path: Path, text: str | bytes, limits: Limits = LIMITS
) -> tuple[Node | None, list[tuple[str, str, str]]]:
    file = path / "a.yaml"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    report = Report()
    return read_yaml(file, "a.yaml", report, limits), found(report)


def test_values_stay_texts_with_their_places(tmp_path: Path) -> None:
    node, problems = read(tmp_path, "country: NO\nversion: 1.10\nlist:\n  - ''\n  -\n")

    place = Place("a.yaml", 1, 10, "country")
    assert problems == []
    assert node == Table(
        {
            "country": Scalar("NO", place),
            "version": Scalar("1.10", Place("a.yaml", 2, 10, "version")),
            "list": Listing(
                (
                    Scalar("", Place("a.yaml", 4, 5, "list[1]"), is_quoted=True),
                    Scalar("", node.values["list"].items[1].place),  # type: ignore[union-attr]
                ),
                Place("a.yaml", 4, 3, "list"),
            ),
        },
        Place("a.yaml", 1, 1),
        {
            "country": Place("a.yaml", 1, 1, "country"),
            "version": Place("a.yaml", 2, 1, "version"),
            "list": Place("a.yaml", 3, 1, "list"),
        },
    )


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("a: &x 1\nb: *x\n", [("a.yaml:1:4", "yaml.alias", "&x"), ("a.yaml:2:4", "yaml.alias", "*x")]),
        ("a: &x {b: 1}\n<<: *x\n", [
            ("a.yaml:1:4", "yaml.alias", "&x"),
            ("a.yaml:2:1", "yaml.key", "<<"),
            ("a.yaml:2:5", "yaml.alias", "*x"),
        ]),
        ("a: !!python/object/apply:os.system ['true']\n", [
            ("a.yaml:1:4", "yaml.tag", "tag:yaml.org,2002:python/object/apply:os.system")
        ]),
        ("a: !!binary aGk=\n", [("a.yaml:1:4", "yaml.tag", "tag:yaml.org,2002:binary")]),
        ("a: ! x\n", [("a.yaml:1:4", "yaml.tag", "!")]),
        ("a: 1\n---\nb: 2\n", [("a.yaml:2:1", "yaml.documents", "")]),
        ("a: 1\nb: 2\na: 3\n", [("a.yaml:3:1", "yaml.duplicate", "a")]),
        ("[a, b]: 1\n", [("a.yaml:1:1", "yaml.key", "[…]")]),
        ("? {a: b}\n: 1\n", [("a.yaml:1:3", "yaml.key", "{…}")]),
        ("'': 1\n", [("a.yaml:1:1", "yaml.key", "")]),
        ("a: 1\n  b: 2\n", [("a.yaml:2:4", "yaml.syntax", "")]),
        ("a: 'open\n", [("a.yaml:2:1", "yaml.syntax", "")]),
        ("a: \x07\n", [("a.yaml:1:4", "file.character", "U+0007")]),
        ("a: b\ufeffc\n", [("a.yaml:1:5", "file.character", "U+FEFF")]),
    ],
)  # fmt: skip
def test_what_no_person_writes_is_refused(
    tmp_path: Path, text: str, problems: list[tuple[str, str, str]]
) -> None:
    assert read(tmp_path, text) == (None, problems)


def test_only_utf_8_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, "a: é\nb: ü\n".encode("latin-1")) == (
        None,
        [("a.yaml:1:0", "file.encoding", "0xE9")],
    )
    assert read(tmp_path, "a: é\n".encode("utf-16")) == (None, [("a.yaml:1:1", "file.encoding", "UTF-16")])
    assert read(tmp_path, b"\xef\xbb\xbfa: 1\n")[1] == []


def test_billion_laughs_stay_short(tmp_path: Path) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for one, before in zip("bcdefghi", "abcdefgh", strict=True):
        lines.append(f"{one}: &{one} [{', '.join(['*' + before] * 9)}]")

    node, problems = read(tmp_path, "\n".join(lines))

    assert node is None
    assert {rule for _place, rule, _value in problems} == {"yaml.alias"}
    assert len(problems) == 9 + 8 * 9


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, "? " * 50_000])
def test_deep_nesting_ends_early(tmp_path: Path, text: str) -> None:
    begin = time.perf_counter()
    node, problems = read(tmp_path, text)

    assert node is None
    assert [rule for _place, rule, _value in problems] in (["yaml.depth"], ["yaml.syntax"])
    assert time.perf_counter() - begin < 5


def test_size_and_number_of_values_are_bounded(tmp_path: Path) -> None:
    few = replace(LIMITS, yaml_bytes=1_000, yaml_nodes=50)

    assert read(tmp_path, "a: " + "x" * 1_000, few) == (None, [("a.yaml", "file.size", "")])
    assert read(tmp_path, "- x\n" * 60, few) == (None, [("a.yaml:50:3", "yaml.nodes", "")])


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    for text in ("", "\n", "# only a remark\n", "---\n", "null\n", "~\n"):
        node, problems = read(tmp_path, text)
        assert isinstance(node, Scalar)
        assert (node.is_nothing, problems) == (True, [])
