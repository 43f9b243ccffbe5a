"""Letters, minutes and final reports as files that an office edits in its word processor (.docx).

They have the parts of the PDF in the same order, with real styles: headings, paragraphs, lists, a header from
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
    from collections.abc import Sequence

    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

    from balai.engine.documents.letter import OfficialLetter
    from balai.engine.documents.minutes import Minutes, Section
    from balai.engine.documents.report import Block, Chapter, Report

FACE: Final = "Arial"
NILA: Final = "14233F"
LINE: Final = "B8C0CE"
SOGA: Final = "86480F"
BAR_WIDTH: Final = 70
"""Millimetres of the longest bar."""
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


def report_docx(report: Report, *, at: dt.datetime) -> bytes:
    """Write a final report as an Office Open XML file; what is a bar in the PDF is one here too.

    Args:
        report: as approved.
        at: the file's date of making, aware, 1980 or later; the same report and moment give the same bytes.

    Raises:
        UnprintableTextError: a text has a character that no such file may hold.
        PictureError: the logo is neither PNG nor JPEG, or damaged.
    """
    import docx
    from docx.shared import Pt

    require_writable(report)
    document = docx.Document()
    _set_up(document, report, at)
    cast("ParagraphStyle", document.styles["Heading 1"]).font.size = Pt(18)
    _number_pages(document, words_of(report.language)["words"]["page"])
    _cover(document, report)
    _heading(document, report.signed_heading, breaks=True)
    if report.approved:
        _paragraph(document, report.approved, space=(0, 18))
    for one in report.signatories:
        name = _paragraph(document, "", space=(0, 36), keeps=True)
        name.add_run(TAKEN_OUT.sub("", one.name)).bold = True
        name.add_run(TAKEN_OUT.sub("", f"\n{one.role}"))
        _lined(_paragraph(document, report.signed_hint, space=(0, 18)), side="top")
    if report.distribution:
        _paragraph(document, report.distribution_heading, space=(12, 4), keeps=True, style="Heading 2")
        for body in report.distribution:
            _paragraph(document, body, space=(0, 2), style="List Bullet")
    _heading(document, report.contents_heading, breaks=True)
    for chapter in report.chapters:
        _entry(document, chapter)
    for chapter in report.chapters:
        _marked(_heading(document, f"{chapter.number}  {chapter.title}", breaks=chapter.number == 1), chapter)
        for words in chapter.written:
            _paragraph(document, words.text, style="List Bullet" if words.is_point else "Normal")
        if chapter.written and chapter.blocks and not chapter.blocks[0].title:
            _paragraph(document, report.records_heading, space=(12, 4), keeps=True, style="Heading 2")
        for block in chapter.blocks:
            _block(document, block)
    stream = BytesIO()
    document.save(stream)
    return _dated(stream.getvalue(), at)


def _cover(document: Document, report: Report) -> None:
    from docx.shared import Pt, RGBColor

    _letterhead(document, report)
    kind = _paragraph(document, "", space=(96, 6))
    title = _paragraph(document, report.title, space=(0, 8), style="Title")
    if report.theme:
        _paragraph(document, report.theme, space=(0, 12))
    told = [(kind, report.heading)]
    if report.note:
        told.append((_paragraph(document, ""), report.note))
    for paragraph, text in told:
        run = paragraph.add_run(TAKEN_OUT.sub("", text))
        run.bold, run.font.size = True, Pt(13)
        run.font.color.rgb = RGBColor.from_string(SOGA)
    title.paragraph_format.keep_with_next = True
    _facts(document, [(fact.name, fact.text) for fact in report.facts if fact.text])


def _heading(document: Document, text: str, *, breaks: bool) -> Paragraph:
    heading = _paragraph(document, text, space=(20, 6), keeps=True, style="Heading 1")
    heading.paragraph_format.page_break_before = breaks
    return heading


def _marked(heading: Paragraph, chapter: Chapter) -> None:
    """A heading to which the contents lead."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    place = f'{nsdecls("w")} w:id="{chapter.number}"'
    heading._p.append(parse_xml(f'<w:bookmarkStart {place} w:name="chapter{chapter.number}"/>'))  # noqa: SLF001 -- python-docx has no name for it
    heading._p.append(parse_xml(f"<w:bookmarkEnd {place}/>"))  # noqa: SLF001 -- as above


def _entry(document: Document, chapter: Chapter) -> None:
    """A line of the contents; the word processor finds the page of the chapter when it opens the file."""
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    line = _paragraph(document, f"{chapter.number}  {chapter.title}\t", space=(0, 3))
    line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    asked = f'w:instr="PAGEREF chapter{chapter.number} \\h" w:dirty="true"'
    line._p.append(parse_xml(f"<w:fldSimple {nsdecls('w')} {asked}><w:r><w:t/></w:r></w:fldSimple>"))  # noqa: SLF001 -- python-docx has no name for it


def _block(document: Document, block: Block) -> None:
    """What the records say, under its title."""
    from docx.shared import RGBColor

    if block.title:
        _paragraph(document, block.title, space=(12, 4), keeps=True, style="Heading 2")
    if block.columns:
        _list(document, block)
        _paragraph(document, "", space=(0, 4))
    elif block.sizes:
        _bars(document, block)
    elif block.rows:
        _facts(document, block.rows)
    else:
        paragraph = _paragraph(document, block.text)
        if block.kind == "nothing":
            paragraph.runs[0].font.color.rgb = RGBColor.from_string("5F6975")


def _facts(document: Document, rows: Sequence[Sequence[str]]) -> None:
    """Names beside what is known of them; a long name takes further lines of its own side."""
    from docx.shared import Mm, Pt

    widths = [Mm(62), Mm(TEXT_WIDTH - 62)]
    table = document.add_table(rows=0, cols=2)
    table.autofit = False
    for drawn, width in zip(table.columns, widths, strict=True):
        drawn.width = width
    for texts in rows:
        for cell, width, text in zip(table.add_row().cells, widths, texts, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.add_run(TAKEN_OUT.sub("", text))
            paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(0), Pt(2)
    _paragraph(document, "", space=(0, 2))


def _bars(document: Document, block: Block) -> None:
    """A row for each bar: label, bar, figure. The bar is the shade of a paragraph, as wide as it is long."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm, Pt

    widths = [Mm(58), Mm(BAR_WIDTH), Mm(TEXT_WIDTH - 58 - BAR_WIDTH)]
    table = document.add_table(rows=0, cols=3)
    table.autofit = False
    for drawn, width in zip(table.columns, widths, strict=True):
        drawn.width = width
    for (label, figure), size in zip(block.rows, block.sizes, strict=True):
        cells = table.add_row().cells
        for cell, width, text in zip(cells, widths, (label, "\u00a0", figure), strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(TAKEN_OUT.sub("", text))
            run.font.size = Pt(9)
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
        bar = cells[1].paragraphs[0].paragraph_format
        room = BAR_WIDTH - 4  # cells keep their text two millimetres from their sides
        bar.right_indent = Mm(round(room * (1 - size), 1))
        if size:
            shade = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{NILA}"/>'
            bar.element.get_or_add_pPr().insert_element_before(
                parse_xml(shade), "w:tabs", "w:spacing", "w:ind"
            )
    _paragraph(document, "", space=(0, 4))


def _number_pages(document: Document, word: str) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(f"{word} ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    footer._p.append(parse_xml(field))  # noqa: SLF001 -- python-docx has no name for it


def _list(document: Document, section: Section | Block) -> None:
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


def _letterhead(document: Document, letter: OfficialLetter | Minutes | Report) -> None:
    from docx.image.exceptions import (
        InvalidImageStreamError,
        UnexpectedEndOfFileError,
        UnrecognizedImageError,
    )
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
    _lined(line, side="bottom")


def _lined(paragraph: Paragraph, *, side: str) -> None:
    """A line above or below a paragraph."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    border = (
        f'<w:pBdr {nsdecls("w")}><w:{side} w:val="single" w:sz="8" w:space="6" w:color="{NILA}"/></w:pBdr>'
    )
    paragraph.paragraph_format.element.get_or_add_pPr().insert_element_before(
        parse_xml(border), "w:tabs", "w:spacing", "w:ind"
    )


def _set_up(document: Document, letter: OfficialLetter | Minutes | Report, at: dt.datetime) -> None:
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
    sizes = {"Normal": 11, "Heading 1": 12.5, "Heading 2": 11, "Title": 24}
    for name, size in sizes.items():
        style = cast("ParagraphStyle", document.styles[name])
        style.font.size = Pt(size)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(NILA)


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
