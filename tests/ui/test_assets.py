"""What browser and documents get from others is committed, licensed, used, and points nowhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

import balai.ui
from tools import cores

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


def points_of(ranges: str) -> set[int]:
    """The letters that a ``unicode-range`` names."""
    points: set[int] = set()
    for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
        points |= set(range(int(first, 16), int(last or first, 16) + 1))
    return points


def test_sheet_asks_for_the_core_of_a_font_exactly_where_the_core_has_letters() -> None:
    """Else the first page of a visit would load a font twice as large as it needs, or show boxes."""
    base = (UI / "static" / "ui" / "base.css").read_text(encoding="utf-8")
    faces = dict(re.findall(r'url\("vendor/([^"]+)\.woff2"\).*?unicode-range: ([^;]+);', base))

    for core, family in (("balai-sans", "source-sans-3"), ("balai-serif", "source-serif-4")):
        others = [points_of(ranges) for name, ranges in faces.items() if name.startswith(family)]
        assert points_of(faces[core]) == cores.points()
        assert len(others) == 2
        assert cores.points() & set().union(*others) == set()


@pytest.mark.parametrize(("name", "family"), [("balai-sans", "Balai Sans"), ("balai-serif", "Balai Serif")])
def test_core_has_every_letter_and_bears_our_name_and_their_copyright(name: str, family: str) -> None:
    with TTFont(VENDOR / f"{name}.woff2") as font:
        letters = set(font.getBestCmap())
        names = {entry.nameID: entry.toUnicode() for entry in font["name"].names}

    assert letters == cores.points()
    assert "Reserved Font Name" in names.pop(0)
    assert names[1] == family
    assert [text for text in names.values() if "Source" in text and "ADBO" not in text] == []


def test_templates_have_nothing_inline() -> None:
    """A block of JSON is data, which no browser runs and the content policy does not forbid."""
    text = re.sub(r"{%.*?%}", "", text_of_templates())
    text = re.sub(r"<script [^>]*type=\"application/(?:ld\+)?json\">", "", text)

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|hx-on|<script(?![^>]*\ssrc=)", text) == []


def test_sheets_depend_on_no_side() -> None:
    rules = {
        path.name: re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in SHEETS
    }
    side = r"(?<![-\w])(?:(?:margin|padding|border)-)?(?:left|right)\s*:|text-align:\s*(?:left|right)"

    assert {name: re.findall(side, text) for name, text in rules.items()} == {name: [] for name in rules}
