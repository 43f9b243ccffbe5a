"""Cut a core out of each font of the pages, for a first visit: part of `make assets`.

A core has the letters of English, Indonesian and western names, typographic quotes and dashes, and kerning.
What it lacks comes from the published files, which the sheets name after it. Its name is ours:
Adobe's licence keeps the name "Source" for unchanged files. Decision 0204 says why.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "src" / "balai" / "ui" / "static" / "ui" / "vendor"
CORES = {
    "balai-sans": ("source-sans-3-latin-wght-normal", "Balai Sans", {"wght": (400, 700)}),
    "balai-serif": ("source-serif-4-latin-600-normal", "Balai Serif", {}),
}
"""For each file of ours: which it is cut from, its name, and what is kept of its axes."""
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0xA0),
    (0xA7, 0xA7),
    (0xA9, 0xA9),
    (0xAB, 0xAB),
    (0xB0, 0xB0),
    (0xB7, 0xB7),
    (0xBB, 0xBB),
    (0xBD, 0xBD),
    (0xC0, 0xFF),
    (0x2013, 0x2014),
    (0x2018, 0x2019),
    (0x201C, 0x201D),
    (0x2026, 0x2026),
    (0x2212, 0x2212),
)
"""The letters of a core; base.css says the same, and tests/ui/test_assets.py compares them."""
NAMED = {1, 4, 16}
POSTSCRIPT = 6
KEPT = {0, 2, 5, *NAMED, POSTSCRIPT}
"""Entries of a font's table of names: copyright, style and version as they were, the names ours."""


def points() -> set[int]:
    """Every letter of a core."""
    return {point for first, last in RANGES for point in range(first, last + 1)}


def core_of(font: TTFont, name: str, axes: Mapping[str, tuple[float, float]]) -> TTFont:
    """Cut a font down, in place, and give it our name."""
    options = Options(layout_features=["kern"], hinting=False, name_IDs=sorted(KEPT), notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=points())
    subsetter.subset(font)
    if axes:
        font = instantiateVariableFont(font, axes, inplace=True)
    for entry in font["name"].names:
        if entry.nameID in NAMED:
            entry.string = name
        elif entry.nameID == POSTSCRIPT:
            entry.string = name.replace(" ", "")
    font.flavor = "woff2"
    return font


def main() -> int:
    """Write both cores."""
    for target, (source, name, axes) in CORES.items():
        with TTFont(VENDOR / f"{source}.woff2", recalcTimestamp=False) as font:
            core_of(font, name, axes).save(VENDOR / f"{target}.woff2")
        print(f"{target}: {(VENDOR / f'{target}.woff2').stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
