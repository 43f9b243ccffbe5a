"""A film of check-in codes, for Chromium to see in place of a camera."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import qrcode
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SECOND = 30
"""Frames; Chromium shows a film of pictures at this rate, and begins again at its end."""


def film(codes: Iterable[str], target: Path, *, seconds: int = 1) -> Path:
    """Write motion JPEG in which each code is held before the camera for some seconds."""
    with target.open("wb") as file:
        for code in codes:
            drawn = qrcode.QRCode(box_size=10, border=4)
            drawn.add_data(code)
            drawn.make(fit=True)
            square = drawn.make_image().get_image().convert("RGB")
            frame = Image.new("RGB", (640, 480), "white")
            frame.paste(square, ((640 - square.width) // 2, (480 - square.height) // 2))
            written = io.BytesIO()
            frame.save(written, "JPEG", quality=80)
            file.write(written.getvalue() * (SECOND * seconds))
    return target
