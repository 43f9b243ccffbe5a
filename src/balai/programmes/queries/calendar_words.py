"""What calendars say, in the reader's language.

Stored reasons name days off in English. Where a list has their names in the reader's language too, or the
office wrote them, those are shown; what is left in English is marked as English, so that a voice that reads
the page aloud does not read it as the language of the page.
"""

from __future__ import annotations

import datetime as dt
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeAlias

from django.utils import formats
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from balai.directory.models import Closure, DeclaredDay
from balai.engine.calendars.almanac import ONE_DAY, Certainty
from balai.engine.calendars.lists import names_in
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from balai.programmes.queries.calendars import PlainReason

OwnNames: TypeAlias = "Mapping[tuple[str, str], str]"
"""What the office calls days in the reader's language, by country or code of a site, and English name."""


def own_names(reasons: Iterable[PlainReason], countries: Iterable[str] = ()) -> OwnNames:
    """What countries declared and why sites are closed, as the office calls it; nothing for English.

    Args:
        reasons: whose countries and sites are looked up.
        countries: more of them.
    """
    if _language() == "en":
        return {}
    reasons = list(reasons)
    codes = {*countries, *(reason["country"] for reason in reasons if reason["country"])}
    sites = {reason["name"].partition(": ")[0] for reason in reasons if reason["rule"] == "D10"}
    declared = DeclaredDay.objects.filter(country_id__in=codes).values_list("country_id", "name")
    closed = Closure.objects.filter(site__code__in=sites).values_list("site__code", "reason")
    # A set that is empty asks nothing of the database.
    named = [*declared, *closed]
    return {
        (whose, name.in_language("en").text): name.now.text
        for whose, name in named
        if name.now.language == _language()
    }


def day_name(name: str, country: str, year: int, own: OwnNames) -> SafeString:
    """A day off in the reader's language where it has a name there, otherwise marked as English.

    Args:
        name: English; several are joined by "; ".
        country: whose day off.
        year: of the day.
        own: of :func:`own_names`.
    """
    if _language() == "en":
        return conditional_escape(name)
    listed = names_in(_language(), country, year)
    return format_html_join(
        "; ",
        "{}",
        ((own.get((country, part)) or listed.get(part) or _english(part),) for part in name.split("; ")),
    )


def _english(words: str) -> SafeString:
    return format_html('<span lang="en">{}</span>', words)


def _language() -> str:
    return (get_language() or "en").partition("-")[0]


def summed_up(
    reasons: Iterable[PlainReason], countries: Mapping[str, str], own: OwnNames
) -> list[tuple[str, SafeString]]:
    """Reasons as the days they are about and a sentence each; Fridays as one, lost days as well.

    Args:
        reasons: of the date finder.
        countries: names by code.
        own: of :func:`own_names`.
    """
    reasons = list(reasons)
    alone = [reason for reason in reasons if reason["rule"] not in {"D7", "D8"}]
    told = [(_days(reason["since"], reason["until"]), _in_words(reason, countries, own)) for reason in alone]
    if fridays := [reason for reason in reasons if reason["rule"] == "D7"]:
        told.append((_extent(fridays), _fridays(fridays)))
    if lost := [reason for reason in reasons if reason["rule"] == "D8"]:
        message = ngettext(
            "%(number)d working day of preparation falls out: %(names)s.",
            "%(number)d working days of preparation fall out: %(names)s.",
            len(lost),
        )
        told.append((_extent(lost), _filled(message, number=len(lost), names=_names_and_days(lost, own))))
    return told


def _filled(message: str, **parts: str | int) -> SafeString:
    """A sentence of ours with parts put in: marked-up ones as they are, texts escaped."""
    escaped = {
        name: part if isinstance(part, int) else conditional_escape(part) for name, part in parts.items()
    }
    return SafeString(conditional_escape(message) % escaped)


def _in_words(reason: PlainReason, countries: Mapping[str, str], own: OwnNames) -> SafeString:
    """One reason as a sentence."""
    country = countries.get(reason["country"], reason["country"])
    if reason["hijri_year"]:
        return _ramadan(reason, country)
    sentences = {
        "D2": lambda: gettext("The host does not work: %(name)s, %(days)s."),
        "D4": lambda: gettext("Kept free for something else: %(name)s, %(days)s."),
        "D5": lambda: gettext(
            "Participants are away from home on a day off in %(country)s: %(name)s, %(days)s."
        ),
        "D6": lambda: gettext("A day off in %(country)s while participants travel: %(name)s, %(days)s."),
        "D10": lambda: gettext("To be borne in mind: %(name)s, %(days)s."),
        "D11": lambda: gettext("No list of days off is known for %(country)s in %(year)s."),
    }
    return _filled(
        sentences[reason["rule"]](),
        name=_sure(reason, own),
        days=_days(reason["since"], reason["until"]),
        country=country,
        year=reason["since"][:4],
    )


def _names_and_days(lost: Iterable[PlainReason], own: OwnNames) -> SafeString:
    """What falls on lost days, each name once, with its stretches of days."""
    stretches: dict[str, list[list[str]]] = {}
    for reason in sorted(lost, key=lambda one: one["since"]):
        found = stretches.setdefault(_named(reason, own), [])
        if found and dt.date.fromisoformat(found[-1][1]) + ONE_DAY == dt.date.fromisoformat(reason["since"]):
            found[-1][1] = reason["until"]
        else:
            found.append([reason["since"], reason["until"]])
    return format_html_join(
        "; ",
        "{} ({})",
        ((name, ", ".join(_days(*days) for days in found)) for name, found in stretches.items()),
    )


def _fridays(reasons: Sequence[PlainReason]) -> SafeString:
    """All Fridays as one sentence, with the longest time that the prayer takes in each city, and its noon.

    What an earlier version found and stored may not say when noon is.
    """
    times: dict[str, list[str]] = {}
    noons: dict[str, list[str]] = {}
    for reason in reasons:
        for block, noon in zip_longest(reason["blocks"], reason.get("noons", ())):
            place, _space, hours = block.rpartition(" ")
            times.setdefault(place, []).extend(hours.split("–"))
            if noon:
                noons.setdefault(place, []).append(noon)
    return _filled(
        gettext("Friday prayer on %(days)s: %(blocks)s."),
        days=", ".join(_day(reason["since"]) for reason in reasons),
        blocks="; ".join(_prayer(place, hours, noons.get(place, ())) for place, hours in times.items()),
    )


def _prayer(place: str, hours: Sequence[str], noons: Sequence[str]) -> str:
    told = f"{_clock(min(hours))}–{_clock(max(hours))}"
    if not noons:
        return f"{place} {told}"
    return gettext("%(place)s %(hours)s, the sun at its highest %(noon)s") % {
        "place": place,
        "hours": told,
        "noon": "–".join(_clock(at) for at in sorted({min(noons), max(noons)})),
    }


def _extent(reasons: Sequence[PlainReason]) -> str:
    return _days(min(one["since"] for one in reasons), max(one["until"] for one in reasons))


def _named(reason: PlainReason, own: OwnNames) -> SafeString:
    """The day off, or whatever else it is; what somebody typed into a question is in their own language."""
    if reason["country"]:
        return day_name(reason["name"], reason["country"], int(reason["since"][:4]), own)
    site, _colon, why = reason["name"].partition(": ")
    if told := own.get((site, why)):
        return conditional_escape(f"{site}: {told}")
    return conditional_escape(reason["name"])


def _sure(reason: PlainReason, own: OwnNames) -> SafeString:
    name = _named(reason, own)
    if reason["certainty"] == Certainty.ESTIMATED:
        return _filled(gettext("%(name)s (estimated)"), name=name)
    if reason["certainty"] == Certainty.OBSERVED:
        return _filled(gettext("%(name)s (the day given instead)"), name=name)
    return name


def _ramadan(reason: PlainReason, country: str) -> SafeString:
    message = (
        gettext("Ramadan %(year)s falls within the programme in %(country)s: from %(begins)s to %(ends)s.")
        if reason["rule"] == "D3"
        else gettext(
            "Ramadan %(year)s falls into the preparation in %(country)s: from %(begins)s to %(ends)s."
        )
    )
    return _filled(
        message,
        year=reason["hijri_year"],
        country=country,
        begins=_either(reason["first_days"]),
        ends=_either(reason["last_days"]),
    )


def _either(days: Sequence[str]) -> str:
    """Days of which one will be right once the moon is sighted: “7/8/9 Feb 2027”."""
    *early, last = days
    if any(day[:7] != last[:7] for day in early):
        return "/".join(_day(day) for day in days)
    return "/".join([*(str(dt.date.fromisoformat(day).day) for day in early), _day(last)])


def _day(text: str) -> str:
    return formats.date_format(dt.date.fromisoformat(text), "j M Y")


def _clock(text: str) -> str:
    return wording.clock(dt.time.fromisoformat(text))


def _days(since: str, until: str) -> str:
    return _day(since) if since == until else f"{_day(since)} – {_day(until)}"
