"""What browser and documents get from others is committed, licensed, used, and points nowhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import balai.ui

UI = Path(balai.ui.__path__[0])
SOURCE = UI.parent
ROOT = SOURCE.parent.parent
FONTS = SOURCE / "engine" / "documents" / "fonts"
VENDOR = UI / "static" / "ui" / "vendor"
DEBIANS = "fonts-noto-core 20201225-1"
SHEETS = sorted((UI / "static" / "ui").glob("*.css"))


def text_of_templates() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("templates/**/*.html"))


def test_every_package_is_pinned_exactly_and_comes_with_its_licence() -> None:
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    files = [file for home in (VENDOR, FONTS) for file in (home / "licences").iterdir()]
    licences = {file.read_text(encoding="utf-8").splitlines()[0] for file in files}

    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in pinned.values())
    assert licences == {f"{name} {version}" for name, version in pinned.items()} | {DEBIANS}
    assert not (ROOT / "package-lock.json").exists()  # it would name the hosts of a registry


def test_every_icon_is_used_and_every_used_icon_is_there() -> None:
    there = {path.stem for path in (UI / "templates" / "ui" / "icons").glob("*.svg")}
    tags = (UI / "templatetags" / "balai.py").read_text(encoding="utf-8")
    used = set(re.findall(r'{% icon "([a-z0-9-]+)" %}|ui/icons/([a-z0-9-]+)\.svg', text_of_templates()))
    shapes = set(re.findall(r'": \("([a-z0-9-]+)", _', tags))

    assert {name for pair in used for name in pair if name} | shapes == there


def test_flags_are_drawings_and_nothing_else() -> None:
    flags = {
        path.stem: path.read_text(encoding="utf-8") for path in (UI / "templates/ui/flags").glob("*.svg")
    }
    allowed = "svg|g|path|circle|ellipse|rect|polygon|polyline|line"

    assert len(flags) > 240
    assert {code for code in flags if not re.fullmatch("[A-Z]{2}", code)} == set()
    for code, drawing in flags.items():
        assert re.findall(rf"<(?!/|(?:{allowed})[ />])", drawing) == [], code
        assert re.findall(r"\s(?:id|style|href|on[a-z]+)=|\{", drawing) == [], code


def test_every_font_is_used_and_nothing_points_outside() -> None:
    sheets = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    addresses = re.findall(r'url\("([^"]+)"\)', sheets)

    assert {address for address in addresses if not (UI / "static" / "ui" / address).is_file()} == set()
    assert {path.name for path in VENDOR.glob("*.woff2")} == {
        address.removeprefix("vendor/") for address in addresses if address.endswith(".woff2")
    }
    for path in VENDOR.iterdir():
        if path.is_file():
            assert b"sourceMappingURL" not in path.read_bytes()


def test_templates_have_nothing_inline() -> None:
    """A block of JSON is data, which no browser runs and the content policy does not forbid."""
    text = re.sub(r"<script [^>]*type=\"application/json\">", "", text_of_templates())

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", text) == []


def test_sheets_depend_on_no_side() -> None:
    rules = {
        path.name: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in SHEETS
    }
    side = r"(?<![-\w])(?:(?:margin|padding|border)-)?(?:left|right)\s*:|text-align:\s*(?:left|right)"

    assert {name: re.findall(side, text) for name, text in rules.items()} == {name: [] for name in rules}
