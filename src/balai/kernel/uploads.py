"""What an upload really is: content and extension must agree, and nothing may be hidden in it.

Known kinds only, each judged by its bytes from the first to the last, so that a file which is two things
at once is refused. In: bytes and the name they came with. Out: the media type, or a refusal. Nothing is
ever decompressed further than the directory of an archive.
"""

from __future__ import annotations

import struct
import zipfile
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal, RuleViolationError, enforce

if TYPE_CHECKING:
    from collections.abc import Callable

MEGABYTE = 1_000_000
MOST_PIXELS = 50_000_000
"""A page scanned at 600 dots per inch has 35 million."""
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 200
"""Text in XML shrinks to a twentieth; a hundredfold is rare, thousandfold is a bomb."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file that is taken.

    Attributes:
        media_type: as which it is delivered.
        extensions: in lower case, with the dot.
        most_bytes: larger ones are refused.
        is_sound: whether these bytes are such a file and nothing beside.
    """

    media_type: str
    extensions: tuple[str, ...]
    most_bytes: int
    is_sound: Callable[[bytes], bool]


class TidyUploadHandler(TemporaryFileUploadHandler):
    """Django's for large uploads; of one for which there is no room it leaves nothing, and at once."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):  # closing writes what waits, for which there is no room either
                self.file.close()
            raise


def must_fit(size: int, *, accept: tuple[Kind, ...]) -> Refusal | None:
    """Nothing larger than the largest of these kinds; can be asked before an upload is read."""
    most = max(kind.most_bytes for kind in accept)
    if size <= most:
        return None
    message = _("The file has %(size)s MB; at most %(most)s MB are taken.")
    sizes = {"size": round(size / MEGABYTE, 1), "most": most // MEGABYTE}
    return Refusal("upload.too_large", message % sizes)


def recognize(content: bytes, *, name: str, accept: tuple[Kind, ...]) -> Kind:
    """Tell what an upload is.

    Raises:
        RuleViolationError: ``upload.empty``, ``upload.kind``, ``upload.too_large`` or ``upload.content``.
    """
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    kind = next((kind for kind in accept if extension in kind.extensions), None)
    if not content:
        raise RuleViolationError(Refusal("upload.empty", _("The file is empty. Choose another one.")))
    if kind is None:
        offered = ", ".join(extension for kind in accept for extension in kind.extensions)
        message = _("Files of this kind are not taken here. Send one of these: %(offered)s.")
        raise RuleViolationError(Refusal("upload.kind", message % {"offered": offered}))
    enforce(must_fit(len(content), accept=(kind,)))
    if not kind.is_sound(content):
        message = _(
            "This is not a sound %(extension)s file. Save it again in its own program, and send that."
        )
        raise RuleViolationError(Refusal("upload.content", message % {"extension": extension}))
    return kind


def _is_pdf(content: bytes) -> bool:
    # ISO 32000-2, 7.5: readers forgive bytes before the header and after the end; we do not.
    return content.startswith(b"%PDF-") and content.rstrip(b"\r\n \0").endswith(b"%%EOF")


def _is_png(content: bytes) -> bool:
    # PNG (W3C), 5: chunks from IHDR to IEND, and nothing after it.
    if not content.startswith(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR") or len(content) < 33:
        return False
    width, height = struct.unpack(">II", content[16:24])
    place = 8
    while place + 12 <= len(content):
        (size,) = struct.unpack(">I", content[place : place + 4])
        name = content[place + 4 : place + 8]
        place += 12 + size
        if name == b"IEND":
            return bool(place == len(content) and 0 < width * height <= MOST_PIXELS)
    return False


def _is_jpeg(content: bytes) -> bool:
    # ITU T.81, annex B: segments from SOI to the scan; a frame header among them tells the size.
    if not content.startswith(b"\xff\xd8\xff") or not content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return False
    place, pixels = 2, 0
    while place + 4 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker == 0xDA:
            return 0 < pixels <= MOST_PIXELS
        (size,) = struct.unpack(">H", content[place + 2 : place + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC} and place + 9 <= len(content):
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            pixels = width * height
        place += 2 + size
    return False


def _is_office(content: bytes, main: str) -> bool:
    # ECMA-376, part 2: a ZIP with this list of contents. Macros are programs, and no letter needs one.
    if not content.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            # The directory must end the file: what follows it would be hidden from this look.
            ends = content.rfind(b"PK\x05\x06") + 22 == len(content)
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    names = {part.filename for part in parts}
    unpacked = sum(part.file_size for part in parts)
    return (
        ends
        and {"[Content_Types].xml", main} <= names
        and len(names) == len(parts)
        and not any("vbaproject" in name.lower() or ".." in name or name.startswith("/") for name in names)
        and not any(part.flag_bits & 1 for part in parts)
        and unpacked <= min(MOST_UNPACKED, MOST_RATIO * len(content))
    )


PDF = Kind(media_type="application/pdf", extensions=(".pdf",), most_bytes=20 * MEGABYTE, is_sound=_is_pdf)
PNG = Kind(media_type="image/png", extensions=(".png",), most_bytes=10 * MEGABYTE, is_sound=_is_png)
JPEG = Kind(
    media_type="image/jpeg", extensions=(".jpg", ".jpeg"), most_bytes=10 * MEGABYTE, is_sound=_is_jpeg
)
DOCX = Kind(
    media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    extensions=(".docx",),
    most_bytes=10 * MEGABYTE,
    is_sound=lambda content: _is_office(content, "word/document.xml"),
)
PPTX = Kind(
    media_type="application/vnd.openxmlformats-officedocument.presentationml.presentation",
    extensions=(".pptx",),
    most_bytes=20 * MEGABYTE,
    is_sound=lambda content: _is_office(content, "ppt/presentation.xml"),
)
XLSX = Kind(
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    extensions=(".xlsx",),
    most_bytes=10 * MEGABYTE,
    is_sound=lambda content: _is_office(content, "xl/workbook.xml"),
)
SCANS = (PDF, PNG, JPEG)
"""What a passport or a form may come as."""
DOCUMENTS = (*SCANS, DOCX)
HANDOUTS = (PDF, PPTX, DOCX, XLSX, PNG, JPEG)
"""What is handed out in a session."""
