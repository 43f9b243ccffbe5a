"""The official letter as a file that an office edits in its word processor (.docx).

It has the parts of the PDF in the same order, with real styles: a heading, paragraphs, a list, a header from
the second page on. The typeface is one that every office has. Texts are never markup here either.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final, cast

from balai.engine.documents.errors import PictureError
from balai.engine.documents.glyphs import TAKEN_OUT, require_writable
from balai.engine.documents.parts import require_picture
from balai.engine.documents.words import date_text, words_of

if TYPE_CHECKING:
    import datetime as dt

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from balai.engine.documents.letter import OfficialLetter
    from balai.engine.documents.minutes import Minutes, Section

FACE: Final = "Arial"
NILA: Final = "14233F"
LINE: Final = "B8C0CE"
TEXT_WIDTH: Final = 156
"""Millimetres between the margins."""


def letter_docx(letter: OfficialLetter, *, at: dt.datetime) -> bytes:
    """Write a letter as an Office Open XML file.

    Args:
        letter: as written.
        at: the file's date of making, aware, 1980 or later; the same letter and moment give the same bytes.

    Raises:
        UnprintableTextError: a text has a character that no such file may hold.
        PictureError: the logo is neither PNG nor JPEG, or damaged.
    """
    import docx
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    require_writable(letter)
    words = words_of(letter.language)["words"]
    document = docx.Document()
    _set_up(document, letter, at)
    _letterhead(document, letter)

    date = ", ".join(filter(None, (letter.place, date_text(letter.dated_on, letter.language))))
    facts = _paragraph(document, f"{words['number']}\t{letter.reference}\t{date}", space=(0, 2))
    enclosures = [f"{words['enclosures']}\t{'; '.join(letter.enclosures)}"] if letter.enclosures else []
    for line in (facts, *(_paragraph(document, text, space=(0, 2)) for text in enclosures)):
        line.paragraph_format.tab_stops.add_tab_stop(Mm(30))
        line.paragraph_format.tab_stops.add_tab_stop(Mm(156), WD_TAB_ALIGNMENT.RIGHT)
    _paragraph(document, "\n".join(letter.addressee), space=(16, 16))
    _paragraph(document, letter.subject, space=(0, 12), style="Heading 1")
    *most, last = (text for text in (letter.salutation, *letter.paragraphs) if text)
    for text in most:
        _paragraph(document, text)
    _paragraph(document, last, keeps=True)  # an office's name alone on a sheet could stand under anything
    if letter.closing:
        _paragraph(document, letter.closing, space=(16, 8), keeps=True).paragraph_format.left_indent = Mm(78)
    signature = _paragraph(document, "\n".join(letter.signed_by), space=(60, 8))
    signature.paragraph_format.left_indent = Mm(78)
    signature.paragraph_format.keep_together = True
    if letter.copies:
        _paragraph(document, words["copies"], space=(24, 2), keeps=True)
        for copy in letter.copies:
            _paragraph(document, copy, space=(0, 2), style="List Number")
    stream = BytesIO()
    document.save(stream)
    return _dated(stream.getvalue(), at)


def minutes_docx(minutes: Minutes, *, at: dt.datetime) -> bytes:
    """Write minutes as an Office Open XML file.

    Args:
        minutes: as decided.
        at: the file's date of making, aware, 1980 or later; the same minutes and moment give the same bytes.

    Raises:
        UnprintableTextError: a text has a character that no such file may hold.
        PictureError: the logo is neither PNG nor JPEG, or damaged.
    """
    import docx
    from docx.shared import Mm

    require_writable(minutes)
    document = docx.Document()
    _set_up(document, minutes, at)
    _letterhead(document, minutes)
    _paragraph(document, minutes.heading, space=(0, 4), style="Heading 1")
    _paragraph(document, minutes.subject, space=(0, 12))
    for fact in minutes.facts:
        if fact.text:
            line = _paragraph(document, f"{fact.name}\t{fact.text}", space=(0, 2))
            line.paragraph_format.tab_stops.add_tab_stop(Mm(48))
            line.paragraph_format.left_indent = Mm(48)
            line.paragraph_format.first_line_indent = Mm(-48)
    for section in minutes.sections:
        _paragraph(document, section.heading, space=(16, 6), keeps=True, style="Heading 1")
        for text in section.paragraphs:
            _paragraph(document, text)
        if section.rows:
            _list(document, section)
    stream = BytesIO()
    document.save(stream)
    return _dated(stream.getvalue(), at)


def _list(document: Document, section: Section) -> None:
    """A table with lines between its rows; its head comes again on every sheet, and rows stay whole."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt

    whole = sum(column.width for column in section.columns)
    table = document.add_table(rows=0, cols=len(section.columns))
    table.autofit = False
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="{LINE}"/>' for side in ("bottom", "insideH"))
    table._tbl.tblPr.insert_element_before(  # noqa: SLF001 -- python-docx has no name for it
        parse_xml(f"<w:tblBorders {nsdecls('w')}>{sides}</w:tblBorders>"),
        *("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"),  # Word minds the order
    )
    widths = [Mm(round(TEXT_WIDTH * column.width / whole)) for column in section.columns]
    for drawn, width in zip(table.columns, widths, strict=True):
        drawn.width = width  # LibreOffice goes by the grid, Word by the cells
    for texts in (tuple(column.head for column in section.columns), *section.rows):
        row = table.add_row()
        row_properties = row._tr.get_or_add_trPr()  # noqa: SLF001 -- python-docx has no name for it
        row_properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if len(table.rows) == 1:
            row_properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for cell, width, text in zip(row.cells, widths, texts, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(TAKEN_OUT.sub("", text))
            run.bold, run.font.size = len(table.rows) == 1, Pt(9)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)


def _paragraph(
    document: Document,
    text: str,
    *,
    space: tuple[int, int] = (0, 8),
    keeps: bool = False,
    style: str = "Normal",
) -> Paragraph:
    """A paragraph with so many points before and after it; one that keeps stays with the next."""
    from docx.shared import Pt

    paragraph = document.add_paragraph(TAKEN_OUT.sub("", text), style=style)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = map(Pt, space)
    paragraph.paragraph_format.keep_with_next = keeps
    return paragraph


def _letterhead(document: Document, letter: OfficialLetter | Minutes) -> None:
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    head = letter.letterhead
    if head.logo:
        require_picture(head.logo)
        mark = _paragraph(document, "", space=(0, 4))
        try:
            mark.add_run().add_picture(BytesIO(head.logo.data), height=Mm(20))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
            raise PictureError("The logo is damaged. Save it again as PNG.") from error
        for properties in mark._p.xpath(".//wp:docPr"):  # noqa: SLF001 -- python-docx has no name for it
            properties.set("descr", head.logo.description)
    first, *others = head.names
    names = _paragraph(document, "", space=(0, 4))
    names.add_run(TAKEN_OUT.sub("", first)).bold = True
    names.add_run(TAKEN_OUT.sub("", "".join(f"\n{name}" for name in others)))
    line = _paragraph(document, " · ".join(head.lines), space=(0, 18)) if head.lines else names
    border = (
        f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="8" w:space="6" w:color="{NILA}"/></w:pBdr>'
    )
    line.paragraph_format.element.get_or_add_pPr().insert_element_before(
        parse_xml(border), "w:spacing", "w:ind"
    )


def _set_up(document: Document, letter: OfficialLetter | Minutes, at: dt.datetime) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    office = TAKEN_OUT.sub("", letter.letterhead.names[0])
    properties = document.core_properties
    properties.title, properties.author, properties.comments = letter.subject[:255], office[:255], ""
    properties.last_modified_by, properties.language = office[:255], letter.language
    properties.created = properties.modified = at
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.top_margin, section.bottom_margin = Mm(24), Mm(26)
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = " · ".join(
        filter(None, (office, TAKEN_OUT.sub("", letter.reference)))
    )
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()  # the template's point to faces of a theme
        for kind in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(kind), FACE)
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), letter.language)
    normal, heading = cast("list[ParagraphStyle]", [document.styles["Normal"], document.styles["Heading 1"]])
    normal.font.size, heading.font.size = Pt(11), Pt(12.5)
    heading.font.color.rgb = RGBColor.from_string(NILA)


def _dated(file: bytes, at: dt.datetime) -> bytes:
    """The same parts with the moment of the letter, not of the computer that wrote it."""
    dated = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(file)) as parts,
        zipfile.ZipFile(dated, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in parts.infolist():
            entry = zipfile.ZipInfo(part.filename, at.timetuple()[:6])
            archive.writestr(entry, parts.read(part), zipfile.ZIP_DEFLATED)
    return dated.getvalue()
