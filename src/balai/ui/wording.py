"""How pages write days, hours and lists, in the language of the page; and whose words they are.

Formats are texts to translate, so that a language can order them its own way: Indonesian writes 08.30.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from django.template.defaultfilters import date as format_date
from django.template.defaultfilters import time as format_time
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.translation import get_language, gettext, ngettext, pgettext

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

HOUR = 60
LONG = 90
"""From as many minutes on, hours are easier to grasp."""


class Translated(Protocol):
    """A text in several languages (kernel.translated.TranslatedText)."""

    @property
    def now(self) -> tuple[str, str]:
        """The words for the page's language, and the language they are really in."""


def spoken(text: Translated) -> SafeString:
    """The words for the page's language; marked with their own where they could not be had in it."""
    words, language = text.now
    if not words or language == get_language():
        return conditional_escape(words)
    return format_html('<span lang="{}">{}</span>', language, words)


def date(on: dt.date) -> str:
    """``18 July 2018``."""
    return format_date(on, pgettext("date format", "j F Y"))


def long_day(on: dt.date) -> str:
    """``Tuesday 24 July 2018``."""
    return format_date(on, pgettext("date format of a day", "l j F Y"))


def brief_day(on: dt.date) -> str:
    """``Fri 4 May 2018``."""
    return format_date(on, pgettext("short date format of a day", "D j M Y"))


def weekday(on: dt.date) -> str:
    """``Tue``."""
    return format_date(on, "D")


def span(first: dt.date | None, last: dt.date | None) -> str:
    """``18–30 July 2018``: what both days share is written once; empty while no day is decided."""
    if first is None:
        return ""
    if last is None or first == last:
        return date(first)
    if (first.year, first.month) == (last.year, last.month):
        return pgettext("days of one month", "%(first)s–%(last)s") % {"first": first.day, "last": date(last)}
    begin = format_date(first, pgettext("date format without the year", "j F"))
    if first.year != last.year:
        begin = date(first)
    return pgettext("days", "%(first)s to %(last)s") % {"first": begin, "last": date(last)}


def clock(at: dt.time | dt.datetime) -> str:
    """``08:30``."""
    return format_time(at, pgettext("time format", "H:i"))


def zone_place(zone: str) -> str:
    """``Jakarta``: the place that a time zone is called after; people know no ``Asia/Jakarta``."""
    return zone.rpartition("/")[2].replace("_", " ")


def timed(at: Any, form: str) -> str:
    """``Fri 4 May 2018, 08:30`` by a form such as ``D j M Y, H:i``, with the language's clock.

    Args:
        at: a moment or a time of day; empty where there is none.
        form: of days and months as it stands, and of the clock ``H:i`` or ``H:i:s``.
    """
    if "H:i:s" in form:
        return format_date(at, form.replace("H:i:s", pgettext("time format to the second", "H:i:s")))
    return format_date(at, form.replace("H:i", pgettext("time format", "H:i")))


def joined(parts: Sequence[object]) -> str:
    """``Jakarta and Bandung``; ``Jakarta, Bandung and Bali``."""
    *most, last = (str(part) for part in parts) if parts else ("",)
    if not most:
        return last
    return pgettext("list", "%(most)s and %(last)s") % {"most": ", ".join(most), "last": last}


def duration(minutes: int) -> str:
    """``45 min``; ``3 h``; ``2 h 30 min``."""
    if minutes < LONG:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    hours, rest = divmod(minutes, HOUR)
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}


def hours(minutes: int) -> str:
    """``1.25``, with the sign that the reader's language parts decimals by; no more than two of them."""
    return str(number_format(f"{round(minutes / 60, 2):g}", use_l10n=True))


def people(number: int) -> str:
    """``20 people``."""
    return ngettext("%(number)s person", "%(number)s people", number) % {"number": number}


def countries(number: int) -> str:
    """``10 countries``."""
    return ngettext("%(number)s country", "%(number)s countries", number) % {"number": number}
