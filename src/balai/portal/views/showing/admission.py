"""Who can take part in an edition: what is asked, what is paid, until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from balai.programmes.enums import Severity, Side, TravelCategory
from balai.ui import wording
from balai.ui.wording import spoken

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence

    from django.utils.safestring import SafeString

    from balai.directory.models import Country
    from balai.programmes.models import (
        Deadline,
        EligibilityRule,
        PackageItem,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """Something that is asked of nominees, and how strictly."""

    label: SafeString
    is_waivable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of nominees.

    Attributes:
        must: what they must be or have.
        should: what is only looked at.
        waivers: who may waive what is marked so.
    """

    must: Sequence[Requirement]
    should: Sequence[Requirement]
    waivers: Sequence[SafeString]


def asked_of(rules: Iterable[EligibilityRule]) -> Asked:
    """What is asked of nominees, and who may waive some of it."""
    waivers: dict[SafeString, None] = {}
    must: list[Requirement] = []
    should: list[Requirement] = []
    for rule in rules:
        is_waivable = rule.severity == Severity.WAIVABLE
        if is_waivable:
            waivers[spoken(rule.waiver_authority)] = None
        kind = should if rule.severity == Severity.WARNING else must
        kind.append(Requirement(label=spoken(rule.label), is_waivable=is_waivable))
    return Asked(must=must, should=should, waivers=list(waivers))


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A part of the package: what participants get, those of which countries, from whom."""

    what: str
    whose: str
    payer: SafeString | str
    note: SafeString


def package_of(items: Iterable[PackageItem]) -> list[Given]:
    """What is paid by whom, in the office's order."""
    sides = {
        Side.SENDING: gettext("The sending government"),
        Side.PARTICIPANT: gettext("The participant"),
    }
    return [
        Given(
            what=str(item.get_benefit_display()),
            whose=whose(item),
            payer=spoken(item.payer.name) if item.payer else sides[Side(item.side)],
            note=spoken(item.note),
        )
        for item in items
    ]


def whose(item: PackageItem) -> str:
    """The travel categories that get a part of the package; empty when all do."""
    if set(item.categories) >= set(TravelCategory):
        return ""
    numbers = [str(number) for number in sorted(item.categories)]
    return ngettext("travel category %(numbers)s", "travel categories %(numbers)s", len(numbers)) % {
        "numbers": wording.joined(numbers)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """When nominations close.

    Attributes:
        says: ``Fri 4 May 2018``; from when to when where countries differ.
        days_left: until the first country's moment; 0 on its last day, negative once it has passed.
        by_country: each country's moment, in its own time.
    """

    says: str
    days_left: int
    by_country: Sequence[tuple[Country, str]]

    @property
    def of_all(self) -> str:
        """The moment that holds for every country by its own clock, or nothing where they differ."""
        moments = {moment for _country, moment in self.by_country}
        return moments.pop() if len(moments) == 1 else ""


def closing_of(deadlines: Sequence[Deadline], *, at: dt.datetime) -> Closing | None:
    """When nominations close, or nothing while no deadline is set."""
    if not deadlines:
        return None
    local = [deadline.at.astimezone(ZoneInfo(deadline.zone)) for deadline in deadlines]
    first, last = min(local, key=lambda moment: moment.date()), max(local, key=lambda moment: moment.date())
    says = wording.brief_day(first.date())
    if first.date() != last.date():
        says = gettext("from %(first)s to %(last)s, by country") % {
            "first": says,
            "last": wording.brief_day(last.date()),
        }
    by_country = [
        (deadline.country, f"{wording.brief_day(moment.date())}, {wording.clock(moment)}")
        for deadline, moment in zip(deadlines, local, strict=True)
        if deadline.country
    ]
    by_country.sort(key=lambda row: str(row[0].name).casefold())
    soonest = min(local)
    return Closing(
        says=says,
        days_left=(soonest.date() - at.astimezone(soonest.tzinfo).date()).days,
        by_country=by_country,
    )
