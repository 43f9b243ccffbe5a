"""Folders and archives from anybody: each trick that is known is refused, and told as what it is."""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from balai.engine.bundle.limits import LIMITS
from balai.engine.bundle.opening import opened
from balai.engine.bundle.problem import Report
from tests.engine.bundle.sample import BUNDLE, checked, folder, found, judged, records

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

SMALL = replace(LIMITS, files=8, file_bytes=2_000_000, total_bytes=3_000_000)


def archive(path: Path, files: Mapping[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    """An archive with these files, under the names they are given."""
    target = path / "bundle.zip"
    with zipfile.ZipFile(target, "w", method) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return target


def with_entry(path: Path, name: str, **attributes: int) -> Path:
    """An archive with one entry whose record in the directory says more."""
    target = path / "bundle.zip"
    with zipfile.ZipFile(target, "w") as written:
        entry = zipfile.ZipInfo(name)
        for attribute, value in attributes.items():
            setattr(entry, attribute, value)
        written.writestr(entry, b"x")
    return target


def test_an_archive_reads_like_its_folder(tmp_path: Path) -> None:
    plain = archive(tmp_path, BUNDLE)
    (tmp_path / "b").mkdir()
    around = archive(
        tmp_path / "b",
        {f"colombo-plan-2018/{name}": content for name, content in BUNDLE.items()}
        | {"__MACOSX/._x": b"\0", "colombo-plan-2018/.DS_Store": b"\0", "colombo-plan-2018/README.md": "# x"},
    )

    assert records(plain) == records(folder(tmp_path / "folder", BUNDLE)) == records(around)


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("../evil.csv", "path.outside"),
        ("a/../../evil.csv", "path.outside"),
        ("/etc/passwd", "path.outside"),
        ("C:/evil.csv", "path.outside"),
        ("..\\evil.csv", "path.outside"),
        ("a\\evil.csv", "path.characters"),
        ("a//evil.csv", "path.characters"),
        ("./evil.csv", "path.characters"),
        ("evil.csv ", "path.characters"),
        ("evil\u202efdp.csv", "path.characters"),
        ("evil\n.csv", "path.characters"),
        ("ev?l.csv", "path.characters"),
        ("a/" * 120 + "evil.csv", "path.long"),
    ],
)
def test_names_that_lead_out_or_hide_are_refused(tmp_path: Path, name: str, rule: str) -> None:
    path = archive(tmp_path, BUNDLE | {name: "code\n"})

    assert judged(path) == [(name, rule, name[:119] + "…" if len(name) > 120 else name)]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bundle.zip"]


def test_a_name_cut_at_a_null_is_told_whole(tmp_path: Path) -> None:
    content = archive(tmp_path, {"evil.exe@.csv": "x"}).read_bytes().replace(b"@", b"\0")
    (tmp_path / "bundle.zip").write_bytes(content)

    assert judged(tmp_path / "bundle.zip") == [("evil.exe\0.csv", "path.characters", "evil.exe\0.csv")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("directory/Sites.yaml", "directory/sites.yaml"),
        (unicodedata.normalize("NFC", "é.csv"), unicodedata.normalize("NFD", "é.csv")),
        ("straße.csv", "strasse.csv"),
        ("\ufb01le.csv", "file.csv"),
    ],
)
def test_names_that_some_systems_take_for_one_are_refused(tmp_path: Path, one: str, other: str) -> None:
    second = max(one, other)

    assert judged(archive(tmp_path, {one: "x", other: "x"})) == [(second, "path.duplicate", second)]


def test_two_entries_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("sites.csv", "code\nA\n")
        with pytest.warns(UserWarning, match="Duplicate name"):
            written.writestr("sites.csv", "code\nB\n")

    assert judged(path) == [("sites.csv", "path.duplicate", "sites.csv")]


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("code\nS\n")
    inside = folder(tmp_path / "folder", {"bundle.yaml": "x"})
    (inside / "people.csv").symlink_to(secret)
    (inside / "directory").symlink_to(tmp_path)
    packed = with_entry(tmp_path, "people.csv", external_attr=(stat.S_IFLNK | 0o777) << 16)

    assert judged(inside) == [
        ("directory", "path.link", "directory"),
        ("people.csv", "path.link", "people.csv"),
    ]
    assert judged(packed) == [("bundle.zip/people.csv", "path.link", "people.csv")]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(folder(tmp_path / "folder", {"bundle.yaml": "x"}) / "people.csv")

    assert judged(tmp_path / "folder") == [("people.csv", "path.special", "people.csv")]


def test_a_bomb_by_ratio_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = archive(tmp_path, {"people.csv": b"0" * 1_000_000})

    assert path.stat().st_size < 2_000
    assert judged(path) == [("bundle.zip/people.csv", "archive.ratio", "")]


def test_a_bomb_by_size_is_refused(tmp_path: Path) -> None:
    noise = os.urandom(1_600_000)

    assert judged(archive(tmp_path, {"a.csv": noise, "b.csv": noise}), SMALL) == [
        ("bundle.zip", "archive.size", "")
    ]
    assert judged(archive(tmp_path, {"a.csv": noise + noise}), SMALL) == [
        ("bundle.zip", "archive.size", ""),
        ("bundle.zip/a.csv", "file.size", ""),
    ]
    assert judged(folder(tmp_path / "folder", {"a.csv": noise, "b.csv": noise}), SMALL) == [
        ("folder", "archive.size", "")
    ]
    assert judged(folder(tmp_path / "other", {"a.csv": noise + noise[:900_000]}), SMALL) == [
        ("a.csv", "file.size", "")
    ]


def test_a_bomb_by_count_is_refused(tmp_path: Path) -> None:
    many = {f"{number}.csv": "x" for number in range(9)}

    assert judged(archive(tmp_path, many), SMALL) == [("bundle.zip", "archive.files", "")]
    assert judged(folder(tmp_path / "folder", many), SMALL) == [("folder", "archive.files", "")]


def test_an_archive_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    """The directory says a byte; the data are a million, of which the reader takes no more than was said."""
    path = archive(tmp_path, {"people.csv": b"0" * 1_000_000})
    content = bytearray(path.read_bytes())
    directory = content.rfind(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 1)
    path.write_bytes(content)

    assert [one[1] for one in judged(path)] == ["archive.damaged"]


def test_entries_that_share_their_bytes_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": "x" * 50, "b.csv": "x" * 50}, method=zipfile.ZIP_STORED)
    content = bytearray(path.read_bytes())
    second = content.rfind(b"PK\x01\x02")
    content[second + 42 : second + 46] = struct.pack("<I", 0)
    path.write_bytes(content)

    assert judged(path) == [("bundle.zip", "archive.overlap", "")]


@pytest.mark.parametrize("where", ["before", "behind", "between"])
def test_bytes_that_belong_to_no_file_are_refused(tmp_path: Path, where: str) -> None:
    path = archive(tmp_path, {"a.csv": "x"})
    content = path.read_bytes()
    if where == "before":
        content = b"#!/bin/sh\n" + content
    elif where == "behind":
        content += b"<script>"
    else:
        directory = content.rfind(b"PK\x01\x02")
        end = content.rfind(b"PK\x05\x06")
        moved = struct.pack("<I", directory + 40)
        content = (
            content[:directory] + b"x" * 40 + content[directory : end + 16] + moved + content[end + 20 :]
        )
    path.write_bytes(content)

    assert [one[1] for one in judged(path)] == ["archive.hidden"]


def test_locked_and_unusual_archives_are_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": "x"})
    content = bytearray(path.read_bytes())
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(content)

    assert judged(tmp_path / "locked.zip") == [("locked.zip/a.csv", "archive.encrypted", "")]
    assert judged(archive(tmp_path, {"a.csv": "x"}, method=zipfile.ZIP_LZMA)) == [
        ("bundle.zip/a.csv", "archive.method", "")
    ]


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 cut"])
def test_damaged_archives_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)

    assert [one[1] for one in judged(path)] == ["archive.damaged"]


def test_a_damaged_file_within_is_refused(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.csv": "hello hello hello"}, method=zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"hello hello hello", b"hello hullo hello", 1))

    assert [(one[0], one[1]) for one in judged(path)] == [("a.csv", "archive.damaged")]


def test_nothing_and_what_is_no_bundle_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-")

    assert judged(tmp_path / "empty") == [("empty", "bundle.empty", "")]
    assert judged(tmp_path / "letter.pdf") == [("letter.pdf", "bundle.kind", "letter.pdf")]
    assert judged(tmp_path / "nowhere") == [("nowhere", "bundle.absent", "nowhere")]


def test_a_copy_is_called_as_it_came(tmp_path: Path) -> None:
    content = folder(tmp_path, {"7": BUNDLE["directory/organisations.csv"]}) / "7"
    report = Report()

    with opened(content, report, name="organisations.csv") as tree:
        assert (list(tree.files), tree.is_single) == (["organisations.csv"], True)


def test_no_archive_of_noise_does_harm(tmp_path: Path) -> None:
    """Turn every byte of a small archive round once: an answer or a problem, never an error."""
    sound = archive(tmp_path, {"bundle.yaml": "format: balai-bundle/1\n"}).read_bytes()
    path = tmp_path / "noise.zip"
    answers = set()
    for place in range(len(sound)):
        content = bytearray(sound)
        content[place] ^= 0xFF
        path.write_bytes(content)
        answers.add(bool(found(checked(path))))

    assert answers == {True, False}


def test_unpacked_files_are_gone_afterwards(tmp_path: Path) -> None:
    with opened(archive(tmp_path, BUNDLE), Report()) as tree:
        places = [file.parent for file in tree.files.values()]
        assert all(place.exists() for place in places)

    assert not any(place.exists() for place in places)
