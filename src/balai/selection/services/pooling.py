"""From an edition's nominations, scores, quotas and targets to what the engine is asked."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import Q, Sum

from balai.directory.models import Membership
from balai.engine.selection.problem import Budget, Country, Host, Lock, Nominee, Problem, Rooms, Target
from balai.nominations.models import ReturnedPlaces
from balai.programmes.models import BudgetLine, Quota
from balai.programmes.models import Target as EditionTarget
from balai.selection.enums import Place
from balai.selection.models import Lock as PanelLock
from balai.selection.queries.scores import NOBODY, eligible_in, plan_of, scores_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from balai.kernel.translated import TranslatedText
    from balai.nominations.models import Nomination
    from balai.programmes.models import Edition
    from balai.selection.queries.scores import Scored

FIGURES = 200
"""The dearest fare is counted in at most so many steps: finer ones prove nothing that an office can use."""

BELONGS = "yes"
"""The value of an attribute that is the code of a body, such as ``ldc``, for nominees of its members."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """What a proposal is made from.

    Attributes:
        problem: what the engine is asked; nominees go by their references. None where nobody is scored yet.
        nominations: all that may be selected, by reference.
        scores: of each, by reference.
        unscored: references of those without any score; no proposal can have them in.
        unfinished: references of those of whom a reader's score is missing.
        countries: names of the countries of the problem, by code.
        targets: names of its targets, by code.
        money: what must suffice.
    """

    problem: Problem | None
    nominations: Mapping[str, Nomination]
    scores: Mapping[str, Scored]
    unscored: tuple[str, ...]
    unfinished: tuple[str, ...]
    countries: Mapping[str, TranslatedText]
    targets: Mapping[str, TranslatedText]
    money: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """The lines of an edition's budget that a cohort must keep to.

    Attributes:
        budgets: by travel category, in whole units of the line's currency.
        rooms: that people of one sex share.
        fares: what a person of a country costs, by country and budget.
        names: of the budgets, by code.
    """

    budgets: tuple[Budget, ...] = ()
    rooms: Rooms | None = None
    fares: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    names: Mapping[str, TranslatedText] = field(default_factory=dict)

    def costs_of(self, country: str) -> Mapping[str, int]:
        """What somebody of a country costs, by budget."""
        return self.fares.get(country, {})


def pool_of(edition: Edition, wish: Mapping[str, Any] | None = None, *, with_unscored: bool = False) -> Pool:
    """Gather the pool of an edition; a fixed number of questions, however many nominees there are.

    Args:
        edition: whose.
        wish: what is asked other than the edition does: ``places``, a number; ``without``, ids of limits that
            are left out (``target:women``, ``host``, ``countries``, ``budget:air-fares``, ``rooms``);
            ``locks``, references with ``in`` or ``out``.
        with_unscored: whether those whom nobody has scored stand in the problem too, without points: for a
            place that became free they may come, for a proposal they may not.
    """
    wish = wish or {}
    plan = plan_of(edition)
    nominations = {one.code: one for one in eligible_in(edition).order_by("code")}
    by_key = scores_in(edition)
    scores = {code: by_key.get(one.pk, NOBODY) for code, one in nominations.items()}
    quotas = list(Quota.objects.filter(edition=edition).select_related("country").order_by("country_id"))
    targets = list(EditionTarget.objects.filter(edition=edition).order_by("code"))
    without = frozenset(wish.get("without", ()))
    groups = _groups(edition, targets)
    money = money_of(edition, quotas, without)
    nominees = tuple(
        Nominee(
            id=code,
            name="",
            country=one.country_id,
            score=scores[code].points or 0,
            attributes=_attributes(one, groups),
            priority=one.rank,
            costs=money.costs_of(one.country_id),
        )
        for code, one in nominations.items()
        if with_unscored or scores[code].points is not None
    )
    locks = _locks(edition, wish, {one.id for one in nominees})
    host = None
    if edition.host_places and "host" not in without:
        host = Host(country=edition.country_id, places=edition.host_places)
    return Pool(
        problem=Problem(
            nominees=nominees,
            places=wish.get("places") or edition.places or 1,
            countries=() if "countries" in without else _countries(edition, quotas, nominees, host),
            targets=tuple(_target(one) for one in targets if f"target:{one.code}" not in without),
            budgets=money.budgets,
            rooms=money.rooms,
            host=host,
            locks=locks,
            reserves=plan.reserves,
        )
        if nominees
        else None,
        nominations=nominations,
        scores=scores,
        unscored=tuple(code for code in nominations if scores[code].points is None),
        unfinished=tuple(
            code for code in nominations if scores[code].points is not None and not scores[code].is_whole
        ),
        countries={quota.country_id: quota.country.short_name or quota.country.name for quota in quotas},
        targets={one.code: one.name for one in targets},
        money=money,
    )


def money_of(edition: Edition, quotas: Iterable[Quota], without: frozenset[str] = frozenset()) -> Money:
    """What of the budget a cohort must keep to; one question.

    A line that names a travel category pays the fares of those whose country has it. A fare is the country's
    own, or what the line gives one person: its rate times its days. A line that says how many people share
    a room counts rooms.
    """
    lines = list(BudgetLine.objects.filter(edition=edition).order_by("code"))
    fares: dict[str, dict[str, int]] = {}
    budgets = []
    for line in lines:
        if line.travel_category is None or f"budget:{line.code}" in without:
            continue
        each = {
            quota.country_id: line.rate * line.days if quota.fare is None else quota.fare
            for quota in quotas
            if quota.travel_category == line.travel_category
        }
        fine = _fineness(each.values())
        for country, fare in each.items():
            fares.setdefault(country, {})[line.code] = math.ceil(fare / fine) * fine
        name = line.description.in_language("en").text or line.code
        budgets.append(
            Budget(
                id=line.code,
                name=name[:1].lower() + name[1:],
                currency=line.currency,
                most=math.floor(line.amount),
            )
        )
    rooms = next(
        (
            Rooms(rooms=math.floor(one.quantity), beds=one.beds)
            for one in lines
            if one.beds and "rooms" not in without
        ),
        None,
    )
    names = {one.code: one.description for one in lines}
    return Money(budgets=tuple(budgets), rooms=rooms, fares=fares, names=names)


def _fineness(fares: Iterable[Decimal]) -> int:
    """The power of ten that fares are rounded up to."""
    dearest, fine = max(fares, default=Decimal(0)), 1
    while dearest > FIGURES * fine:
        fine *= 10
    return fine


def _attributes(nomination: Nomination, groups: Mapping[str, frozenset[str]]) -> dict[str, str]:
    facts = {
        name: str(getattr(nomination, name))
        for name in ("sex", "track", "sector", "education")
        if getattr(nomination, name)
    }
    return facts | {code: BELONGS for code, members in groups.items() if nomination.country_id in members}


def _groups(edition: Edition, targets: Iterable[EditionTarget]) -> dict[str, frozenset[str]]:
    """Of each body by whose code a target counts, its members on the first day of the edition."""
    codes = {target.attribute for target in targets}
    rows = Membership.objects.filter(body__code__in=codes, archived_at=None)
    if edition.starts_on:
        day = edition.starts_on
        rows = rows.filter(Q(since__lte=day) & (Q(until=None) | Q(until__gte=day)))
    found: dict[str, set[str]] = {}
    for code, country in rows.values_list("body__code", "country_id"):
        found.setdefault(code, set()).add(country)
    return {code: frozenset(members) for code, members in found.items()}


def _countries(
    edition: Edition, quotas: list[Quota], nominees: Iterable[Nominee], host: Host | None
) -> tuple[Country, ...]:
    """At most the places that each country has and has not returned; a country without places has none."""
    returned = dict(
        ReturnedPlaces.objects.filter(call__edition=edition)
        .values_list("call__country")
        .annotate(Sum("places"))
        .order_by()
    )
    most = {one.country_id: max(one.places - returned.get(one.country_id, 0), 0) for one in quotas}
    names = {
        one.country_id: (one.country.short_name or one.country.name).in_language("en").text for one in quotas
    }
    codes = sorted({*most, *(nominee.country for nominee in nominees)} - {host.country if host else ""})
    return tuple(Country(code=code, name=names.get(code, code), most=most.get(code, 0)) for code in codes)


def _target(target: EditionTarget) -> Target:
    name = target.name.in_language("en").text or target.code
    return Target(
        id=target.code,
        name=name[:1].lower() + name[1:],
        where={target.attribute: target.value},
        least=target.least,
        most=target.most,
        unit="people" if target.unit == "people" else "percent",
        weight=target.weight,
    )


def _locks(edition: Edition, wish: Mapping[str, Any], known: set[str]) -> tuple[Lock, ...]:
    places = {Place.SELECTED.value: "in", Place.NOT_SELECTED.value: "out"}
    rows = PanelLock.objects.filter(nomination__edition=edition).values_list(
        "nomination__code", "place", "reason"
    )
    found = {code: (places[place], reason) for code, place, reason in rows}
    found |= {code: (place, "What if?") for code, place in wish.get("locks", {}).items()}
    return tuple(
        Lock(nominee=code, place="in" if place == "in" else "out", reason=reason)
        for code, (place, reason) in sorted(found.items())
        if code in known
    )
