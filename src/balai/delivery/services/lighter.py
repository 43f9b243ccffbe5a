"""Lighter forms of a file, for a slow line: a smaller picture or PDF, and the text of a PDF.

Plain bytes in and out. What cannot be made lighter, or is scarcely lighter, has no such form.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from balai.delivery.enums import Rendition
from balai.kernel.uploads import JPEG, MEGABYTE, PDF, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

logger = logging.getLogger(__name__)

WIDEST = 1_280
"""Pixels: what a telephone shows, and a projector still bears."""
QUALITY = 55
"""Of JPEG: drawings and letters are still sharp enough to be read."""
MOST_OF_ORIGINAL = 0.75
"""A form that saves less than a quarter is not worth a second button."""
MOST_PAGES = 500
LEAST_TEXT = 80
"""Characters; a PDF with fewer is a scan, of which there is no text."""

PLAIN = Kind(
    media_type="text/plain; charset=utf-8",
    extensions=(".txt",),
    most_bytes=10 * MEGABYTE,
    is_sound=lambda content: bool(content.decode("utf-8", "strict")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lighter:
    """A lighter form: its bytes, its kind, and the name of its file."""

    form: Rendition
    content: bytes
    kind: Kind
    name: str


def lighter_forms(content: bytes, *, name: str, media_type: str) -> list[Lighter]:
    """The forms that are worth fetching in place of a file.

    Whatever is wrong with a file of somebody else's program leaves it without lighter forms: it is a
    convenience, and nobody could mend it. Two bytes of JPEG may say anything.
    """
    try:
        return list(_forms(content, name.rpartition(".")[0] or name, media_type))
    except Exception:
        logger.info("no lighter form of a file of %s bytes could be made", len(content), exc_info=True)
        return []


def _forms(content: bytes, stem: str, media_type: str) -> Iterator[Lighter]:
    most = MOST_OF_ORIGINAL * len(content)
    if media_type.startswith("image/"):
        small = _small_picture(content)
        if len(small) <= most:
            yield Lighter(form=Rendition.SMALL, content=small, kind=JPEG, name=f"{stem}-small.jpg")
    elif media_type == PDF.media_type:
        small = _small_pdf(content)
        if len(small) <= most:
            yield Lighter(form=Rendition.SMALL, content=small, kind=PDF, name=f"{stem}-small.pdf")
        text = _text_of(content).encode()
        if LEAST_TEXT <= len(text) <= most:
            yield Lighter(form=Rendition.TEXT, content=text, kind=PLAIN, name=f"{stem}.txt")


def _small_picture(content: bytes) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415 -- only the worker needs it

    with Image.open(BytesIO(content)) as opened:
        return _as_jpeg(ImageOps.exif_transpose(opened))


def _as_jpeg(image: Image) -> bytes:
    """Upright, on white where it was transparent, and with nothing of what the camera wrote."""
    from PIL import Image as Images  # noqa: PLC0415 -- as above

    plain = image.convert("RGBA")
    ground = Images.new("RGB", plain.size, "white")
    ground.paste(plain, mask=plain.getchannel("A"))
    ground.thumbnail((WIDEST, WIDEST))
    written = BytesIO()
    ground.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def _small_pdf(content: bytes) -> bytes:
    """The same pages with smaller pictures; text stays text, and tags stay tags."""
    from pypdf import PdfWriter  # noqa: PLC0415 -- only the worker needs it

    writer = PdfWriter(clone_from=BytesIO(content))
    if len(writer.pages) > MOST_PAGES:
        return content
    seen: set[int] = set()
    for page in writer.pages:
        for picture in page.images:
            reference = picture.indirect_reference
            if picture.image is None or reference is None or reference.idnum in seen:
                continue
            seen.add(reference.idnum)
            smaller = picture.image
            smaller.thumbnail((WIDEST, WIDEST))
            picture.replace(smaller, quality=QUALITY)
    for page in writer.pages:
        page.compress_content_streams()
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _text_of(content: bytes) -> str:
    """The words of a PDF, page by page."""
    from pypdf import PdfReader  # noqa: PLC0415 -- as above

    pages = PdfReader(BytesIO(content)).pages
    if len(pages) > MOST_PAGES:
        return ""
    texts = [page.extract_text().strip() for page in pages]
    if not any(texts):
        return ""
    return "\n\n".join(f"[{number}]\n{text}" for number, text in enumerate(texts, 1)) + "\n"
