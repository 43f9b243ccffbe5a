"""Known-bad answers: at least one for each rule, which the checker must name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from balai.engine.calendars.almanac import ONE_DAY, Certainty, Gap, Ramadan
from balai.engine.calendars.check import breaches_of_ranking
from balai.engine.calendars.find import find_windows
from balai.engine.calendars.search import Ranking, Search, Stretch
from tests.engine.calendars.reference import JAKARTA, day_off, small_almanac

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.engine.calendars.search import Reason, Window

SEARCH = Search(
    hosts=frozenset({"ID"}),
    sending=frozenset({"NP"}),
    season_first=dt.date(2030, 6, 3),
    season_last=dt.date(2030, 6, 30),
    days=5,
    preparation_days=10,
    exclusions=(Stretch(name="Council", first=dt.date(2030, 6, 25), last=dt.date(2030, 6, 26)),),
    cautions=(Stretch(name="rains", first=dt.date(2030, 6, 7), last=dt.date(2030, 7, 1)),),
    places=(JAKARTA,),
)
ALMANAC = replace(
    small_almanac(
        day_off("ID", dt.date(2030, 5, 30)),
        day_off("NP", dt.date(2030, 6, 4)),
        day_off("NP", dt.date(2030, 6, 9), "Moon", days_either_way=1),
        day_off("ID", dt.date(2030, 6, 19)),
        ramadans=(
            Ramadan(
                country="ID",
                hijri_year=1451,
                first_days=(dt.date(2030, 4, 28),),
                last_days=(dt.date(2030, 5, 26),),
            ),
            Ramadan(
                country="ID",
                hijri_year=1452,
                first_days=(dt.date(2030, 6, 29),),
                last_days=(dt.date(2030, 7, 28),),
            ),
        ),
    ),
    gaps=(Gap(country="NP", year=2030),),
)


def without(rule: str) -> Callable[[Ranking], Ranking]:
    """Forget one rule everywhere, as a finder would that does not know it."""

    def forget(window: Window) -> Window:
        kept = tuple(reason for reason in window.reasons if reason.rule != rule)
        return replace(window, reasons=kept, cost=sum(reason.cost for reason in kept))

    return lambda ranking: Ranking(
        feasible=tuple(map(forget, ranking.feasible)), refused=tuple(map(forget, ranking.refused))
    )


def changed(rule: str, change: Callable[[Reason], Reason]) -> Callable[[Ranking], Ranking]:
    def apply(window: Window) -> Window:
        return replace(
            window,
            reasons=tuple(change(reason) if reason.rule == rule else reason for reason in window.reasons),
        )

    return lambda ranking: replace(ranking, feasible=tuple(map(apply, ranking.feasible)))


def promoted(ranking: Ranking) -> Ranking:
    """Offer the last refused window after all."""
    return Ranking(feasible=(*ranking.feasible, ranking.refused[-1]), refused=ranking.refused[:-1])


def demoted(ranking: Ranking) -> Ranking:
    """Refuse a window that nothing speaks against."""
    first = replace(ranking.feasible[0], reasons=(), cost=0)
    return Ranking(feasible=ranking.feasible[1:], refused=(first, *ranking.refused))


MUTANTS: dict[str, tuple[Callable[[Ranking], Ranking], str]] = {
    **{f"forgets {rule}": (without(rule), rule) for rule in [f"D{number}" for number in range(2, 12)]},
    "leaves a window out": (lambda r: replace(r, feasible=r.feasible[1:]), "D1"),
    "gives a window twice": (lambda r: replace(r, feasible=(r.feasible[0], *r.feasible)), "D1"),
    "gives a window a day too long": (
        lambda r: replace(
            r, feasible=(replace(r.feasible[0], last=r.feasible[0].last + ONE_DAY), *r.feasible[1:])
        ),
        "D1",
    ),
    "offers a refused window": (promoted, "D3"),
    "refuses for nothing": (demoted, "D2"),
    "ranks backwards": (lambda r: replace(r, feasible=r.feasible[::-1]), "D12"),
    "lists the refused backwards": (lambda r: replace(r, refused=r.refused[::-1]), "D12"),
    "adds up wrongly": (
        lambda r: replace(r, feasible=(*r.feasible[:-1], replace(r.feasible[-1], cost=999))),
        "D12",
    ),
    "tells an estimate as a date": (
        changed("D5", lambda reason: replace(reason, since=reason.until, certainty=Certainty.LISTED)),
        "D5",
    ),
    "prays at another hour": (
        changed(
            "D7", lambda reason: replace(reason, blocks=(replace(reason.blocks[0], begins=dt.time(12)),))
        ),
        "D7",
    ),
    "counts the rains once": (changed("D10", lambda reason: replace(reason, cost=1)), "D10"),
}


def test_the_honest_answer_breaks_nothing_and_shows_every_rule() -> None:
    ranking = find_windows(SEARCH, ALMANAC)

    assert breaches_of_ranking(SEARCH, ALMANAC, ranking) == []
    shown = {reason.rule for window in (*ranking.feasible, *ranking.refused) for reason in window.reasons}
    assert shown == {f"D{number}" for number in range(2, 12)}


@pytest.mark.parametrize("name", MUTANTS)
def test_a_wrong_answer_is_named_by_its_rule(name: str) -> None:
    mutate, rule = MUTANTS[name]

    found = breaches_of_ranking(SEARCH, ALMANAC, mutate(find_windows(SEARCH, ALMANAC)))

    assert rule in {breach.rule for breach in found}
