from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balai.engine.bundle.fields import ListOf, Translated
from balai.engine.bundle.kinds import (
    BAD,
    EMAIL,
    LANGUAGE_TAG,
    URL,
    Boolean,
    Choice,
    ClockTime,
    Code,
    Date,
    Listed,
    Moment,
    Number,
    Pattern,
    RoughDate,
    RoughDay,
    Text,
    TimeZone,
    Whole,
)
from balai.engine.bundle.node import Listing, Scalar, Table
from balai.engine.bundle.problem import Place, Report

if TYPE_CHECKING:
    from balai.engine.bundle.kinds import (
        Kind,
    )

HERE = Place("a.yaml", 1, 1)


def parsed(kind: Kind, text: str) -> tuple[Any, list[str]]:
    report = Report()
    return kind.parse(Scalar(text, HERE), report), [one.rule for one in report]


@pytest.mark.parametrize(
    ("kind", "text", "value", "written"),
    [
        (Text(), " two words ", "two words", "two words"),
        (Text(has_lines=True), "a  \nb", "a\nb", "a\nb"),
        (Code(), "SMI-2018", "SMI-2018", "SMI-2018"),
        (EMAIL, "office@example.org", "office@example.org", "office@example.org"),
        (URL, "https://example.org/a?b=c", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        (LANGUAGE_TAG, "zh-Hant", "zh-Hant", "zh-Hant"),
        (Whole(least=-5), "-05", -5, -5),
        (Number(), "1250.50", Decimal("1250.5"), Decimal("1250.5")),
        (Number(), "1200", Decimal(1200), Decimal(1200)),
        (Number(places=6, least=Decimal(-90)), "-6.880000", Decimal("-6.88"), Decimal("-6.88")),
        (Boolean(), "Yes", True, True),
        (Boolean(), "false", False, False),
        (Date(), "2016-02-29", dt.date(2016, 2, 29), "2016-02-29"),
        (RoughDate(), "1963", RoughDay(dt.date(1963, 1, 1), "year"), "1963"),
        (RoughDate(), "1963-07", RoughDay(dt.date(1963, 7, 1), "month"), "1963-07"),
        (RoughDate(), "1963-07-18", RoughDay(dt.date(1963, 7, 18), "day"), "1963-07-18"),
        (ClockTime(), "8:05", dt.time(8, 5), "08:05"),
        (Moment(), "2018-07-18T08:30+07:00", dt.datetime(2018, 7, 18, 1, 30, tzinfo=dt.UTC), "2018-07-18T01:30Z"),
        (Choice({"cash": "Money."}), "cash", "cash", "cash"),
        (Listed(frozenset({"BT"}), "value.country"), "BT", "BT", "BT"),
        (TimeZone(), "Asia/Jakarta", "Asia/Jakarta", "Asia/Jakarta"),
        (Pattern(regex="[0-9]{2}", sample="12"), "12", "12", "12"),
    ],
)  # fmt: skip
def test_a_value_is_read_and_written(kind: Kind, text: str, value: Any, written: Any) -> None:
    assert parsed(kind, text) == (value, [])
    assert kind.plain(value) == written
    assert type(kind.plain(value)) is type(written)
    assert parsed(kind, kind.to_cell(value)) == (value, [])


@pytest.mark.parametrize(
    ("kind", "text", "rule"),
    [
        (Text(most=3), "four", "value.long"),
        (Text(), "a\nb", "value.line"),
        (Code(), "two words", "value.code"),
        (Code(), "-x", "value.code"),
        (Code(most=3), "four", "value.long"),
        (EMAIL, "office@localhost", "value.email"),
        (URL, "javascript:alert(1)", "value.url"),
        (LANGUAGE_TAG, "English", "value.language"),
        (Whole(), "1.0", "value.whole"),
        (Whole(), "1_000", "value.whole"),
        (Whole(), "٣", "value.whole"),
        (Whole(least=1), "0", "value.least"),
        (Whole(most=9), "10", "value.most"),
        (Number(), "1.255", "value.number"),
        (Number(), "1,250", "value.number"),
        (Number(), "1e3", "value.number"),
        (Number(), "NaN", "value.number"),
        (Boolean(), "ya", "value.boolean"),
        (Date(), "18/07/2018", "value.date"),
        (Date(), "2018-02-30", "value.date"),
        (RoughDate(), "1963-13", "value.rough_date"),
        (RoughDate(), "196", "value.rough_date"),
        (RoughDate(), "1963-7", "value.rough_date"),
        (ClockTime(), "24:00", "value.time"),
        (Moment(), "2018-07-18T08:30", "value.moment"),
        (Moment(), "tomorrow", "value.moment"),
        (Choice({"cash": "Money."}), "kind", "value.choice"),
        (Listed(frozenset({"BT"}), "value.country"), "bt", "value.country"),
        (TimeZone(), "Asia/Bandung", "value.zone"),
        (Pattern(regex="[0-9]{2}", sample="12"), "123", "value.pattern"),
    ],
)
def test_a_value_that_does_not_fit_is_bad_and_told(kind: Kind, text: str, rule: str) -> None:
    assert parsed(kind, text) == (BAD, [rule])


def test_lists_in_cells_are_separated_by_semicolons() -> None:
    kind = ListOf(kind=Code(), is_set=True)
    report = Report()

    value = kind.parse(kind.from_cell(Scalar("b; a;; b", HERE)), report)

    assert (value, list(report)) == (["a", "b"], [])
    assert (kind.plain(value), kind.to_cell(value)) == (["a", "b"], "a; b")
    assert ListOf(kind=Code()).plain(["b", "a", "b"]) == ["b", "a", "b"]
    assert (kind.fits_cells, ListOf(kind=Translated()).fits_cells) == (True, False)


def test_every_value_of_a_list_is_looked_at() -> None:
    report = Report()

    assert ListOf(kind=Whole()).parse(Listing((Scalar("x", HERE), Scalar("y", HERE)), HERE), report) is BAD
    assert [one.value for one in report] == ["x", "y"]
    assert ListOf(kind=Whole()).parse(Scalar("1", HERE), report) is BAD


def test_a_text_in_languages_is_written_with_english_first() -> None:
    report = Report()
    texts = {
        "id": Scalar("dua", HERE),
        "ar": Scalar("x", HERE),
        "en": Scalar("two", HERE),
        "fr": Scalar("", HERE),
    }

    value = Translated().parse(Table(texts, HERE), report)

    assert (value, list(report)) == ({"id": "dua", "ar": "x", "en": "two", "fr": ""}, [])
    assert str(Translated().plain(value)) == "{'en': 'two', 'ar': 'x', 'id': 'dua'}"


def test_a_text_in_no_language_is_told_where_it_stands() -> None:
    report = Report()
    table = Table({"English": Scalar("x", HERE)}, HERE, {"English": Place("a.yaml", 7, 3)})

    assert Translated().parse(table, report) is BAD
    assert [(str(one.place), one.rule, one.value) for one in report] == [
        ("a.yaml:7:3", "value.language", "English")
    ]


@given(st.decimals(min_value=0, max_value=10**12, places=2))
def test_any_amount_comes_back_as_it_was(amount: Decimal) -> None:
    kind = Number(places=2)

    assert parsed(kind, kind.to_cell(amount)) == (amount, [])
    assert parsed(kind, str(kind.plain(amount))) == (amount, [])
