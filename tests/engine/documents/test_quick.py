"""QR codes are, module by module, those of the library that would take ten times as long."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from qrcode.constants import ERROR_CORRECT_L
from qrcode.main import QRCode
from qrcode.util import MODE_8BIT_BYTE, QRData

from balai.engine.documents.quick import MARGIN, modules_of, qr_png

LENGTHS = [1, 17, 18, 106, 107, 230, 231, 367, 425, 586, 1_500, 2_953]
"""One block and several, equal and unequal, both widths of the count, the least room and the most."""


@pytest.mark.parametrize("length", LENGTHS)
def test_a_code_is_that_of_the_library(length: int) -> None:
    said = ("https://balai.example/c/7Q4M-2X9D#အမည်" * 90).encode()[:length].decode(errors="replace")
    said = said.replace("\N{REPLACEMENT CHARACTER}", "~")
    code = QRCode(error_correction=ERROR_CORRECT_L, border=0, mask_pattern=2)
    code.add_data(QRData(said.encode(), mode=MODE_8BIT_BYTE))
    code.make(fit=True)

    assert modules_of(said) == [bytes(map(bool, row)) for row in code.modules]


def test_what_is_too_long_for_any_code_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        modules_of("x" * 2_954)


def test_its_picture_is_dark_where_it_is() -> None:
    rows = modules_of("https://balai.example/c/7Q4M-2X9D")
    picture = Image.open(io.BytesIO(qr_png("https://balai.example/c/7Q4M-2X9D"))).convert("L")
    side = len(rows) + 2 * MARGIN

    assert picture.size == (side, side)
    seen = [[picture.getpixel((across, down)) != 255 for across in range(side)] for down in range(side)]
    light = [False] * side
    assert seen == [
        *[light] * MARGIN,
        *([*light[:MARGIN], *map(bool, row), *light[:MARGIN]] for row in rows),
        *[light] * MARGIN,
    ]
