from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from balai.engine.documents.parts import LocalMoment, moment_text
from balai.engine.documents.words import (
    CATALOGUE,
    date_text,
    day_text,
    joined,
    languages,
    require_language,
    span_text,
    words_of,
)

TEMPLATES = CATALOGUE.parent / "templates"
GAP = re.compile(r"\{\w*\}")


def test_every_language_has_every_word_and_no_other() -> None:
    english, *others = (words_of(language) for language in languages())

    assert languages() == ("en", "id")
    for other in others:
        assert other["words"].keys() == english["words"].keys()
        assert other["forms"].keys() == english["forms"].keys()
        assert (len(other["months"]), len(other["weekdays"])) == (12, 7)
        assert [key for key, word in other["words"].items() if word == english["words"][key]] == []
        texts = {**english["words"], **english["forms"]}
        theirs = {**other["words"], **other["forms"]}
        assert [
            key for key in texts if Counter(GAP.findall(texts[key])) != Counter(GAP.findall(theirs[key]))
        ] == []


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    text = "".join(file.read_text(encoding="utf-8") for file in TEMPLATES.glob("*.typ"))
    used = set(re.findall(r"\bwords\.([a-z_]+)", text))

    filled_in_python = {"erratum", "replaces"}
    assert used | filled_in_python == words_of("en")["words"].keys()


@pytest.mark.parametrize(
    ("since", "until", "english", "indonesian"),
    [
        ((2018, 7, 18), (2018, 7, 18), "18 July 2018", "18 Juli 2018"),
        ((2018, 7, 18), (2018, 7, 30), "18 to 30 July 2018", "18 sampai dengan 30 Juli 2018"),
        ((2017, 7, 30), (2017, 8, 9), "30 July to 9 August 2017", "30 Juli sampai dengan 9 Agustus 2017"),
        (
            (2018, 12, 30),
            (2019, 1, 2),
            "30 December 2018 to 2 January 2019",
            "30 Desember 2018 sampai dengan 2 Januari 2019",
        ),
    ],
)
def test_a_span_writes_once_what_its_dates_share(
    since: tuple[int, int, int], until: tuple[int, int, int], english: str, indonesian: str
) -> None:
    first, last = dt.date(*since), dt.date(*until)

    assert span_text(first, last, "en") == english
    assert span_text(first, last, "id") == indonesian


def test_dates_days_and_lists_in_both_languages() -> None:
    on = dt.date(2018, 5, 4)

    assert (date_text(on, "en"), date_text(on, "id")) == ("4 May 2018", "4 Mei 2018")
    assert (day_text(on, "en"), day_text(on, "id")) == ("Friday 4 May 2018", "Jumat, 4 Mei 2018")
    assert joined(("Jakarta",), "en") == "Jakarta"
    assert joined(("Jakarta", "Bandung"), "id") == "Jakarta dan Bandung"
    assert joined(("Jakarta", "Bandung", "Bali"), "en") == "Jakarta, Bandung and Bali"
    assert joined(("Jakarta", "Bandung", "Bali"), "id") == "Jakarta, Bandung, dan Bali"


def test_a_moment_names_the_other_days_of_other_places() -> None:
    at = dt.datetime(2018, 5, 4, 23, 30, tzinfo=ZoneInfo("Asia/Kabul"))
    moments = (
        LocalMoment(place="Kabul", at=at),
        LocalMoment(place="Colombo", at=at.astimezone(ZoneInfo("Asia/Colombo"))),
    )

    assert moment_text(moments[:1], "en") == "Friday 4 May 2018, 23:30 in Kabul"
    assert moment_text(moments, "en") == (
        "Friday 4 May 2018, 23:30 in Kabul (Saturday 5 May 2018, 00:30 in Colombo)"
    )
    assert moment_text(moments, "id") == (
        "Jumat, 4 Mei 2018, pukul 23.30 di Kabul (Sabtu, 5 Mei 2018, pukul 00.30 di Colombo)"
    )


def test_a_language_without_catalogue_is_refused() -> None:
    with pytest.raises(ValueError, match=r"documents speak en and id, not '\.\./en'"):
        require_language("../en")
