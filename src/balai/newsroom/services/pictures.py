"""Pictures without what cameras write into them: place, owner, thumbnail."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal, RuleViolationError

WIDEST = 2000
"""Pixels; a wider picture is made smaller."""
MOST_PIXELS = 100_000_000
"""More than any camera of the press takes; a small file may hold a picture that fills the memory."""
WIDEST_IN_PRINT = 1000
"""Pixels on 17 cm: enough for an office's printer, and small in a mail."""
UNREADABLE = Refusal("photo.unreadable", _("This picture cannot be read. Save it again, and send that."))


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
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 -- only who adds a photo needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by our own limit below
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise RuleViolationError(UNREADABLE)
                image = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RuleViolationError(UNREADABLE) from error
    image.thumbnail((WIDEST, WIDEST))
    written = BytesIO()
    if media_type == "image/png":
        image.save(written, "PNG", optimize=True)
    else:
        image.save(written, "JPEG", quality=85, optimize=True)
    return Picture(content=written.getvalue(), width=image.width, height=image.height)


def printed_picture(content: bytes) -> bytes:
    """A kept picture as a JPEG of the size that is printed."""
    from PIL import Image  # noqa: PLC0415 -- as above

    with Image.open(BytesIO(content)) as opened:
        image = opened.convert("RGB")
    image.thumbnail((WIDEST_IN_PRINT, WIDEST_IN_PRINT))
    written = BytesIO()
    image.save(written, "JPEG", quality=82, optimize=True)
    return written.getvalue()
