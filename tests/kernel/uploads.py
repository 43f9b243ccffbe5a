"""Uploads: sound ones as small as they can be, and a corpus of those that pretend."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def png(width: int = 1, height: int = 1, *, after: bytes = b"") -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\0\0")
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks + after


def jpeg(width: int = 1, height: int = 1, *, after: bytes = b"") -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8" + frame + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x37\xff\xd9" + after


def docx(*, after: bytes = b"", **parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue() + after


SOUND = {
    "passport.pdf": PDF,
    "passport.PDF": PDF + b"\r\n\r\n",
    "scan.png": png(),
    "photo.jpg": jpeg(),
    "photo.jpeg": jpeg(4000, 6000),
    "letter.docx": docx(),
}

PRETENDING = {
    "svg as png": ("photo.png", SVG),
    "html as pdf": ("form.pdf", b"<html>" + SCRIPT + b"</html>"),
    "html before a pdf": ("form.pdf", SCRIPT + PDF),
    "html after a pdf": ("form.pdf", PDF + SCRIPT),
    "pdf cut off": ("form.pdf", PDF[:40]),
    "program as pdf": ("form.pdf", b"\x7fELF\x02\x01\x01" + b"\0" * 64),
    "zip after a png": ("photo.png", png(after=docx())),
    "script after a png": ("photo.png", png(after=SCRIPT)),
    "png cut off": ("photo.png", png()[:-5]),
    "png of a kilobyte with gigapixels": ("photo.png", png(50_000, 50_000)),
    "png without size": ("photo.png", png(0, 0)),
    "jpeg as png": ("photo.png", jpeg()),
    "png as jpeg": ("photo.jpg", png()),
    "script after a jpeg": ("photo.jpg", jpeg(after=SCRIPT)),
    "archive after a jpeg": ("photo.jpg", jpeg(after=docx())),
    "jpeg with gigapixels": ("photo.jpg", jpeg(60_000, 60_000)),
    "gif that is a script": ("photo.jpg", b"GIF89a=1;alert(1)"),
    "jpeg without a frame": ("photo.jpg", b"\xff\xd8\xff\xda\x00\x02\xff\xd9"),
    "jpeg whose segments never end": ("photo.jpg", b"\xff\xd8" + b"\xff\xe0\x00\x00" * 40 + b"\xff\xd9"),
    "plain archive as docx": ("letter.docx", b"PK\x05\x06" + b"\0" * 18),
    "docx with macros": ("letter.docx", docx(word__vbaProject=b"macro")),
    "docx that unpacks to a bomb": ("letter.docx", docx(word__media=b"\0" * 20_000_000)),
    "docx that leaves its folder": ("letter.docx", docx(**{"..__..__etc__passwd": b"x"})),
    "script before a docx": ("letter.docx", SCRIPT + docx()),
    "script after a docx": ("letter.docx", docx(after=SCRIPT)),
    "docx cut off": ("letter.docx", docx()[:80]),
}
