from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from django.utils.translation import override

import balai
from balai.kernel.translated import TranslatedText
from balai.ui import wording

JULY = dt.date(2018, 7, 18)


@pytest.mark.parametrize(
    ("first", "last", "english", "indonesian"),
    [
        (JULY, JULY, "18 July 2018", "18 Juli 2018"),
        (JULY, None, "18 July 2018", "18 Juli 2018"),
        (None, None, "", ""),
        (JULY, dt.date(2018, 7, 30), "18–30 July 2018", "18–30 Juli 2018"),
        (JULY, dt.date(2018, 8, 9), "18 July to 9 August 2018", "18 Juli sampai 9 Agustus 2018"),
        (
            dt.date(2018, 12, 30),
            dt.date(2019, 1, 2),
            "30 December 2018 to 2 January 2019",
            "30 Desember 2018 sampai 2 Januari 2019",
        ),
    ],
)
def test_span_writes_once_what_both_days_share(
    first: dt.date | None, last: dt.date | None, english: str, indonesian: str
) -> None:
    with override("en"):
        assert wording.span(first, last) == english
    with override("id"):
        assert wording.span(first, last) == indonesian


def test_days_and_hours_are_written_as_each_language_does() -> None:
    with override("en"):
        written = (wording.long_day(JULY), wording.brief_day(JULY), wording.weekday(JULY))
        assert written == ("Wednesday 18 July 2018", "Wed 18 Jul 2018", "Wed")
        assert wording.clock(dt.time(8, 30)) == "08:30"
        assert (
            wording.timed(dt.datetime(2018, 7, 18, 8, 30, tzinfo=dt.UTC), "D j M, H:i") == "Wed 18 Jul, 08:30"
        )
    with override("id"):
        assert wording.long_day(JULY) == "Rabu, 18 Juli 2018"
        assert wording.clock(dt.time(8, 30)) == "08.30"
        assert wording.timed(dt.time(8, 30, 15), "H:i:s") == "08.30.15"
        assert wording.timed(dt.time(8, 30), "H:i") == "08.30"
        assert wording.timed(None, "D j M Y, H:i") == ""


WRITTEN_OUT = re.compile(r"""\|(?:date|time):"[^"]*[GgHh]:i|date_format\([^\n]*[GgHh]:i""")


def test_no_page_writes_its_own_clock() -> None:
    """Through ``timed`` each moment is written with the clock of the page's language."""
    package = Path(balai.__file__).parent
    found = [
        f"{path.relative_to(package)}: {each}"
        for path in [*package.rglob("*.html"), *package.rglob("*.txt"), *package.rglob("*.py")]
        for each in WRITTEN_OUT.findall(path.read_text(encoding="utf-8"))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("parts", "written"),
    [
        ([], ""),
        (["Jakarta"], "Jakarta"),
        (["Jakarta", "Bandung"], "Jakarta and Bandung"),
        (["Jakarta", "Bandung", "Bali"], "Jakarta, Bandung and Bali"),
    ],
)
def test_list_is_joined(parts: list[str], written: str) -> None:
    assert wording.joined(parts) == written


@pytest.mark.parametrize(
    ("minutes", "written"),
    [(5, "5 min"), (89, "89 min"), (90, "1 h 30 min"), (180, "3 h"), (210, "3 h 30 min")],
)
def test_long_durations_are_hours(minutes: int, written: str) -> None:
    assert wording.duration(minutes) == written


def test_words_of_another_language_are_marked_and_escaped() -> None:
    with override("en"):
        assert (
            wording.spoken(TranslatedText({"en": "<b>Clay</b>", "id": "Tanah"})) == "&lt;b&gt;Clay&lt;/b&gt;"
        )
        assert wording.spoken(TranslatedText({"id": "<Tanah>"})) == '<span lang="id">&lt;Tanah&gt;</span>'
        assert wording.spoken(TranslatedText()) == ""
