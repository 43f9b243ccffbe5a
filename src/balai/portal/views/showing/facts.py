"""What an edition is called, when and where it is, and what others show of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.templatetags.static import static
from django.utils.translation import get_language_info, gettext, pgettext

from balai.kernel.translated import TranslatedText
from balai.ui import wording
from balai.ui.covers import cover_for
from balai.ui.parts import (
    Fact,
    Sharing,
)
from balai.ui.wording import spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from balai.programmes.models import (
        Edition,
    )
    from balai.ui.parts import (
        CountryRow,
    )

LEAD = 600
"""Characters that a lead may have; a longer first paragraph is left to the text."""


def in_english(text: Mapping[str, str]) -> str:
    """The English words, or what is nearest: the cover of a programme is the same in every language."""
    return TranslatedText(text).in_language("en").text


def cover_of(edition: Edition) -> str:
    """The name of the drawing that fits the theme."""
    return cover_for(in_english(edition.theme), in_english(edition.title), in_english(edition.series.title))


def theme_of(edition: Edition) -> TranslatedText:
    """What this edition is about, where that says more than its title."""
    theme: TranslatedText = edition.theme
    return TranslatedText() if theme == edition.title else theme


def eyebrow_of(edition: Edition) -> list[StrOrPromise]:
    """Series, number, year: what stands above the heading."""
    parts: list[StrOrPromise] = [spoken(edition.series.title)]
    if edition.number:
        parts.append(gettext("edition %(number)s") % {"number": edition.number})
    if edition.starts_on:
        parts.append(str(edition.starts_on.year))
    return parts


def paragraphs_of(text: TranslatedText) -> list[str]:
    """A text as its writer broke it."""
    return [part.strip() for part in str(text).splitlines() if part.strip()]


def lead_and_rest(edition: Edition) -> tuple[str, list[str]]:
    """The first paragraph of the summary where it is short enough to lead, and what follows."""
    first, *rest = paragraphs_of(edition.summary) or [""]
    return (first, rest) if len(first) <= LEAD else ("", [first, *rest])


def places_of(edition: Edition) -> str:
    """``Jakarta and Bandung, Indonesia``."""
    cities = wording.joined(edition.cities)
    country = str(edition.country.name)
    return f"{cities}, {country}" if cities else country


def dates_of(edition: Edition) -> str:
    """``18–30 July 2018``, from the first day to the last; empty while not decided."""
    return wording.span(edition.starts_on, edition.ends_on)


def language_names(codes: Iterable[str]) -> str:
    """``English and Indonesian``, in the page's language; a code that nobody knows as it is."""
    names = []
    for code in codes:
        try:
            names.append(str(get_language_info(code)["name_translated"]))
        except KeyError:
            names.append(code)
    return wording.joined(names)


def zone_of(edition: Edition) -> str:
    """``UTC+7``: the edition's own time on its first day."""
    on = edition.starts_on or dt.date(2000, 1, 1)
    offset = dt.datetime.combine(on, dt.time(12), ZoneInfo(edition.time_zone)).utcoffset() or dt.timedelta()
    minutes = round(offset.total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else "+"
    return f"UTC{sign}{hours}:{rest:02}" if rest else f"UTC{sign}{hours}"


def facts_of(edition: Edition, countries: Sequence[CountryRow], number: int | None) -> list[Fact]:
    """The line of facts below the heading."""
    facts = []
    if dates := dates_of(edition):
        facts.append(Fact(label=gettext("Dates"), value=dates))
    facts.append(Fact(label=pgettext("where", "Places"), value=places_of(edition)))
    if number:
        value = str(number)
        if countries:
            value = gettext("%(number)s from %(countries)s") % {
                "number": number,
                "countries": wording.countries(len(countries)),
            }
        facts.append(Fact(label=gettext("Participants"), value=value))
    facts.append(Fact(label=gettext("Language"), value=language_names(edition.languages)))
    return facts


def sharing_of(edition: Edition, *, origin: str, url: str, title: str) -> Sharing:
    """What services show of a page of this edition."""
    cover = cover_of(edition)
    lead, rest = lead_and_rest(edition)
    description = lead or (rest[0][:LEAD] if rest else "")
    return Sharing(
        title=title,
        description=description or f"{places_of(edition)}, {dates_of(edition)}",
        url=f"{origin}{url}",
        image=f"{origin}{static(f'ui/covers/{cover}.png')}",
        image_says=gettext("A drawing that stands for the theme: %(theme)s")
        % {"theme": theme_of(edition) or edition.title},
    )
