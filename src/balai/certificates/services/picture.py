"""The picture of a certificate, into which its credential is baked: the house, and the course below it."""

from __future__ import annotations

import io
import textwrap
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from balai.engine import documents

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

    from balai.certificates.models import Certificate

SIDE = 640
NILA, SOGA, PAPER, LINE = "#1f3a68", "#b4691f", "#ffffff", "#c8c0b3"
ROOF = (
    "M18.5 7.5h11c1.1 4.9 2.6 8.3 5 11 2.8 3.1 6.2 5 10.5 6v3.8H3v-3.8c4.3-1 7.7-2.9 10.5-6 2.4-2.7 3.9-6.1"
    " 5-11z"
)
POSTS = "M8.5 31h3.6v8H8.5zM17.7 31h3.6v8h-3.6zM26.7 31h3.6v8h-3.6zM35.9 31h3.6v8h-3.6z"
CURVE = (
    (18.5, 7.5),
    (29.5, 7.5),
    (31.2, 13.2),
    (34.5, 18.5),
    (39.2, 22.4),
    (45, 24.5),
    (45, 28.3),
    (3, 28.3),
    (3, 24.5),
    (8.8, 22.4),
    (13.5, 18.5),
    (16.8, 13.2),
)
FONT = Path(documents.__file__).parent / "fonts" / "SourceSans3-Semibold.otf"


def _lines(certificate: Certificate) -> list[str]:
    said: dict[str, str] = next(iter(certificate.said.values()), {})
    return [said.get("kind", ""), *textwrap.wrap(said.get("course", ""), 34)[:3], certificate.number]


def badge_svg(certificate: Certificate) -> bytes:
    """Draw it."""
    kind, *course, number = _lines(certificate)
    texts = [(440, 30, 600, SOGA, kind)]
    texts += [(486 + 34 * at, 27, 600, NILA, line) for at, line in enumerate(course)]
    texts += [(606, 22, 400, "#48525f", number)]
    drawn = "".join(
        f'<text x="320" y="{y}" font-size="{size}" font-weight="{weight}" fill="{fill}">{escape(text)}</text>'
        for y, size, weight, fill, text in texts
    )
    title = escape(f"{kind}, {number}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" role="img"><title>{title}</title>'
        f'<path fill="{PAPER}" stroke="{LINE}" stroke-width="2" d="M8 8h624v624H8z"/>'
        f'<g transform="translate(152 48) scale(7)"><path fill="{NILA}" d="{ROOF}{POSTS}"/>'
        f'<path fill="{SOGA}" d="M4.5 41.2h39v2.8h-39z"/></g>'
        f'<g font-family="Source Sans 3, sans-serif" text-anchor="middle">{drawn}</g></svg>'
    ).encode()


def badge_png(certificate: Certificate) -> bytes:
    """Paint it."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- only who bakes a picture needs it

    picture = Image.new("RGB", (SIDE, SIDE), PAPER)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((8, 8, 631, 631), outline=LINE, width=2)
    draw.polygon([(152 + x * 7, 48 + y * 7) for x, y in CURVE], fill=NILA)
    for x in (8.5, 17.7, 26.7, 35.9):
        draw.rectangle((152 + x * 7, 265, 152 + (x + 3.6) * 7, 321), fill=NILA)
    draw.rectangle((152 + 4.5 * 7, 48 + 41.2 * 7, 152 + 43.5 * 7, 356), fill=SOGA)
    kind, *course, number = _lines(certificate)
    draw.text((320, 432), kind, SOGA, _font(30), anchor="mm")
    for at, line in enumerate(course):
        draw.text((320, 478 + 34 * at), line, NILA, _font(27), anchor="mm")
    draw.text((320, 600), number, "#48525f", _font(22), anchor="mm")
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()


@cache
def _font(size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 -- as above

    return ImageFont.truetype(FONT, size)
