"""Put a credential into a picture, which then shows and proves at once.

Source:
    Open Badges 3.0, section 5.3 (baked badges): PNG iTXt chunk ``openbadgecredential``, uncompressed, exactly
    one; SVG element ``openbadges:credential`` directly under the root.
"""

from __future__ import annotations

import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from balai.engine.badges.errors import BakingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def bake_png(picture: bytes, credential: Mapping[str, Any] | str) -> bytes:
    """Put a signed credential, or a token, into a PNG picture.

    Raises:
        BakingError: not a whole PNG, or one that holds a credential already.
    """
    chunks = list(_chunks(picture))
    if any(kind in {b"iTXt", b"tEXt", b"zTXt"} and body.startswith(KEYWORD + b"\0") for kind, body in chunks):
        raise BakingError("baked", "This picture holds a credential already. Take the plain picture.")
    text = KEYWORD + b"\0" + b"\0\0" + b"\0" + b"\0" + _text(credential).encode()
    head, *rest = chunks
    return _SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in (head, (b"iTXt", text), *rest)
    )


def bake_svg(picture: bytes, credential: Mapping[str, Any] | str) -> bytes:
    """Put a signed credential, or a token, into an SVG picture; the rest stays byte by byte.

    Raises:
        BakingError: not well-formed SVG in UTF-8, with a document type, or holding a credential already.
    """
    begin = _root(picture)
    end = _end_of_tag(picture, begin)
    if picture[end - 2 : end] == b"/>":
        raise BakingError("picture", "This SVG shows nothing.")
    name = re.match(rb"<[^\s/>]+", picture[begin:end])
    if name is None:  # the parser has seen a tag there
        raise BakingError("picture", "This is not an SVG picture.")
    after = begin + name.end()
    if isinstance(credential, str):
        element = f"<openbadges:credential verify={quoteattr(credential)}/>"
    else:
        element = f"<openbadges:credential><![CDATA[{_text(credential)}]]></openbadges:credential>"
    declared = f' xmlns:openbadges="{NAMESPACE}"'.encode()
    return picture[:after] + declared + picture[after:end] + element.encode() + picture[end:]


def _text(credential: Mapping[str, Any] | str) -> str:
    """Write a credential in ASCII; ``]]>`` inside a text would end the CDATA of an SVG."""
    if isinstance(credential, str):
        return credential
    return json.dumps(credential, separators=(",", ":")).replace("]]>", "]]\\u003e")


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not picture.startswith(_SIGNATURE):
        raise BakingError("picture", "This is not a PNG picture.")
    place = len(_SIGNATURE)
    kind = b""
    while place + 12 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, place)
        kind = picture[place + 4 : place + 8]
        body = picture[place + 8 : place + 8 + length]
        place += 12 + length
        if place > len(picture) or zlib.crc32(kind + body) != int.from_bytes(picture[place - 4 : place]):
            break
        yield kind, body
        if kind == b"IEND":
            return
    raise BakingError("picture", "This PNG picture is damaged.")


def _root(picture: bytes) -> int:
    """Find where the root element begins, and refuse what cannot be baked."""
    parser = expat.ParserCreate("utf-8", " ")
    begins: list[int] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if not begins:
            begins.append(parser.CurrentByteIndex)
            if name.rpartition(" ")[2] != "svg":
                raise BakingError("picture", "This is not an SVG picture.")
        if name.startswith(f"{NAMESPACE} "):
            raise BakingError("baked", "This picture holds a credential already. Take the plain picture.")

    def namespace(prefix: str | None, address: str) -> None:
        if prefix == "openbadges":
            raise BakingError("baked", "This picture was prepared for a credential. Take the plain picture.")

    def doctype(*_arguments: object) -> None:
        raise BakingError("doctype", "This SVG has a document type. Save it as plain SVG.")

    parser.StartElementHandler = start
    parser.StartNamespaceDeclHandler = namespace
    parser.StartDoctypeDeclHandler = doctype
    try:
        picture.decode("utf-8")
        parser.Parse(picture, True)
    except (expat.ExpatError, UnicodeDecodeError) as error:
        raise BakingError("picture", "This is not a well-formed SVG picture in UTF-8.") from error
    return begins[0]


def _end_of_tag(picture: bytes, begin: int) -> int:
    quote = b""
    for place in range(begin, len(picture)):
        character = picture[place : place + 1]
        if quote:
            quote = b"" if character == quote else quote
        elif character in b"\"'":
            quote = character
        elif character == b">":
            return place + 1
    raise BakingError("picture", "This is not a well-formed SVG picture.")
