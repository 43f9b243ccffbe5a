"""Pictures without what cameras write into them: place, owner, thumbnail."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from balai.kernel.refusal import Refusal, RuleViolationError

WIDEST = 2000
"""Pixels; a wider picture is made smaller."""
WIDEST_IN_PRINT = 1000
"""Pixels on 17 cm: enough for an office's printer, and small in a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture as it is kept."""

    content: bytes
    width: int
    height: int


def plain_picture(content: bytes, *, media_type: str) -> Picture:
    """Draw a picture anew, upright and at most 2000 pixels wide, with nothing beside it.

    Raises:
        RuleViolationError: ``photo.unreadable``.
    """
    try:
        with Image.open(BytesIO(content)) as opened:
            image = ImageOps.exif_transpose(opened).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError) as error:
        raise RuleViolationError(
            Refusal("photo.unreadable", _("This picture cannot be read. Save it again, and send that."))
        ) from error
    image.thumbnail((WIDEST, WIDEST))
    written = BytesIO()
    if media_type == "image/png":
        image.save(written, "PNG", optimize=True)
    else:
        image.save(written, "JPEG", quality=85, optimize=True)
    return Picture(content=written.getvalue(), width=image.width, height=image.height)


def printed_picture(content: bytes) -> bytes:
    """A kept picture as a JPEG of the size that is printed."""
    with Image.open(BytesIO(content)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((WIDEST_IN_PRINT, WIDEST_IN_PRINT))
    written = BytesIO()
    image.save(written, "JPEG", quality=82, optimize=True)
    return written.getvalue()
