from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image

from balai.kernel.refusal import RuleViolationError
from balai.office.services.images import read_logo


def picture(kind: str, size: tuple[int, int] = (1000, 500)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, (122, 46, 29)).save(drawn, kind)
    return drawn.getvalue()


def bomb() -> bytes:
    """A PNG of a hundred bytes that says it is 50,000 pixels wide and high."""
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_as_a_small_png_without_what_was_hidden_behind_it(kind: str) -> None:
    logo = read_logo(picture(kind) + b"<script>alert(1)</script>")

    with Image.open(io.BytesIO(logo)) as stored:
        assert (stored.format, stored.size, b"<script>" in logo) == ("PNG", (640, 320), False)


@pytest.mark.parametrize(
    ("upload", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "logo.not_a_picture"),
        (b"<!doctype html><script>alert(1)</script>", "logo.not_a_picture"),
        (b"", "logo.not_a_picture"),
        (picture("GIF"), "logo.not_a_picture"),
        (picture("PNG")[:200], "logo.not_a_picture"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 100, "logo.not_a_picture"),
        (bomb(), "logo.too_big"),
        (picture("PNG") + b"\0" * 2 * 1024 * 1024, "logo.too_big"),
    ],
)
def test_what_is_no_small_picture_is_refused(upload: bytes, code: str) -> None:
    with pytest.raises(RuleViolationError) as raised:
        read_logo(upload)

    assert raised.value.refusal.code == code
