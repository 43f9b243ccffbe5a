"""The fixed words of documents, and how each language writes dates and times.

The engine has a catalogue of its own (``catalogue/``, one file for each language), because it knows no
framework, and because a document's headings are part of its form: an office freezes both together.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

CATALOGUE = Path(__file__).parent / "catalogue"


class Words(TypedDict):
    """One language's file.

    Attributes:
        months: January first.
        weekdays: Monday first.
        forms: how the language joins and orders, as texts with named gaps; ``clock`` is strftime's.
        words: headings and labels, by the names under which templates know them.
    """

    months: list[str]
    weekdays: list[str]
    forms: dict[str, str]
    words: dict[str, str]


@cache
def languages() -> tuple[str, ...]:
    """Those with a catalogue."""
    return tuple(sorted(file.stem for file in CATALOGUE.glob("*.json")))


def language_for(reader: str) -> str:
    """The language of a document for somebody: theirs, or English where there is no catalogue of it."""
    return reader if reader in languages() else "en"


@cache
def words_of(language: str) -> Words:
    """The catalogue of one language, of which :func:`require_language` has approved."""
    words: Words = json.loads((CATALOGUE / f"{language}.json").read_text(encoding="utf-8"))
    return words


def require_language(language: str) -> None:
    """Refuse a language without headings.

    Raises:
        ValueError: names the languages there are.
    """
    if language not in languages():
        raise ValueError(f"documents speak {' and '.join(languages())}, not {language!r}")


def date_text(on: dt.date, language: str) -> str:
    """``18 July 2018``."""
    return f"{on.day} {words_of(language)['months'][on.month - 1]} {on.year}"


def day_text(on: dt.date, language: str) -> str:
    """``Wednesday 18 July 2018``."""
    known = words_of(language)
    return known["forms"]["day"].format(weekday=known["weekdays"][on.weekday()], date=date_text(on, language))


def span_text(since: dt.date, until: dt.date, language: str) -> str:
    """``18 to 30 July 2018``: what both dates share is written once."""
    end = date_text(until, language)
    if since == until:
        return end
    start = date_text(since, language)
    if since.year == until.year:
        start = start.removesuffix(f" {since.year}")
        if since.month == until.month:
            start = str(since.day)
    return words_of(language)["forms"]["span"].format(since=start, until=end)


def clock_text(moment: dt.datetime, language: str) -> str:
    """``16:00``, as the moment's own zone shows it."""
    return moment.strftime(words_of(language)["forms"]["clock"])


def joined(parts: Sequence[str], language: str) -> str:
    """``Jakarta and Bandung``; ``Jakarta, Bandung and Bali``."""
    forms = words_of(language)["forms"]
    if len(parts) == 2:
        return forms["two"].format(*parts)
    *most, last = parts
    return forms["many"].format(", ".join(most), last) if most else last
