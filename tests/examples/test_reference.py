"""What is published about bundles is what is read: run `make schema` where this fails."""

from __future__ import annotations

import re

from tools.bundle import REFERENCE, published

from balai.engine.bundle.rules import RULES
from balai.kernel.bundle.registry import layout


def test_the_reference_and_the_schema_are_those_of_the_product() -> None:
    written = {path.name: path.read_text(encoding="utf-8") == text for path, text in published().items()}

    assert written == {"bundle.md": True, "bundle.schema.json": True}


def test_the_reference_names_every_file_and_every_rule() -> None:
    page = (REFERENCE / "bundle.md").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| \[`([^`]+)`\]", page, re.MULTILINE)) == {one.file for one in layout()}
    rules = page[page.index("## Rules") : page.index("## Limits")]
    assert re.findall(r"^\| `([a-z_.]+)` \|", rules, re.MULTILINE) == list(RULES)


def test_every_field_of_the_reference_says_what_it_can_be() -> None:
    page = (REFERENCE / "bundle.md").read_text(encoding="utf-8")

    assert [line for line in page.splitlines() if "such as ``" in line] == []
