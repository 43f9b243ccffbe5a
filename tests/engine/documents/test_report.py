from __future__ import annotations

import datetime as dt
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn

from balai.engine.documents.editable import report_docx
from balai.engine.documents.minutes import Column, Named
from balai.engine.documents.parts import Letterhead
from balai.engine.documents.report import Block, Chapter, Kind, Report, Signatory, Written, report_pdf
from tests.engine.documents.reading import faults_of_access, pages_of

AT = dt.datetime(2018, 8, 28, 3, tzinfo=dt.UTC)
BARS = Block(
    kind=Kind.BARS,
    title="Participants by country",
    rows=(("Indonesia", "4"), ("Bhutan", "2"), ("Nepal", "0")),
    sizes=(1.0, 0.5, 0.0),
)
SITES = Block(
    kind=Kind.TABLE,
    title="Sites",
    columns=(Column(head="Site", width=2), Column(head="Sessions")),
    rows=(("Centre for Textile", "3"),),
)


def report(**more: object) -> Report:
    said = {
        "language": "en",
        "letterhead": Letterhead(names=("Ministry of Industry",)),
        "heading": "Final report",
        "title": "Small and Medium Industry",
        "reference": "SMI-2018/R-1",
        "facts": (Named(name="Days", text="18–30 July 2018"), Named(name="Supersedes", text="")),
        "contents_heading": "Contents",
        "signed_heading": "Approval and signatures",
        "signed_hint": "Name, position, day, signature",
        "distribution_heading": "Distribution",
        "records_heading": "From the records",
        "signatories": (Signatory(name="Colombo Plan Secretariat", role="Secretariat"),),
        "distribution": ("Colombo Plan Secretariat",),
        "chapters": (
            Chapter(
                number=1,
                title="Summary",
                written=(Written(text="They came."), Written(text="They practised.", is_point=True)),
                blocks=(Block(kind=Kind.FACTS, rows=(("Countries", "3"),)), BARS),
            ),
            Chapter(
                number=2,
                title="Visits",
                blocks=(SITES, Block(kind=Kind.NOTHING, text="No visits are recorded.")),
            ),
        ),
        **more,
    }
    return Report(**said)  # type: ignore[arg-type] # as a sample has it


def test_a_report_is_set_with_contents_signatures_and_figures_beside_bars() -> None:
    pdf = report_pdf(report(note="Draft"), at=AT)
    cover, signed, contents, *body = pages_of(pdf)

    assert [word in cover for word in ("Final report", "18–30 July 2018", "Supersedes", "Draft")] == [
        True,
        True,
        False,
        True,
    ]
    assert "Name, position, day, signature" in signed
    assert [line for line in contents.splitlines() if "Summary" in line or "Visits" in line] != []
    assert faults_of_access(pdf) == []
    said = " ".join(body)
    assert all(word in said for word in ("Indonesia", "4", "From the records", "No visits are recorded."))
    assert report_pdf(report(), at=AT) == report_pdf(report(), at=AT)


def test_the_file_for_a_word_processor_says_the_same_and_has_bars_of_their_length() -> None:
    file = docx.Document(BytesIO(report_docx(report(), at=AT)))

    headings = [one.text for one in file.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings == ["Approval and signatures", "Contents", "1  Summary", "2  Visits"]
    about, summary, bars, sites = file.tables
    assert [[cell.text for cell in row.cells] for one in (about, summary) for row in one.rows] == [
        ["Days", "18–30 July 2018"],
        ["Countries", "3"],
    ]
    assert [one.get(qn("w:name")) for one in file.element.iter(qn("w:bookmarkStart"))] == [
        one.get(qn("w:instr"), "").split()[1] for one in file.element.body.iter(qn("w:fldSimple"))
    ]
    assert [[cell.text.strip() for cell in row.cells] for row in bars.rows] == [
        ["Indonesia", "", "4"],
        ["Bhutan", "", "2"],
        ["Nepal", "", "0"],
    ]
    lengths = [row.cells[1].paragraphs[0].paragraph_format.right_indent for row in bars.rows]
    assert [round(one.mm) for one in lengths if one is not None] == [0, 33, 66]
    shaded = [
        bool(row.cells[1].paragraphs[0].paragraph_format.element.findall(f".//{qn('w:shd')}"))
        for row in bars.rows
    ]
    assert shaded == [True, True, False]
    assert [[cell.text for cell in row.cells] for row in sites.rows] == [
        ["Site", "Sessions"],
        ["Centre for Textile", "3"],
    ]
    assert report_docx(report(), at=AT) == report_docx(report(), at=AT)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": Kind.BARS, "rows": (("Bhutan", "2"),)},
        {"kind": Kind.BARS, "rows": (("Bhutan", "2"),), "sizes": (1.2,)},
        {"kind": Kind.TABLE, "columns": (Column(head="Site"),), "rows": (("a", "b"),)},
    ],
)
def test_a_block_whose_rows_do_not_fit_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"row|bar"):
        Block(**said)  # type: ignore[arg-type] # wrong on purpose
    assert [Block.read(one.told()) for one in (BARS, SITES)] == [BARS, SITES]
