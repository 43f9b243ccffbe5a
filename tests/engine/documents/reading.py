"""Reads documents back with two readers that are not ours: PDFium for texts, pypdf for structure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, cast

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

if TYPE_CHECKING:
    from collections.abc import Iterator

BLANKS = re.compile(r"[\s\u200b]+")
HYPHEN_AT_THE_END_OF_A_LINE = "\ufffe"  # PDFium's sign for it


def without_blanks(text: str) -> str:
    """Line ends stand where the sheet is full, and PDFium guesses spaces from gaps."""
    text = text.replace(HYPHEN_AT_THE_END_OF_A_LINE, "-")
    return BLANKS.sub("", unicodedata.normalize("NFC", text))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as a browser copies it."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]


def text_of(pdf: bytes) -> str:
    """The whole text, without blanks."""
    return without_blanks("".join(pages_of(pdf)))


def words_outside(pdf: bytes, margin: float) -> list[tuple[int, str]]:
    """Characters nearer than so many points to the edge of their page, with its number."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        width, height = page.get_size()
        texts = page.get_textpage()
        for index in range(texts.count_chars()):
            left, bottom, right, top = texts.get_charbox(index)
            character = texts.get_text_range(index, 1)
            inside = (
                left >= margin and right <= width - margin and bottom >= margin and top <= height - margin
            )
            if character.strip() and not inside:
                found.append((number, character))
    return found


def height_of(pdf: bytes, page: int, text: str) -> float:
    """How high over the foot of a page a text's first letter stands, in points."""
    texts = pypdfium2.PdfDocument(pdf)[page - 1].get_textpage()
    index, _count = texts.search(text).get_next()
    _left, bottom, _right, _top = texts.get_charbox(index)
    return float(bottom)


def links_of(pdf: bytes) -> list[str]:
    """Where links out of the document lead."""
    return [
        str(action["/URI"])
        for page in PdfReader(BytesIO(pdf)).pages
        for annotation in cast("list[Any]", page.get("/Annots", []))
        if (action := annotation.get_object().get("/A")) and "/URI" in action
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One element of the structure, in reading order.

    Attributes:
        kind: such as "H1" or "TH".
        description: of a picture.
        attributes: such as the scope of a head.
    """

    kind: str
    description: str
    attributes: tuple[tuple[str, str], ...]


def tags_of(pdf: bytes) -> list[Tag]:
    """The structure tree, flattened."""
    return list(_tags(PdfReader(BytesIO(pdf)).root_object["/StructTreeRoot"]))


def _tags(element: Any) -> Iterator[Tag]:
    element = element.get_object()
    if not isinstance(element, DictionaryObject):
        return
    if "/S" in element:
        found = element.get("/A", ArrayObject()).get_object()
        parts = found if isinstance(found, ArrayObject) else [found]
        yield Tag(
            kind=str(element["/S"]).removeprefix("/"),
            description=str(element.get("/Alt", "")),
            attributes=tuple((str(key), str(part[key])) for part in parts for key in part.get_object()),
        )
    inside = element.get("/K", ArrayObject()).get_object()
    for part in inside if isinstance(inside, ArrayObject) else [inside]:
        yield from _tags(part)


def headings_of(pdf: bytes) -> list[tuple[str, int]]:
    """The bookmarks with the pages to which they lead."""
    reader = PdfReader(BytesIO(pdf))
    numbers = {page.indirect_reference: number for number, page in enumerate(reader.pages, 1)}
    return [(str(entry.title), numbers[entry.page]) for entry in _flat(reader.outline)]


def _flat(entries: Any) -> Iterator[Any]:
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def faults_of_access(pdf: bytes) -> list[str]:
    """What a machine can find against PDF/UA-1 (ISO 14289-1): the clauses of the Matterhorn protocol."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.root_object
    tags = tags_of(pdf)
    metadata = reader.xmp_metadata
    kinds = {tag.kind for tag in tags}
    checks = {
        "not marked as tagged (06-001)": bool(root["/MarkInfo"]["/Marked"]),
        "no language (11-006)": len(str(root.get("/Lang", ""))) == 2,
        "title not shown (07-001)": bool(root["/ViewerPreferences"]["/DisplayDocTitle"]),
        "no title (06-003)": bool(reader.metadata and reader.metadata.title),
        "not called PDF/UA-1 (06-002)": metadata is not None
        and b"<pdfuaid:part>1</pdfuaid:part>" in metadata.rdf_root.toxml().encode(),
        "picture without description (13-004)": all(
            tag.description.strip() for tag in tags if tag.kind == "Figure"
        ),
        "no heading (14-001)": "H1" in kinds,
        "head of a column without scope (15-003)": all(
            ("/Scope", "/Column") in tag.attributes for tag in tags if tag.kind == "TH"
        ),
        "tab order is not the structure's (28-002)": all(
            page.get("/Tabs") == "/S" for page in reader.pages if "/Annots" in page
        ),
        "link without words (28-004)": all(
            annotation.get_object().get("/Contents")
            for page in reader.pages
            for annotation in cast("list[Any]", page.get("/Annots", []))
        ),
        "font not embedded (31-009)": all(font["embedded"] for font in fonts_of(pdf)),
        "font without characters (10-001)": all(font["unicode"] for font in fonts_of(pdf)),
    }
    return [fault for fault, kept in checks.items() if not kept]


def fonts_of(pdf: bytes) -> list[dict[str, Any]]:
    """Every font of the document: its name, whether it is embedded, and whether it says its characters."""
    fonts = {}
    for page in PdfReader(BytesIO(pdf)).pages:
        for name, reference in cast("Any", page["/Resources"]).get("/Font", {}).items():
            font = reference.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            fonts[str(font["/BaseFont"]), name] = {
                "name": str(font["/BaseFont"]).partition("+")[2],
                "embedded": any(f"/FontFile{kind}" in descriptor for kind in ("", "2", "3")),
                "unicode": "/ToUnicode" in font,
            }
    return list(fonts.values())
