"""Find the credential in what somebody brings: JSON, a token, a baked picture, a document, or an address."""

from __future__ import annotations

import enum
import io
import re
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

from balai.engine.badges.strict import LONGEST, Reason, UnreadableError, read_object

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST = 20 * 1024 * 1024
"""Bytes of a picture or document."""
ATTACHMENT = "credential.json"
"""The name under which a credential is attached to a document."""
_NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"
_KEYWORD = b"openbadgecredential"
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+", re.ASCII)
_ADDRESS = re.compile(r"https?://[^\s<>\"]{4,2000}", re.IGNORECASE)


class Carrier(enum.StrEnum):
    """What the credential came in."""

    JSON = "json"
    TOKEN = "token"  # noqa: S105 -- the name of a form, not a secret
    PNG = "png"
    SVG = "svg"
    PDF = "pdf"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A credential as it was brought, not judged yet.

    Attributes:
        carrier: what it came in.
        document: with its proof; None for a token or an address.
        token: as it was signed; empty otherwise.
        address: where a QR code leads; nothing is fetched, so nothing is known of what is there.
    """

    carrier: Carrier
    document: dict[str, Any] | None = None
    token: str = ""
    address: str = ""


def find_credential(brought: bytes) -> Found:
    """Look for the credential in the bytes of a file, or of what a QR code says.

    Raises:
        UnreadableError: ``NONE`` if a picture or document holds none, ``SEVERAL`` if it holds more than one;
            ``SIZE``, ``DAMAGED``, ``JSON``, ``TWICE`` or ``DEPTH``; ``KIND`` if it is nothing of the kind.
    """
    if len(brought) > LARGEST:
        raise UnreadableError(Reason.SIZE)
    if brought.startswith(b"\x89PNG\r\n\x1a\n"):
        return _only(Carrier.PNG, list(_in_png(brought)))
    if brought.startswith(b"%PDF-"):
        return _only(Carrier.PDF, list(_in_pdf(brought)))
    try:
        text = brought.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise UnreadableError(Reason.KIND) from error
    if text.startswith("<"):
        return _only(Carrier.SVG, _in_svg(text))
    if _ADDRESS.fullmatch(text):
        return Found(carrier=Carrier.ADDRESS, address=text)
    if text.startswith("{") or _TOKEN.fullmatch(text):
        return _plain(text, Carrier.JSON if text.startswith("{") else Carrier.TOKEN)
    raise UnreadableError(Reason.KIND)


def _plain(text: str, carrier: Carrier) -> Found:
    if len(text) > LONGEST:
        raise UnreadableError(Reason.SIZE)
    if _TOKEN.fullmatch(text):
        return Found(carrier=carrier, token=text)
    return Found(carrier=carrier, document=read_object(text))


def _only(carrier: Carrier, texts: list[str]) -> Found:
    if len(texts) != 1:
        raise UnreadableError(Reason.SEVERAL if texts else Reason.NONE)
    return _plain(texts[0].strip(), carrier)


def _in_png(picture: bytes) -> Iterator[str]:
    place = 8
    while place + 12 <= len(picture):
        (length,) = struct.unpack_from(">I", picture, place)
        kind, body = picture[place + 4 : place + 8], picture[place + 8 : place + 8 + length]
        place += 12 + length
        if place > len(picture) or zlib.crc32(kind + body) != int.from_bytes(picture[place - 4 : place]):
            raise UnreadableError(Reason.DAMAGED)
        if kind == b"iTXt" and body.startswith(_KEYWORD + b"\0"):
            # Flag and method of compression, then language and translated keyword, each ended by a zero.
            parts = body[len(_KEYWORD) + 3 :].split(b"\0", 2)
            if body[len(_KEYWORD) + 1] != 0 or len(parts) < 3:
                raise UnreadableError(Reason.DAMAGED)
            try:
                yield parts[2].decode()
            except UnicodeDecodeError as error:
                raise UnreadableError(Reason.DAMAGED) from error
        if kind == b"IEND":
            return


def _in_svg(text: str) -> list[str]:
    parser = expat.ParserCreate(namespace_separator=" ")
    path: list[str] = []
    found: list[list[str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        path.append(name)
        if len(path) == 2 and name == f"{_NAMESPACE} credential":
            found.append([attributes["verify"]] if "verify" in attributes else [])

    def end(_name: str) -> None:
        path.pop()

    def characters(data: str) -> None:
        if len(path) == 2 and path[1] == f"{_NAMESPACE} credential":
            found[-1].append(data)

    def doctype(*_arguments: object) -> None:
        raise UnreadableError(Reason.DAMAGED)  # entities could grow without end

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        raise UnreadableError(Reason.DAMAGED) from error
    return ["".join(parts) for parts in found]


def _in_pdf(document: bytes) -> list[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(document))
        attached = reader.attachments
        return [content.decode() for name in attached if name == ATTACHMENT for content in attached[name]]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, IndexError) as error:
        raise UnreadableError(Reason.DAMAGED) from error
