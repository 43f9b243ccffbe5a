"""What the records say of an edition: the facts that articles refer to, and the names that they may name.

A fact has a code (``participants``, ``country.BT``), words in each language, and says how sure its record is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import get_language, gettext, override

from balai.directory.enums import Certainty
from balai.directory.models import Country, Machine, Technology
from balai.selection.queries.offers import confirmed
from balai.ui import wording

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.programmes.models import Edition

LANGUAGES = ("en", "id")
"""Those that articles are written in, side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One fact of an edition.

    Attributes:
        code: by which texts name it: ``{fact:participants}``.
        words: how it is written, by language; of a number, its digits.
        number: where it is one; such a fact can also be written in words.
        counts: what a number counts: ``participants``, ``countries``, ``days``; empty for others.
        is_sure: whether its record says that it is known.
        record: reference of the record it comes from.
    """

    code: str
    words: Mapping[str, str]
    number: int | None = None
    counts: str = ""
    is_sure: bool = True
    record: str = ""

    @property
    def token(self) -> str:
        """What a writer writes."""
        return f"{{fact:{self.code}}}"

    @property
    def now(self) -> str:
        """The words, nearest to the page's language; for a list of facts."""
        return self.words.get(_page_language()) or next(iter(self.words.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """What can be referred to, and what may be named.

    Attributes:
        facts: by code.
        taking_part: codes of the countries that take part or are the host.
        country_names: every name of every country in either language, folded, with its code.
        names: capital words such as CNC that stand in names of the records.
        years: that the records name.
    """

    facts: Mapping[str, Fact] = field(default_factory=dict)
    taking_part: frozenset[str] = frozenset()
    country_names: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()


def records_of(edition: Edition | None) -> Records:
    """Everything an article about an edition may refer to; of none, only the names of countries.

    About ten queries, however large the edition is.
    """
    names = _country_names()
    if edition is None:
        return Records(country_names=names)
    is_sure = edition.certainty == Certainty.KNOWN
    people, countries = _who(edition)
    found = [*_numbers(edition, people, countries, is_sure=is_sure), *_days(edition, is_sure=is_sure)]
    found += [
        _named(f"country.{country.code}", country.name, is_sure=is_sure, record=f"country:{country.code}")
        for country in countries
    ]
    found.append(_named("host", edition.country.name, record=f"country:{edition.country_id}"))
    found += [
        Fact(code=f"city.{_slug(city)}", words=dict.fromkeys(LANGUAGES, city), record=edition.reference)
        for city in edition.cities
    ]
    found.append(_named("title", edition.title, record=edition.reference))
    if edition.series.scheme:
        found.append(_named("scheme", edition.series.scheme, record=edition.series.reference))
    spoken: list[str] = [*edition.title.values(), *edition.theme.values(), *edition.series.scheme.values()]
    for organiser in edition.organisers.select_related("organisation").order_by("order"):
        organisation = organiser.organisation
        code = f"organiser.{organisation.code}"
        found.append(_named(code, organisation.name, record=organisation.reference))
        spoken += [organisation.abbreviation, *organisation.name.values()]
    sites = set()
    for activity in edition.activities.prefetch_related("sites__organisation"):
        spoken += [*activity.title.values(), *activity.description.values()]
        sites |= set(activity.sites.all())
    for site in sorted(sites, key=lambda site: site.code):
        found.append(_named(f"site.{site.code}", site.name, record=site.reference))
        spoken += [*site.name.values(), site.organisation.abbreviation, *site.organisation.name.values()]
    keys = [site.pk for site in sites]
    for machine in Machine.objects.filter(site__in=keys):
        spoken += machine.name.values()
    for technology in Technology.objects.filter(organisation__sites__in=keys).distinct():
        spoken += technology.title.values()
    return Records(
        facts={fact.code: fact for fact in found},
        taking_part=frozenset({country.code for country in countries} | {edition.country_id}),
        country_names=names,
        names=frozenset(word for text in spoken for word in _capitals(text)),
        years=_years(edition),
    )


def _who(edition: Edition) -> tuple[int | None, list[Country]]:
    """How many people of which countries: those who confirmed, else who is known to have come."""
    counted = {
        row["country_id"]: row["people"]
        for row in confirmed(edition).order_by().values("country_id").annotate(people=Count("id"))
    }
    if counted:
        return sum(counted.values()), list(Country.objects.filter(pk__in=counted).order_by("code"))
    known = list(edition.known_countries.select_related("country").order_by("country_id"))
    people = edition.known_participants
    if people is None and known and all(row.participants is not None for row in known):
        people = sum(row.participants or 0 for row in known)
    return people, [row.country for row in known]


def _numbers(edition: Edition, people: int | None, countries: list[Country], *, is_sure: bool) -> list[Fact]:
    days = (edition.ends_on - edition.starts_on).days + 1 if edition.starts_on and edition.ends_on else None
    numbers = (
        ("participants", people, "participants"),
        ("countries", len(countries) or None, "countries"),
        ("days", days, "days"),
        ("edition_number", edition.number, ""),
    )
    return [
        Fact(
            code=code,
            words=dict.fromkeys(LANGUAGES, str(number)),
            number=number,
            counts=counts,
            is_sure=is_sure,
            record=edition.reference,
        )
        for code, number, counts in numbers
        if number is not None
    ]


def _days(edition: Edition, *, is_sure: bool) -> list[Fact]:
    if edition.starts_on is None:
        return []
    first, last = edition.starts_on, edition.ends_on or edition.starts_on
    written: dict[str, dict[str, str]] = {"first_day": {}, "last_day": {}, "dates": {}, "year": {}}
    for language in LANGUAGES:
        with override(language):
            written["first_day"][language] = wording.date(first)
            written["last_day"][language] = wording.date(last)
            written["dates"][language] = wording.span(first, last)
            written["year"][language] = str(first.year)
    return [
        Fact(code=code, words=words, is_sure=is_sure, record=edition.reference)
        for code, words in written.items()
    ]


def _years(edition: Edition) -> frozenset[int]:
    days = (edition.starts_on, edition.ends_on)
    pledged = edition.mandates.values_list("year", "valid_until")
    years = {on.year for on in days if on} | {year for year, _ in pledged if year}
    return frozenset(years | {until.year for _, until in pledged if until})


def _named(code: str, name: Mapping[str, str], *, record: str, is_sure: bool = True) -> Fact:
    return Fact(code=code, words=dict(name), is_sure=is_sure, record=record)


def _country_names() -> dict[str, str]:
    rows = Country.objects.values_list("code", "name", "short_name")
    return {
        word.casefold(): code
        for code, name, short in rows
        for words in (name, short)
        for word in words.values()
    }


def _slug(text: str) -> str:
    return "-".join(text.casefold().split())


def _capitals(text: str) -> list[str]:
    """Words that are written in capitals: CNC, BBLM, B4T."""
    words = ("".join(c if c.isalnum() else " " for c in text)).split()
    return [
        word for word in words if len(word) > 1 and word == word.upper() and any(c.isalpha() for c in word)
    ]


def _page_language() -> str:
    return (get_language() or "en").partition("-")[0]


def label_of(fact: Fact) -> str:
    """What a fact is called in a list to choose from."""
    kind, _, rest = fact.code.partition(".")
    labels = {
        "participants": gettext("Participants"),
        "countries": gettext("Countries"),
        "days": gettext("Days"),
        "edition_number": gettext("Number of the edition"),
        "first_day": gettext("First day"),
        "last_day": gettext("Last day"),
        "dates": gettext("Dates"),
        "year": gettext("Year"),
        "host": gettext("Host country"),
        "country": gettext("Country"),
        "city": gettext("City"),
        "title": gettext("Title"),
        "scheme": gettext("Scheme of cooperation"),
        "organiser": gettext("Organiser"),
        "site": gettext("Site"),
    }
    return labels[kind] if not rest else f"{labels[kind]} ({rest})"
