"""Copy the fonts of documents into the package, with licences and coverage: `make assets`.

The sources are the pinned packages of package.json. Adobe's files are taken as they are: their licence keeps
the name "Source" for unchanged files. Noto's web files are unpacked from WOFF2, with nothing left out; each
holds its whole script. What this writes is committed, so that nobody else needs Node or a network.
"""

from __future__ import annotations

import json
import shutil
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
PACKAGES = ROOT / "node_modules"
FONTS = ROOT / "src" / "balai" / "engine" / "documents" / "fonts"
WHOLE = {
    "source-sans": ("SourceSans3-Regular", "SourceSans3-Semibold"),
    "source-serif": ("SourceSerif4-Semibold",),
}
SCRIPTS = {
    "noto-sans-arabic": "arabic",
    "noto-sans-bengali": "bengali",
    "noto-sans-devanagari": "devanagari",
    "noto-sans-khmer": "khmer",
    "noto-sans-lao": "lao",
    "noto-sans-myanmar": "myanmar",
    "noto-sans-sinhala": "sinhala",
    "noto-sans-tamil": "tamil",
    "noto-sans-thaana": "thaana",
    "noto-sans-thai": "thai",
    "noto-serif-tibetan": "tibetan",
}
WEIGHTS = (400, 600)


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
    for family, script in SCRIPTS.items():
        folder = PACKAGES / "@fontsource" / family
        for weight in WEIGHTS:
            font = TTFont(
                folder / "files" / f"{family}-{script}-{weight}-normal.woff2", recalcTimestamp=False
            )
            font.flavor = None
            font.save(FONTS / f"{family}-{weight}.ttf", reorderTables=False)
        _keep_licence(family, folder / "LICENSE", f"@fontsource/{family} {pinned[f'@fontsource/{family}']}")
    covered = {number for file in FONTS.glob("*.[ot]tf") for number in TTFont(file).getBestCmap()}
    lines = [f"{first:04X}-{last:04X}\n" for first, last in ranges(covered)]
    (FONTS / "coverage.txt").write_text("".join(lines), encoding="ascii")
    size = sum(file.stat().st_size for file in FONTS.iterdir() if file.is_file())
    print(f"{len(covered)} characters, {size / 1e6:.1f} MB")


def _keep_licence(name: str, licence: Path, source: str) -> None:
    text = licence.read_text(encoding="utf-8").replace("\r\n", "\n").strip()
    (FONTS / "licences" / f"{name}.txt").write_text(f"{source}\n\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
