"""Two small pictures to bake into."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def _png() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (8, 8), "#0a5c5c").save(buffer, "PNG")
    return buffer.getvalue()


PNG = _png()
SVG = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > sign -->\n'
    b'<svg xmlns="http://www.w3.org/2000/svg" aria-label="a > b" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>\n'
)
