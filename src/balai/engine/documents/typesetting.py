"""From a template and strings to the bytes of a PDF: the only module that knows Typst.

Texts travel as JSON in ``sys.inputs`` and are shown as strings: nothing in them is ever read as markup. The
compiler sees this package's folder and no other, no system font, no network. It is made once and reused,
because it keeps fonts and what it has set already (14 times faster than a new one for each document).
"""

from __future__ import annotations

import dataclasses
import json
import re
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from balai.engine.documents.errors import PictureError, TypesettingError, Unprintable, UnprintableTextError
from balai.engine.documents.glyphs import TAKEN_OUT
from balai.engine.documents.parts import require_picture
from balai.engine.documents.words import words_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import typst

    from balai.engine.documents.parts import Picture

HERE = Path(__file__).parent
STANDARD: Final = "ua-1"  # PDF/UA-1: tagged, titled, with its language; a missing glyph is an error under it
# An address of such a length would leave the sheet; scripts without spaces know where to break.
LONG_RUN = re.compile("[!-\u058f]{36,}")
BREAK_AFTER = re.compile("(?:[^/.,;?&=_-]{1,30}[/.,;?&=_-]+|[^/.,;?&=_-]{30})(?![\u0300-\u036f]|$)")
NO_SHAPE = re.compile('the text `"(?P<text>.*?)"` could not be displayed', re.DOTALL)
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")

_one_at_a_time = threading.Lock()  # the compiler changes as it works


def typeset(
    template: str,
    content: Mapping[str, Any],
    *,
    logo: Picture | None,
    at: dt.datetime,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Set a document.

    Args:
        template: a file of the folder ``templates``, without its ending.
        content: what JSON can hold; the template shows its strings.
        logo: of the letterhead.
        at: the PDF's date of making, aware, to the second. The same content and moment give the same bytes.
        more: what the template takes as it is: drawings, pictures, attachments.

    Raises:
        UnprintableTextError: a text passed the check of :mod:`.glyphs`, and still could not be set.
        PictureError: a picture is neither PNG nor JPEG, or damaged.
        TypesettingError: the template is at fault.
    """
    import typst

    inputs = {"content": json.dumps(_shown(content)), **(more or {})}
    if logo:
        require_picture(logo)
        inputs |= {"logo": logo.data.decode("latin-1"), "logo-description": logo.description}
    try:
        with _one_at_a_time:
            pdf = _compiler().compile(
                HERE / "templates" / f"{template}.typ",
                format="pdf",
                sys_inputs=inputs,
                pdf_standards=[STANDARD],
                timestamp=at.replace(microsecond=0),  # Typst refuses parts of a second
            )
    except typst.TypstError as error:
        raise _ours(template, error) from error
    if not isinstance(pdf, bytes):
        raise TypesettingError(template, "no PDF came back")
    return pdf


def content_of(document: Any, **shown: Any) -> dict[str, Any]:
    """A document's own fields, with what is shown in place of some of them.

    Args:
        document: a frozen data class with a letterhead and a language.
        shown: dates in words, and what else the template needs.
    """
    content = dataclasses.asdict(document) | {"words": words_of(document.language)["words"]} | shown
    del content["letterhead"]["logo"]  # it travels as a picture
    return content


def _shown(value: Any) -> Any:
    """Texts without commands of direction, and with places where a long address may break."""
    if isinstance(value, str):
        return LONG_RUN.sub(_breakable, TAKEN_OUT.sub("", value))
    if isinstance(value, dict):
        return {key: _shown(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(part) for part in value]
    return value


def _breakable(run: re.Match[str]) -> str:
    return BREAK_AFTER.sub("\\g<0>\u200b", run[0])


@cache
def _compiler() -> typst.Compiler:
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[HERE / "fonts"])
    return typst.Compiler(root=HERE / "templates", font_paths=fonts)


def _ours(template: str, error: typst.TypstError) -> Exception:
    message = error.message
    if found := NO_SHAPE.search(message):
        text = ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found["text"])
        return UnprintableTextError((Unprintable(where=template, characters=text, text=text),))
    if "decode image" in message:
        return PictureError(f"The logo is damaged ({message}). Save it again as PNG.")
    return TypesettingError(template, error.diagnostic or message)
