from __future__ import annotations

import datetime as dt
import os
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.problem import Report
from balai.engine.bundle.sheet import workbook
from tests.engine.bundle.sample import BUNDLE, checked, folder, found, records
from tests.engine.bundle.sheets import changed, workbook_file

if TYPE_CHECKING:
    from pathlib import Path

    from balai.engine.bundle.limits import Limits

SHEET = "xl/worksheets/sheet1.xml"
PEOPLE: dict[str, list[list[object]]] = {"people": [["name", "since"], ["Dechen", 3]]}


def read(
    path: Path, limits: Limits = LIMITS
) -> tuple[dict[str, list[tuple[int, list[str | None]]]], list[tuple[str, str, str]]]:
    report = Report()
    with workbook(path, "a.xlsx", report, limits) as sheets:
        rows = {sheet.name: [(row.line, list(row.cells)) for row in sheet.rows] for sheet in sheets}
    return rows, found(report)


def test_cells_become_the_texts_that_a_person_would_write(tmp_path: Path) -> None:
    path = workbook_file(
        tmp_path / "a.xlsx",
        {
            "people": [
                ["name", "born", "at", "share", "count", "is", "open", "+62 22", None],
                [
                    "Dechen",
                    dt.date(1990, 2, 3),
                    dt.datetime(2018, 7, 18, 8, 30),  # noqa: DTZ001 -- spreadsheets know no zones
                    0.1 + 0.2,
                    12.0,
                    True,
                    dt.time(8, 5),
                    6_281_234_567_890,
                ],
                [],
                [None, None],
                ["'=x", "’"],
            ],
            "empty": [],
        },
    )

    assert read(path) == (
        {
            "people": [
                (1, ["name", "born", "at", "share", "count", "is", "open", "+62 22"]),
                (
                    2,
                    [
                        "Dechen",
                        "1990-02-03",
                        "2018-07-18T08:30",
                        "0.3",
                        "12",
                        "true",
                        "08:05",
                        "6281234567890",
                    ],
                ),
                (5, ["=x", "’"]),
            ],
            "empty": [],
        },
        [],
    )


def test_formulas_and_faults_are_refused_with_their_cell(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", {"people": [["name"], ['=HYPERLINK("http://x")'], ["#REF!"]]})

    rows, problems = read(path)

    assert rows == {"people": [(1, ["name"]), (2, [None]), (3, [None])]}
    assert problems == [
        ("a.xlsx#people:2:1", "cell.formula", '=HYPERLINK("http://x")'),
        ("a.xlsx#people:3:1", "cell.fault", "#REF!"),
    ]


def test_array_and_shared_formulas_are_refused_too(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    cells = '<c r="C2"><f t="array" ref="C2:C3">SUM(B2)</f><v>1</v></c><c r="D2"><f t="shared" si="0"/><v>1</v></c></row></sheetData>'
    changed(path, SHEET, lambda text: text.replace("</row></sheetData>", cells))

    assert [problem[:2] for problem in read(path)[1]] == [
        ("a.xlsx#people:2:3", "cell.formula"),
        ("a.xlsx#people:2:4", "cell.formula"),
    ]


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("xl/vbaProject.bin", "sheet.macro"),
        ("xl/macrosheets/sheet1.xml", "sheet.macro"),
        ("xl/activeX/activeX1.xml", "sheet.macro"),
        ("xl/embeddings/oleObject1.bin", "sheet.macro"),
        ("xl/embeddings/letter.docx", "sheet.foreign"),
        ("xl/externalLinks/externalLink1.xml", "sheet.foreign"),
        ("xl/connections.xml", "sheet.foreign"),
        ("customUI/customUI.xml", "sheet.foreign"),
    ],
)
def test_programs_and_foreign_parts_are_refused(tmp_path: Path, part: str, rule: str) -> None:
    path = changed(workbook_file(tmp_path / "a.xlsx", PEOPLE), part, lambda _text: "<x/>")

    assert read(path) == ({}, [("a.xlsx", rule, part)])


def test_settings_of_a_printer_are_let_through(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    changed(path, "xl/printerSettings/printerSettings1.bin", lambda _text: "x")

    assert read(path)[1] == []


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(
        f'<!ENTITY {one} "{f"&{before};" * 10}">'
        for one, before in zip("bcdefghij", "abcdefghi", strict=True)
    )
    + "]>"
)


@pytest.mark.parametrize(
    "part", [SHEET, "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
def test_entities_are_refused_wherever_they_are(tmp_path: Path, part: str) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    changed(
        path, part, lambda text: BOMB + text.partition("?>")[2] if text.startswith("<?xml") else BOMB + text
    )

    assert read(path) == ({}, [("a.xlsx", "sheet.entity", part)])


def test_an_outside_entity_reads_no_file(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd" [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    changed(path, SHEET, lambda text: outside + text)

    assert read(path) == ({}, [("a.xlsx", "sheet.entity", SHEET)])


def test_a_document_type_in_another_encoding_is_seen(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    with zipfile.ZipFile(path) as archive:
        parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
    parts[SHEET] = ("\ufeff" + BOMB.replace('"1.0"', '"1.0" encoding="UTF-16"') + "<x/>").encode("utf-16-le")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)

    assert read(path) == ({}, [("a.xlsx", "sheet.entity", SHEET)])


def test_a_row_with_a_million_cells_is_refused_before_it_is_built(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    noise = "".join(f'<c s="{os.urandom(4).hex()}"/>' for _number in range(50_000))
    changed(path, SHEET, lambda text: text.replace("</row></sheetData>", f"{noise}</row></sheetData>"))

    assert read(path) == ({}, [("a.xlsx", "table.columns", "")])


def test_elements_are_bounded_in_all_parts_together(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", {"people": [["x"]] * 30})

    assert read(path, replace(LIMITS, sheet_elements=60)) == ({}, [("a.xlsx", "sheet.elements", "")])


@pytest.mark.parametrize(
    ("cell", "rule"),
    [
        ('<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>', "table.rows"),
        ('<row r="3"><c r="XFD3"><v>1</v></c></row>', "table.columns"),
        ('<row r="3"><c r="ZZZZZ3"><v>1</v></c></row>', "table.columns"),
        ('<row r="3"><c r="3A"><v>1</v></c></row>', "sheet.damaged"),
        ('<row r="3"><c r="A3" t="s"><v>77</v></c></row>', "sheet.damaged"),
        ('<row r="3"><c r="A3"><v>many</v></c></row>', "sheet.damaged"),
        ('<row r="x"><c><v>1</v></c></row>', "sheet.damaged"),
    ],
)
def test_rows_and_columns_beyond_all_bounds_end_the_reading(tmp_path: Path, cell: str, rule: str) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    changed(path, SHEET, lambda text: text.replace("</sheetData>", f"{cell}</sheetData>"))

    assert [problem[1] for problem in read(path, replace(LIMITS, rows=1_000))[1]] == [rule]


def test_a_coloured_cell_far_away_is_nothing(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    changed(
        path, SHEET, lambda text: text.replace("</row></sheetData>", '<c r="XFD2" s="0"/></row></sheetData>')
    )

    assert read(path) == ({"people": [(1, ["name", "since"]), (2, ["Dechen", "3"])]}, [])


def test_the_size_that_a_sheet_claims_is_not_believed(tmp_path: Path) -> None:
    path = workbook_file(tmp_path / "a.xlsx", PEOPLE)
    changed(path, SHEET, lambda text: text.replace("<sheetData>", '<dimension ref="A1:A1"/><sheetData>'))

    assert read(path)[0] == {"people": [(1, ["name", "since"]), (2, ["Dechen", "3"])]}


@pytest.mark.parametrize("content", [b"", b"a,b\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old Excel"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)

    assert [problem[1] for problem in read(path)[1]] == ["archive.damaged"]


def test_another_archive_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")

    assert read(path) == ({}, [("a.xlsx", "sheet.kind", "")])


def test_a_workbook_without_its_sheet_is_damaged(tmp_path: Path) -> None:
    path = changed(workbook_file(tmp_path / "a.xlsx", PEOPLE), SHEET, lambda _text: "<worksheet>")

    assert [problem[1] for problem in read(path)[1]] == ["sheet.damaged"]


# --- as part of a bundle ----------------------------------------------------------------------------


ACTIVITIES: list[list[object]] = [
    ["code", "title.en", "site", "minutes"],
    ["CNC", "Practice", "bblm", 240],
    ["X", "Y", "bb", 2],
]


def test_a_sheet_in_the_place_of_a_table_is_read_as_it(tmp_path: Path) -> None:
    files = {name: text for name, text in BUNDLE.items() if not name.endswith("activities.csv")}
    path = folder(tmp_path, files)
    workbook_file(path / "editions/SMI-2018/activities.xlsx", {"Sheet1": ACTIVITIES})

    report = checked(path)

    assert [(str(one.place), one.place.field, one.rule) for one in report] == [
        ("editions/SMI-2018/activities.xlsx#Sheet1:3:3", "site (C3)", "reference.unknown"),
        ("editions/SMI-2018/activities.xlsx#Sheet1:3:4", "minutes (D3)", "value.least"),
    ]


def test_a_workbook_alone_brings_the_tables_that_its_sheets_are_named_after(tmp_path: Path) -> None:
    path = workbook_file(
        tmp_path / "from-the-centre.xlsx",
        {
            "Organisations": [["code", "name.en", "country"], ["BBLM", "Centre", "ID"]],
            "Sites": [["code", "organisation", "name.en"], ["bblm", "BBLM", "Centre"]],
        },
    )

    assert {name: [row["code"] for row in rows] for name, rows in records(path).items()} == {
        "organisations": ["BBLM"],
        "sites": ["bblm"],
    }


def test_the_only_sheet_of_a_workbook_may_be_called_anything(tmp_path: Path) -> None:
    rows = [["code", "name.en", "country"], ["BBLM", "Centre", "ID"]]

    assert (
        len(records(workbook_file(tmp_path / "organisations.xlsx", {"Sheet1": rows}))["organisations"]) == 1
    )
    assert found(checked(workbook_file(tmp_path / "list.xlsx", {"Sheet1": rows}))) == [
        ("list.xlsx#Sheet1", "sheet.unknown", "Sheet1")
    ]
    assert found(checked(workbook_file(tmp_path / "organisations.xlsx", {"Sheet1": rows, "Notes": []}))) == [
        ("organisations.xlsx#Notes", "sheet.unknown", "Notes"),
        ("organisations.xlsx#Sheet1", "sheet.unknown", "Sheet1"),
    ]
