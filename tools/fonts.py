"""Copy the fonts of documents into the package, with licences and coverage: `make assets`.

Taken are the families whose text comes out of a PDF as it went in (docs/decisions/0022): from the pinned
packages of package.json, and two of Debian's `fonts-noto-core`, which keep a letter and its dots together.
Adobe's files are copied as they are, because their licence keeps the name "Source" for unchanged files; web
files are unpacked from WOFF2, each with its whole script. What this writes is committed, so that nobody else
needs Node, Debian or a network.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from itertools import pairwise
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "node_modules"
DEBIAN = Path("/usr/share/fonts/truetype/noto")
DEBIAN_VERSION = "fonts-noto-core 20201225-1"
FONTS = ROOT / "src" / "balai" / "engine" / "documents" / "fonts"
WHOLE = {
    "source-sans": ("SourceSans3-Regular", "SourceSans3-Semibold"),
    "source-serif": ("SourceSerif4-Semibold",),
}
WEB = {  # the package's family: its script, and the weights taken
    "battambang": ("khmer", 400, 700),
    "noto-sans-devanagari": ("devanagari", 400, 600),
    "noto-sans-lao": ("lao", 400, 600),
    "noto-sans-myanmar": ("myanmar", 400, 600),
    "noto-sans-sinhala": ("sinhala", 400, 600),
    "noto-sans-tamil": ("tamil", 400, 600),
    "noto-sans-thaana": ("thaana", 400, 600),
    "noto-serif-thai": ("thai", 400, 600),
    "noto-serif-tibetan": ("tibetan", 400, 600),
    "phetsarath": ("lao", 400, 700),
}
LICENCE_OF_NOTO = PACKAGES / "@fontsource" / "noto-sans-lao" / "LICENSE"  # the same words for every Noto
NOTO = {  # the version that the tests of extraction were made with; the features left out
    "NotoNaskhArabic": ("2.004", {"liga"}),  # the one glyph for Allah is read backwards, in every Abdullah
    "NotoSansBengali": ("2.001", set()),
}


def ranges(numbers: set[int]) -> list[tuple[int, int]]:
    """The numbers as unbroken ranges, in order."""
    ordered = sorted(numbers)
    gaps = [(a, b) for a, b in pairwise(ordered) if b != a + 1]
    return list(zip([ordered[0], *(b for _, b in gaps)], [*(a for a, _ in gaps), ordered[-1]], strict=True))


def main() -> None:
    if FONTS.exists():
        shutil.rmtree(FONTS)
    (FONTS / "licences").mkdir(parents=True)
    pinned = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    for package, names in WHOLE.items():
        for name in names:
            shutil.copyfile(PACKAGES / package / "OTF" / f"{name}.otf", FONTS / f"{name}.otf")
        _keep_licence(package, PACKAGES / package / "LICENSE.md", f"{package} {pinned[package]}")
    for family, (script, *weights) in WEB.items():
        folder = PACKAGES / "@fontsource" / family
        for weight in weights:
            font = TTFont(
                folder / "files" / f"{family}-{script}-{weight}-normal.woff2", recalcTimestamp=False
            )
            font.flavor = None
            font.save(FONTS / f"{family}-{weight}.ttf", reorderTables=False)
        _keep_licence(family, folder / "LICENSE", f"@fontsource/{family} {pinned[f'@fontsource/{family}']}")
    for family, (version, left_out) in NOTO.items():
        for style in ("Regular", "Bold"):
            _unhinted(DEBIAN / f"{family}-{style}.ttf", version, left_out)
        holder = TTFont(FONTS / f"{family}-Regular.ttf")["name"].getDebugName(0)
        words = LICENCE_OF_NOTO.read_text(encoding="utf-8").split("\n", 1)[1]
        _write_licence(family, f"{holder}\n{words}", DEBIAN_VERSION)
    covered = _covered()
    lines = [f"{first:04X}-{last:04X}\n" for first, last in ranges(covered)]
    (FONTS / "coverage.txt").write_text("".join(lines), encoding="ascii")
    size = sum(file.stat().st_size for file in FONTS.iterdir() if file.is_file())
    print(f"{len(covered)} characters, {size / 1e6:.1f} MB")


def _covered() -> set[int]:
    """What every weight of a family has; the titles' serif is left out, because it falls back to the sans."""
    by_family: dict[str, list[set[int]]] = {}
    for file in FONTS.glob("*tf"):
        by_family.setdefault(re.split("-(?=[^-]*$)", file.stem)[0], []).append(
            set(TTFont(file).getBestCmap())
        )
    del by_family["SourceSerif4"]
    everything = {number for weights in by_family.values() for number in set.intersection(*weights)}
    return {
        number for number in everything if unicodedata.category(chr(number)) not in {"Cc", "Cf", "Co", "Cn"}
    }


def _unhinted(file: Path, version: str, left_out: set[str]) -> None:
    """Every glyph, without hints for screens, which no PDF needs, and without some features."""
    font = TTFont(file, recalcTimestamp=False)
    found = font["name"].getDebugName(5)
    if not found.startswith((version, f"Version {version}")):
        raise SystemExit(f"{file.name} is {found}, not {version}: look at what the tests of extraction say")
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    options = Options(hinting=False, name_IDs=["*"], notdef_outline=True, glyph_names=False)
    options.layout_features = sorted(
        (features | {"mark", "mkmk", "kern", "curs", "abvm", "blwm", "dist"}) - left_out
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.save(FONTS / file.name, reorderTables=False)


def _keep_licence(name: str, licence: Path, source: str) -> None:
    _write_licence(name, licence.read_text(encoding="utf-8"), source)


def _write_licence(name: str, text: str, source: str) -> None:
    text = text.replace("\r\n", "\n").strip()
    (FONTS / "licences" / f"{name}.txt").write_text(f"{source}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
