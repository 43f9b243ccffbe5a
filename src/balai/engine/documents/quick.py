"""QR codes, as drawings that documents set: one path, so that a sheet with many stays small, or a picture.

What depends on the size alone is asked of the library once; to fill a code in with it would take ten times as
long as it does here, and as long as half a page takes to set.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from functools import cache
from itertools import groupby, zip_longest

MARGIN = 2
"""Modules of white around the code; the sheet itself is white beyond."""
DARK = "#14233f"
_MASK = 2
"""Trying all eight masks takes most of the time, and readers read each of them."""
_BYTES = 0b0100
"""The mode in which any text fits."""
_FILLERS = (0xEC, 0x11)


def qr_svg(said: str, *, colour: str = DARK) -> str:
    """Draw a QR code (ISO/IEC 18004) that withstands 7 in 100 of it being dirty.

    Args:
        said: what a reader gets: an address, in UTF-8.
        colour: of its dark modules.

    Raises:
        ValueError: it is too long for any QR code.
    """
    rows = modules_of(said)
    side = len(rows) + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="{colour}" d="{_path(rows)}"/></svg>'
    )


def qr_png(said: str) -> bytes:
    """Paint it as :func:`qr_svg` draws it, a pixel a module: to be shown enlarged, with hard edges.

    Raises:
        ValueError: it is too long for any QR code.
    """
    rows = modules_of(said)
    side = len(rows) + 2 * MARGIN
    width = (side + 7) // 8
    left = 8 * width - MARGIN - len(rows)
    lines = [b"\0" + (int(row.translate(_AS_DIGITS), 2) << left).to_bytes(width) for row in rows]
    white = bytes(1 + width)
    painted = b"".join([white] * MARGIN + lines + [white] * MARGIN)
    palette = b"\xff\xff\xff" + bytes.fromhex(DARK[1:])
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (
            (b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 3, 0, 0, 0)),
            (b"PLTE", palette),
            (b"IDAT", zlib.compress(painted)),
            (b"IEND", b""),
        )
    )


_AS_DIGITS = bytes.maketrans(b"\0\1", b"01")


def _path(rows: list[bytes]) -> str:
    drawn = []
    for down, row in enumerate(rows, start=MARGIN):
        across = MARGIN
        for is_dark, run in groupby(row):
            width = len(list(run))
            if is_dark:
                drawn.append(f"M{across} {down}h{width}v1h-{width}z")
            across += width
    return "".join(drawn)


def modules_of(said: str) -> list[bytes]:
    """Give the rows of a code, without margin: one byte a module, 1 where it is dark.

    Raises:
        ValueError: it is too long for any QR code.
    """
    data = said.encode()
    version = _smallest(len(data))
    form = _form(version)
    counted = _count_bits(version)
    # Mode and length, the text, and four zeros that end it: whole bytes, whatever the size.
    written = ((_BYTES << counted | len(data)) << 8 * len(data) | int.from_bytes(data)) << 4
    words = written.to_bytes(1 + counted // 8 + len(data))
    capacity = sum(length for length, _check in form.blocks)
    words += bytes(_FILLERS[at % 2] for at in range(capacity - len(words)))
    drawn = bytearray(form.blank)
    for place, bit in zip(form.places, _bits(_interleaved(words, form.blocks)), strict=True):
        if bit == "1":
            drawn[place] ^= 1
    side = form.side
    return [bytes(drawn[at : at + side]) for at in range(0, side * side, side)]


# --- what the size decides ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Form:
    """A code of some size in which every bit is 0: where its bits stand, in their order, and its blocks."""

    side: int
    blank: bytes
    places: tuple[int, ...]
    blocks: tuple[tuple[int, int], ...]


def _smallest(length: int) -> int:
    from qrcode.constants import ERROR_CORRECT_L
    from qrcode.util import BIT_LIMIT_TABLE

    for version in range(1, 41):
        if 4 + _count_bits(version) + 8 * length <= BIT_LIMIT_TABLE[ERROR_CORRECT_L][version]:
            return version
    raise ValueError("this is too long for a QR code")


def _count_bits(version: int) -> int:
    return 8 if version < 10 else 16


@cache
def _form(version: int) -> _Form:
    from qrcode.base import rs_blocks
    from qrcode.constants import ERROR_CORRECT_L
    from qrcode.main import QRCode

    blocks = tuple(
        (one.data_count, one.total_count - one.data_count) for one in rs_blocks(version, ERROR_CORRECT_L)
    )
    code = QRCode(version, error_correction=ERROR_CORRECT_L, border=0, mask_pattern=_MASK)
    drawn = []
    for word in (0x00, 0xFF):
        code.data_cache = [word] * sum(data + check for data, check in blocks)
        code.make(fit=False)
        drawn.append([bool(module) for row in code.modules for module in row])
    blank, full = drawn
    side = len(code.modules)
    places = tuple(place for place in _way(side) if blank[place] != full[place])
    return _Form(side, bytes(blank), places, blocks)


def _way(side: int) -> list[int]:
    """Pairs of columns from the right, up and down in turn; the column of the clock is passed over."""
    way = []
    columns = [*range(side - 1, 6, -2), *range(5, 0, -2)]
    for number, column in enumerate(columns):
        for row in range(side) if number % 2 else range(side - 1, -1, -1):
            way += [row * side + column, row * side + column - 1]
    return way


# --- what is written ----------------------------------------------------------------------------------


def _bits(words: bytes) -> str:
    return bin(int.from_bytes(b"\1" + words))[3:]


def _interleaved(words: bytes, blocks: tuple[tuple[int, int], ...]) -> bytes:
    parts, checks, begin = [], [], 0
    for length, check in blocks:
        part = words[begin : begin + length]
        parts.append(part)
        checks.append(_check_words(part, check))
        begin += length
    return bytes(
        word for rows in (parts, checks) for row in zip_longest(*rows) for word in row if word is not None
    )


def _check_words(part: bytes, count: int) -> bytes:
    """The remainder of a division by the generator (Reed and Solomon), a byte at a time."""
    multiples, width = _multiples(count), 8 * (count - 1)
    rest, mask = 0, (1 << 8 * count) - 1
    for word in part:
        rest = (rest << 8 & mask) ^ multiples[word ^ rest >> width]
    return rest.to_bytes(count)


@cache
def _multiples(count: int) -> tuple[int, ...]:
    """Every multiple of the generator polynomial of a degree, without its first coefficient."""
    generator = [1]
    for power in range(count):
        root = _powers()[power]
        generator = [
            one ^ _product(other, root) for one, other in zip([*generator, 0], [0, *generator], strict=True)
        ]
    return tuple(
        int.from_bytes(bytes(_product(factor, one) for one in generator[1:])) for factor in range(256)
    )


@cache
def _powers() -> tuple[int, ...]:
    """The powers of 2 in the field of 256 that QR codes count in, twice over."""
    found = [1]
    for _ in range(509):
        following = found[-1] << 1
        found.append(following ^ 0x11D if following > 255 else following)
    return tuple(found)


@cache
def _logarithms() -> dict[int, int]:
    return {power: at for at, power in enumerate(_powers()[:255])}


def _product(one: int, other: int) -> int:
    if not one or not other:
        return 0
    return _powers()[_logarithms()[one] + _logarithms()[other]]
