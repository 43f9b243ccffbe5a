"""What is written reads as the same records, and writing those gives the same bytes."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from balai.engine.bundle.writing import bundle_files, write_archive, write_folder, yaml_text
from tests.engine.bundle.sample import BUNDLE, LAYOUT, folder, records

NORMAL = {
    "bundle.yaml": "format: balai-bundle/1\n",
    "directory/organisations.csv": (
        "code,name.en,name.id,parent,country,roles,email\n"
        "MOI,Ministry of Industry,Kementerian Perindustrian,,ID,host,\n"
        "BBLM,Centre for Metal,Balai Besar Logam,MOI,ID,centre; host,bblm@example.org\n"
    ),
    "directory/sites.yaml": (
        "- code: bblm\n"
        "  organisation: BBLM\n"
        "  name:\n"
        "    en: Centre for Metal, Bandung\n"
        "  latitude: -6.88\n"
        "  opening:\n"
        "    - day: mon\n"
        "      from: '08:00'\n"
        "      until: '16:00'\n"
    ),
    "editions/SMI-2018/activities.csv": (
        "code,title.en,site,minutes,is_mandatory,note\n"
        'CNC,CNC practice,bblm,240,,"Two lines,\nof a note"\n'
        "VIS,A visit,,120,false,\n"
    ),
    "editions/SMI-2018/edition.yaml": (
        "title:\n  en: Small and medium industry\nstarts_on: '2018-07-18'\nends_on: '2018-07-30'\nplaces: 20\n"
    ),
}


def written(path: Path) -> dict[str, str]:
    return {name: content.decode() for name, content in bundle_files(LAYOUT, records(path)).items()}


def test_the_sample_is_written_as_it_should_stand(tmp_path: Path) -> None:
    assert written(folder(tmp_path, BUNDLE)) == NORMAL


def test_writing_again_gives_the_same_bytes(tmp_path: Path) -> None:
    untidy = BUNDLE | {
        "directory/sites.yaml": (
            "# a remark\n- {organisation: BBLM, code: 'bblm', latitude: -6.880, has_step_free_access: no,\n"
            '   name: {id: Balai, en: "Centre"}, opening: []}\n'
        ),
        "editions/SMI-2018/activities.csv": 'minutes;code;title.id;title.en\r\n030;A;;"\'=x"\r\n',
    }
    once = written(folder(tmp_path / "a", untidy))
    twice = written(folder(tmp_path / "b", once))

    assert twice == once
    assert once["editions/SMI-2018/activities.csv"] == "code,title.en,minutes\nA,'=x,30\n"
    assert once["directory/sites.yaml"] == (
        "- code: bblm\n  organisation: BBLM\n  name:\n    en: Centre\n    id: Balai\n  latitude: -6.88\n"
    )


def test_an_archive_is_the_same_whoever_writes_it_and_when(tmp_path: Path) -> None:
    files = bundle_files(LAYOUT, records(folder(tmp_path / "a", BUNDLE)))
    first, second = io.BytesIO(), io.BytesIO()

    write_archive(files, first)
    write_archive(files, second)
    (tmp_path / "b.zip").write_bytes(first.getvalue())

    assert first.getvalue() == second.getvalue()
    assert written(tmp_path / "b.zip") == NORMAL
    with zipfile.ZipFile(first) as archive:
        assert archive.testzip() is None


def test_a_folder_holds_the_files(tmp_path: Path) -> None:
    write_folder(bundle_files(LAYOUT, records(folder(tmp_path / "a", BUNDLE))), tmp_path / "b")

    assert written(tmp_path / "b") == NORMAL


WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn", "Zl", "Zp"])
    | st.sampled_from(" -:#'\"|>&*!%@`,[]{}?=+"),
    max_size=200,
).map(lambda text: text.replace("\ufeff", "").strip())
LINES = st.lists(WORDS, max_size=5).map("\n".join).map(str.strip)


@settings(max_examples=100, deadline=None)
@given(title=WORDS.filter(bool), note=LINES, about=LINES)
@example(title="NO", note="no", about="2018-07-18")
@example(title="1.10", note="0x1F", about="null")
@example(title="a: b", note="- a", about="# a")
@example(title="x" * 79 + " " + "y" * 60, note=" a\n\n\n  b", about=("word " * 100).strip())
@example(title="two  spaces " * 9 + "x", note="'=1", about="'")
def test_any_text_comes_back_as_it_was(title: str, note: str, about: str) -> None:
    base = Path(tempfile.mkdtemp())
    try:
        read: dict[str, Any] = records(folder(base / "a", BUNDLE))
        read["activities"][0] |= {"title": {"en": title[:200]}, "note": note[:500].strip() or None}
        read["sites"][0] |= {"about": {"en": about[:2000].strip()} if about[:2000].strip() else None}

        files = bundle_files(LAYOUT, read)
        write_folder(files, base / "b")
        again = records(base / "b")

        assert again == {name: list(rows) for name, rows in read.items()}
        assert bundle_files(LAYOUT, again) == files
    finally:
        shutil.rmtree(base)


def test_what_pages_and_pasted_texts_hold_is_made_readable() -> None:
    rows = [
        {
            "edition": "X",
            "code": "A",
            "title": {"en": "one\u2028two\x07", "id": "\x07"},
            "minutes": 30,
            "note": "a  \r\nb\rc\x85d\ufeff",
        }
    ]

    files = bundle_files(LAYOUT, {"activities": rows})

    assert files["editions/X/activities.csv"].decode() == (
        'code,title.en,title.id,minutes,note\nA,one two,,30,"a\nb\nc\nd"\n'
    )


@given(WORDS)
@example("NO")
@example("1.10")
@example("2018-07-18")
@example("8:30")
@example("~")
@example("y")
def test_other_programs_read_the_same_texts(text: str) -> None:
    assert yaml.safe_load(yaml_text({"value": text})) == {"value": text}
