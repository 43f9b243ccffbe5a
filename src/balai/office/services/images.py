"""Reading an uploaded picture: judged by its content, drawn anew, so that nothing of the upload is served."""

from __future__ import annotations

import io
import warnings

from django.utils.translation import gettext_lazy as _

from balai.kernel.refusal import Refusal, RuleViolationError, enforce

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 25_000_000
LONGEST_SIDE = 640
"""Pixels of the stored logo's longer side: sharp at 160 px on a screen of four times the density."""
TOO_BIG = Refusal(
    "logo.too_big", _("The logo is larger than 2 MB or 25 million pixels. Use a smaller picture.")
)
NOT_A_PICTURE = Refusal(
    "logo.not_a_picture", _("This is not a PNG or JPEG picture. Save the logo as one of them.")
)


def must_fit(size: int) -> Refusal | None:
    """Nothing larger than a logo may be; can be asked before an upload is read."""
    return TOO_BIG if size > MOST_BYTES else None


def read_logo(upload: bytes) -> bytes:
    """The picture of an upload as a PNG of at most 640 pixels, without its metadata.

    Raises:
        RuleViolationError: ``logo.too_big`` or ``logo.not_a_picture``.
    """
    # Imported here: only an office that changes its logo pays for it.
    from PIL import Image, ImageOps, UnidentifiedImageError  # noqa: PLC0415 -- see above

    enforce(must_fit(len(upload)))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # judged by our own limit below
            with Image.open(io.BytesIO(upload), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise RuleViolationError(TOO_BIG)
                upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as error:
        raise RuleViolationError(TOO_BIG) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise RuleViolationError(NOT_A_PICTURE) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = io.BytesIO()
    Image.frombytes("RGBA", upright.size, upright.tobytes()).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()
