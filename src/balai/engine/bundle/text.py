"""Whether a file is text in UTF-8, told with the line where it is not; read in pieces."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from balai.engine.bundle.problem import Place

if TYPE_CHECKING:
    from pathlib import Path

    from balai.engine.bundle.problem import Report

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""Characters without a shape that no office types; a mark of the byte order within a text is one too.

Separators of lines that only some programs know are among them: they would move every line below.
"""

LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")

CHUNK = 1 << 16
WIDE = ((codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))


def is_text(path: Path, file: str, report: Report) -> bool:
    """Look through a file once; a wrong encoding or a control character is a problem at its line."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    lines, before = 1, len(report)
    with path.open("rb") as source:
        piece = source.read(CHUNK)
        wide = next((name for mark, name in WIDE if piece.startswith(mark)), None)
        if wide:
            report.add(Place(file, 1, 1), "file.encoding", wide)
            return False
        column = 0
        while True:
            try:
                text = decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as error:
                line = lines + error.object[: error.start].count(b"\n")
                byte = error.object[error.start]
                report.add(Place(file, line), "file.encoding", f"0x{byte:02X}")
                return False
            for found in CONTROL.finditer(text):
                start = text.rfind("\n", 0, found.start()) + 1
                line = lines + text.count("\n", 0, found.start())
                place = Place(file, line, found.start() - start + 1 + (0 if start else column))
                report.add(place, "file.character", f"U+{ord(found[0]):04X}")
            lines += text.count("\n")
            column = len(text) - text.rfind("\n") - 1 if "\n" in text else column + len(text)
            if not piece:
                return len(report) == before
            piece = source.read(CHUNK)


def tidy(text: str, *, has_lines: bool = True) -> str:
    """A text as a bundle writes it: lines end with a line feed and nothing else, and nothing is invisible."""
    text = CONTROL.sub("", LINE_ENDS.sub("\n", text))
    lines = [line.strip() if not has_lines else line.rstrip() for line in text.split("\n")]
    return ("\n" if has_lines else " ").join(lines).strip()
