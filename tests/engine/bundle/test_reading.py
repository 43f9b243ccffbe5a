from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from balai.engine.bundle.fields import Link
from balai.engine.bundle.opening import opened
from balai.engine.bundle.problem import Report
from balai.engine.bundle.reading import Reading
from balai.engine.bundle.section import Layout
from tests.engine.bundle.sample import (
    ACTIVITIES,
    BUNDLE,
    EDITIONS,
    LAYOUT,
    ORGANISATIONS,
    SITES,
    checked,
    folder,
    found,
    records,
    rows,
)

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_bundle_gives_its_records_behind_what_they_refer_to(tmp_path: Path) -> None:
    read = records(folder(tmp_path, BUNDLE))

    assert read == {
        "organisations": [
            {
                "code": "MOI",
                "name": {"en": "Ministry of Industry", "id": "Kementerian Perindustrian"},
                "parent": None,
                "country": "ID",
                "roles": ["host"],
                "email": None,
            },
            {
                "code": "BBLM",
                "name": {"en": "Centre for Metal", "id": "Balai Besar Logam"},
                "parent": "MOI",
                "country": "ID",
                "roles": ["centre", "host"],
                "email": "bblm@example.org",
            },
        ],
        "editions": [
            {
                "code": "SMI-2018",
                "title": {"en": "Small and medium industry"},
                "starts_on": dt.date(2018, 7, 18),
                "ends_on": dt.date(2018, 7, 30),
                "places": 20,
            }
        ],
        "sites": [
            {
                "code": "bblm",
                "organisation": "BBLM",
                "name": {"en": "Centre for Metal, Bandung"},
                "about": None,
                "latitude": Decimal("-6.88"),
                "opening": [{"day": "mon", "from": dt.time(8), "until": dt.time(16)}],
                "has_step_free_access": False,
            }
        ],
        "activities": [
            {
                "edition": "SMI-2018",
                "code": "CNC",
                "title": {"en": "CNC practice"},
                "site": "bblm",
                "minutes": 240,
                "after": None,
                "visited": None,
                "is_mandatory": True,
                "note": "Two lines,\nof a note",
            },
            {
                "edition": "SMI-2018",
                "code": "VIS",
                "title": {"en": "A visit"},
                "site": None,
                "minutes": 120,
                "after": None,
                "visited": None,
                "is_mandatory": False,
                "note": None,
            },
        ],
    }
    order = list(read)
    assert order.index("organisations") < order.index("sites") < order.index("activities")


def test_every_fault_is_told_at_once_with_its_place(tmp_path: Path) -> None:
    files = BUNDLE | {
        "bundle.yaml": "format: balai-bundle/9\ntitle: Mine\n",
        "directory/organisations.csv": (
            "code,name.en,parent,country,roles,email\n"
            "MOI,Ministry,MIO,XX,host,nobody\n"
            "MOI,Twice,,ID,,\n"
            ",No code,,ID,=1+1,\n"
            "LONG,A name that is much longer than forty characters are,,ID,,\n"
        ),
        "directory/sites.yaml": (
            "- code: b b\n"
            "  organisation: BBLM\n"
            "  name: Centre\n"
            "  latitude: 91.5\n"
            "  opening:\n"
            "    - day: sun\n"
            "      from: 8 o'clock\n"
            "  colour: red\n"
            "- just a text\n"
        ),
        "editions/SMI-2018/edition.yaml": (
            "code: SMI-2019\ntitle: {en: ''}\nstarts_on: 2018-07-30\nends_on: 2018-02-30\nplaces: twenty\n"
        ),
        "editions/SMI-2018/activities.csv": (
            'code,title.en,sites,minutes,is_mandatory\nCNC,"Two\nlines",bblm,3,perhaps\n'
        ),
        "editions/SMI 2018/activities.csv": "code\n",
        "activity.csv": "code\n",
    }

    report = checked(folder(tmp_path, files))

    assert [(str(one.place), one.place.field, one.rule, one.value) for one in report] == [
        ("activity.csv", "", "path.unknown", "activity.csv"),
        ("bundle.yaml:1:9", "format", "value.pattern", "balai-bundle/9"),
        ("bundle.yaml:2:1", "title", "field.unknown", "title"),
        ("directory/organisations.csv:2:3", "parent", "reference.unknown", "MIO"),
        ("directory/organisations.csv:2:4", "country", "value.country", "XX"),
        ("directory/organisations.csv:2:6", "email", "value.email", "nobody"),
        ("directory/organisations.csv:3:1", "code", "record.duplicate", "MOI"),
        ("directory/organisations.csv:4:1", "code", "field.missing", ""),
        ("directory/organisations.csv:4:5", "", "cell.formula", "=1+1"),
        (
            "directory/organisations.csv:5:2",
            "name.en",
            "value.long",
            "A name that is much longer than forty characters are",
        ),
        ("directory/sites.yaml:1:9", "[1].code", "value.code", "b b"),
        ("directory/sites.yaml:2:17", "[1].organisation", "reference.unknown", "BBLM"),
        ("directory/sites.yaml:3:9", "[1].name", "field.is_translated", "Centre"),
        ("directory/sites.yaml:4:13", "[1].latitude", "value.most", "91.5"),
        ("directory/sites.yaml:6:7", "until", "field.missing", ""),
        ("directory/sites.yaml:6:12", "[1].opening[1].day", "value.choice", "sun"),
        ("directory/sites.yaml:7:13", "[1].opening[1].from", "value.time", "8 o'clock"),
        ("directory/sites.yaml:8:3", "[1].colour", "field.unknown", "colour"),
        ("directory/sites.yaml:9:3", "[2]", "field.is_mapping", "just a text"),
        ("editions/SMI 2018/activities.csv", "", "path.unknown", "editions/SMI 2018/activities.csv"),
        ("editions/SMI-2018/activities.csv:1:3", "", "table.heading_unknown", "sites"),
        ("editions/SMI-2018/edition.yaml:1:7", "code", "field.path", "SMI-2019"),
        ("editions/SMI-2018/edition.yaml:2:8", "title", "field.missing", ""),
        ("editions/SMI-2018/edition.yaml:4:10", "ends_on", "value.date", "2018-02-30"),
        ("editions/SMI-2018/edition.yaml:5:9", "places", "value.whole", "twenty"),
    ]


def test_rows_are_looked_at_once_the_headings_are_right(tmp_path: Path) -> None:
    table = (
        'code,title.en,site,minutes,is_mandatory\nCNC,"Two\nlines",bblm,3,perhaps\nX,Y,blbm,10,yes,extra\n'
    )

    report = checked(folder(tmp_path, BUNDLE | {"editions/SMI-2018/activities.csv": table}))

    file = "editions/SMI-2018/activities.csv"
    assert found(report) == [
        (f"{file}:2:2", "value.line", "Two\nlines"),
        (f"{file}:3:4", "value.least", "3"),  # the cell stands behind a line break in its row
        (f"{file}:3:5", "value.boolean", "perhaps"),
        (f"{file}:4:3", "reference.unknown", "blbm"),
        (f"{file}:4:6", "table.cells", ""),
    ]
    assert [one.sentence() for one in report][3] == "There is no “blbm” among the sites. → bblm?"
    assert [one.remedy() for one in report][3] == "Correct it, or add it to directory/sites.yaml."


def test_end_before_begin_is_told_at_the_end(tmp_path: Path) -> None:
    edition = "title: {en: A}\nstarts_on: 2018-07-30\nends_on: 2018-07-18\n"

    report = checked(folder(tmp_path, BUNDLE | {"editions/SMI-2018/edition.yaml": edition}))

    assert [(str(one.place), one.rule, one.sentence()) for one in report] == [
        (
            "editions/SMI-2018/edition.yaml:3:10",
            "order.wrong",
            "“2018-07-18” comes before starts_on 2018-07-30.",
        )
    ]


def test_what_refers_to_a_file_that_cannot_be_read_is_not_at_fault(tmp_path: Path) -> None:
    files = BUNDLE | {"directory/organisations.csv": "code,name.en,county\nMOI,Ministry,ID\n"}

    assert [one[1] for one in found(checked(folder(tmp_path, files)))] == [
        "table.heading_missing",
        "table.heading_unknown",
    ]


def test_references_may_lead_to_what_is_installed(tmp_path: Path) -> None:
    files = {name: text for name, text in BUNDLE.items() if not name.startswith("directory/org")}
    asked = []

    def installed(section: str) -> list[str]:
        asked.append(section)
        return {"organisations": ["BBLM"]}.get(section, [])

    assert found(checked(folder(tmp_path, files), installed=installed)) == []
    assert asked == ["organisations"]


def test_a_record_is_there_once_even_in_two_files(tmp_path: Path) -> None:
    files = BUNDLE | {"directory/organisations.yaml": "- code: MOI\n  name: {en: A}\n  country: ID\n"}

    assert found(checked(folder(tmp_path, files))) == [
        ("directory/organisations.yaml", "path.twice", "directory/organisations.yaml"),
        ("directory/organisations.yaml:1:9", "record.duplicate", "MOI"),
    ]


def test_records_of_one_edition_name_each_other_by_their_own_codes(tmp_path: Path) -> None:
    table = "code,title.en,minutes,after\nA,One,30,B; C\nB,Two,30,\n"

    report = checked(folder(tmp_path, BUNDLE | {"editions/SMI-2018/activities.csv": table}))

    file = "editions/SMI-2018/activities.csv"
    assert found(report) == [(f"{file}:2:4", "reference.unknown", "SMI-2018/C")]


def test_references_may_have_a_word_behind_them(tmp_path: Path) -> None:
    table = "code,title.en,minutes,visited\nA,One,30,bblm 2; bblm\nB,Two,30,blbm 3\nC,Three,30,bblm often\n"
    report = Report()
    with opened(folder(tmp_path, BUNDLE | {"editions/SMI-2018/activities.csv": table}), report) as tree:
        reading = Reading(tree, LAYOUT)
        reading.check(report)
        (sound,) = [row.values["visited"] for row in reading.rows(ACTIVITIES)]

    assert [(str(one.place), one.rule, one.value) for one in report] == [
        ("editions/SMI-2018/activities.csv:3:4", "reference.unknown", "blbm"),
        ("editions/SMI-2018/activities.csv:4:4", "value.whole", "bblm often"),
    ]
    assert sound == [Link("bblm", 1), Link("bblm", 2)]
    assert ACTIVITIES.by_name["visited"].kind.to_cell(sound) == "bblm; bblm 2"


def test_countries_that_look_like_no_stay_countries(tmp_path: Path) -> None:
    sites = BUNDLE["directory/sites.yaml"].replace("code: bblm", "code: NO")
    files = BUNDLE | {
        "directory/sites.yaml": sites,
        "editions/SMI-2018/activities.csv": "code,title.en,minutes\n",
    }

    assert records(folder(tmp_path, files))["sites"][0]["code"] == "NO"


def test_a_bundle_says_that_it_is_one(tmp_path: Path) -> None:
    files = {name: text for name, text in BUNDLE.items() if name != "bundle.yaml"}

    assert found(checked(folder(tmp_path / "mine", files))) == [("mine", "bundle.no_manifest", "")]


def test_semicolons_between_cells_are_read_too(tmp_path: Path) -> None:
    table = "code;title.en;minutes\nA;One, two;30\n"
    read = records(folder(tmp_path, BUNDLE | {"editions/SMI-2018/activities.csv": table}))

    assert [(row["code"], row["title"]) for row in read["activities"]] == [("A", {"en": "One, two"})]


def test_a_list_in_yaml_may_come_as_a_table_without_what_does_not_fit(tmp_path: Path) -> None:
    files = {name: text for name, text in BUNDLE.items() if name != "directory/sites.yaml"}
    table = "code,organisation,name.en,opening\nbblm,BBLM,Centre,mon\n"

    report = checked(folder(tmp_path / "a", files | {"directory/sites.csv": table}))
    read = records(
        folder(
            tmp_path / "b", files | {"directory/sites.csv": table.replace(",opening", "").replace(",mon", "")}
        )
    )

    assert found(report) == [("directory/sites.csv:1:4", "field.not_in_table", "opening")]
    assert [row["code"] for row in read["sites"]] == ["bblm"]


def test_a_single_table_needs_no_bundle_but_its_name(tmp_path: Path) -> None:
    named = (
        folder(tmp_path, {"organisations.csv": BUNDLE["directory/organisations.csv"]}) / "organisations.csv"
    )
    unnamed = folder(tmp_path, {"list.csv": BUNDLE["directory/organisations.csv"]}) / "list.csv"

    assert [row.key for row in rows(named)] == ["MOI", "BBLM"]
    assert found(checked(unnamed)) == [("list.csv", "path.unknown", "list.csv")]


def test_a_table_outside_its_folder_names_what_the_path_would_say(tmp_path: Path) -> None:
    table = "edition,code,title.en,minutes\nSMI-2018,A,One,30\nSMI-2017,A,One,30\n"
    path = folder(tmp_path, {"activities.csv": table}) / "activities.csv"

    report = checked(path, installed=lambda section: ["SMI-2018"] if section == "editions" else [])

    assert found(report) == [("activities.csv:3:1", "reference.unknown", "SMI-2017")]


def test_a_record_tells_what_its_file_speaks_of(tmp_path: Path) -> None:
    """What a file does not mention stays as it is in the installation; an empty cell takes a value out."""
    files = BUNDLE | {
        "directory/organisations.csv": "code,name.en,name.id,country,email\nMOI,,Kementerian,ID,\nBBLM,B,,ID,\n",
        "directory/sites.yaml": "- {code: bblm, organisation: BBLM, name: {en: A, id: }, latitude: , about: ~}\n",
    }
    read = {row.key: row for row in rows(folder(tmp_path, files))}

    assert read["MOI"].mentioned == {"code", "name", "country", "email"}
    assert read["MOI"].values["name"] == {"en": "", "id": "Kementerian"}
    assert read["bblm"].mentioned == {"code", "organisation", "name", "latitude", "about"}
    assert read["bblm"].values["name"] == {"en": "A", "id": ""}
    assert read["SMI-2018/CNC"].mentioned == {
        "edition",
        "code",
        "title",
        "site",
        "minutes",
        "is_mandatory",
        "note",
    }


def test_records_are_not_taken_unchecked(tmp_path: Path) -> None:
    report = Report()
    with opened(folder(tmp_path, BUNDLE), report) as tree, pytest.raises(ValueError, match="checked before"):
        next(Reading(tree, LAYOUT).rows(SITES))


def test_reading_counts_and_tells_each_record_it_checks(tmp_path: Path) -> None:
    told: list[int] = []
    report = Report()
    with opened(folder(tmp_path, BUNDLE), report) as tree:
        reading = Reading(tree, LAYOUT, on_row=lambda: told.append(1))
        reading.check(report)
        assert (reading.count, len(told)) == (6, 6)
        assert [len(list(reading.rows(section))) for section in LAYOUT] == [1, 2, 1, 2]

    assert len(told) == 6


def test_what_is_sound_can_be_taken_beside_what_is_not(tmp_path: Path) -> None:
    table = "code,title.en,minutes,after\nA,One,many,\nB,Two,30,\nB,Twice,30,\nC,Three,30,X\nD,Four,30,A\n"
    report = Report()
    with opened(folder(tmp_path, BUNDLE | {"editions/SMI-2018/activities.csv": table}), report) as tree:
        reading = Reading(tree, LAYOUT)
        reading.check(report)
        told = found(report)
        sound = [row.values["title"]["en"] for row in reading.rows(ACTIVITIES)]

    assert [rule for _place, rule, _value in told] == ["value.whole", "record.duplicate", "reference.unknown"]
    assert sound == ["Two", "Four"]
    assert found(report) == told


def test_sections_that_refer_to_nothing_or_in_a_circle_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match=r"in a circle|to none"):
        Layout([ACTIVITIES, EDITIONS, SITES])
    with pytest.raises(ValueError, match="one name"):
        Layout([ORGANISATIONS, ORGANISATIONS])
