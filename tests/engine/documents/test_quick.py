from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from balai.engine.documents.quick import MARGIN, qr_png, qr_svg

SAID = "https://balai.example/c/7Q4M-2X9D#အမည်"


def test_the_picture_is_dark_where_the_drawing_is() -> None:
    picture = Image.open(io.BytesIO(qr_png(SAID)))
    drawn = {
        (int(across) + step, int(down))
        for across, down, width in re.findall(r"M(\d+) (\d+)h(\d+)v1", qr_svg(SAID))
        for step in range(int(width))
    }
    side, colours = picture.width, picture.convert("RGB")
    dark = {
        (across, down)
        for across in range(side)
        for down in range(side)
        if colours.getpixel((across, down)) == (0x14, 0x23, 0x3F)
    }

    assert f'viewBox="0 0 {side} {side}"' in qr_svg(SAID)
    assert dark == drawn
    assert {min(across for across, _down in dark), side - 1 - max(down for _across, down in dark)} == {MARGIN}
    assert len(colours.getcolors() or []) == 2


def test_what_is_too_long_for_any_code_is_refused() -> None:
    for drawn in (qr_png, qr_svg):
        with pytest.raises(ValueError, match="too long"):
            drawn("x" * 2_954)
