"""Turn the covers into pictures for those who share a page: part of `make assets`.

Services that show a card for a shared link read no SVG. Each drawing in ``templates/ui/covers/`` becomes a
PNG of the size they ask for in ``static/ui/covers/``. Chromium draws them, the one the browser tests use.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "balai" / "ui" / "templates" / "ui" / "covers"
TARGET = ROOT / "src" / "balai" / "ui" / "static" / "ui" / "covers"
CHROMIUM = Path("/usr/bin/chromium")
SIZE = (1200, 630)
COLOURS = 48


def main() -> int:
    """Draw every cover anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    for old in TARGET.iterdir():
        old.unlink()
    with sync_playwright() as program:
        browser = program.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
        for path in sorted(SOURCE.glob("*.svg")):
            drawing = path.read_text(encoding="utf-8").replace("<svg ", '<svg width="100%" height="100%" ', 1)
            page.set_content(f'<body style="margin:0;height:100vh">{drawing}')
            image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            few = image.quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(TARGET / f"{path.stem}.png", optimize=True)
        browser.close()
    sizes = [path.stat().st_size for path in TARGET.iterdir()]
    print(f"{TARGET.relative_to(ROOT)}: {len(sizes)} covers, {sum(sizes)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
