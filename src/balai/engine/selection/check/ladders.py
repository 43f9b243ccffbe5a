"""The ladder of those who may take a place that becomes free (S17)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.selection.check.book import case_of
from balai.engine.selection.check.breach import Breach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from balai.engine.selection.check.book import Case
    from balai.engine.selection.ladder import Ladder, Vacancy
    from balai.engine.selection.problem import Nominee, Problem


def misplaced(problem: Problem, vacancy: Vacancy, ladder: Ladder, *, seed: int) -> list[Breach]:
    """Everything on a ladder that the rulebook (S17) does not put there."""
    return list(_ladder(case_of(problem, seed), vacancy, ladder))


def _ladder(case: Case, vacancy: Vacancy, ladder: Ladder) -> Iterator[Breach]:
    people = {nominee.id: nominee for nominee in case.problem.nominees}
    home = people[vacancy.leaver].country
    host = case.problem.host.country if case.problem.host else None
    rungs: dict[str, list[tuple[int, int, int, str]]] = {"country": [], "region": [], "host": []}
    barred: dict[str, str] = {}
    for who in sorted(people.keys() - set(vacancy.people)):
        nominee = people[who]
        rung = "country" if nominee.country == home else "host" if nominee.country == host else "region"
        value, why = _bar(case, vacancy, nominee, last_resort=rung == "host")
        if why:
            barred[who] = why
            continue
        first = (nominee.priority or len(people) + 1) if rung == "country" else 0
        rungs[rung].append((first, -value, case.lots[who], who))
    expected = [(rung, tuple(one[3] for one in sorted(rungs[rung]))) for rung in rungs if rungs[rung]]
    if vacancy.renomination_days:
        expected.insert(int(bool(rungs["country"])), ("renomination", ()))
    if [(step.rung, step.people) for step in ladder.steps] != expected:
        yield Breach("S17", vacancy.leaver, f"not the steps of the ladder, which are {expected}")
    if [(one.nominee, one.sentence) for one in ladder.barred] != list(barred.items()):
        yield Breach("S17", vacancy.leaver, f"not those who cannot take the place, who are {barred}")


def _bar(case: Case, vacancy: Vacancy, nominee: Nominee, *, last_resort: bool) -> tuple[int, str]:
    """What somebody would bring, and why the place cannot be theirs."""
    lock = case.locks.get(nominee.id)
    if nominee.id in vacancy.declined:
        return 0, "Has declined a place."
    if lock is not None and lock.place == "out":
        reason = lock.reason.strip()
        return 0, f"Not in. Locked out by the panel: {reason}{'' if reason[-1] in '.!?' else '.'}"
    if nominee.visa_days > vacancy.days_left:
        route = f"{nominee.visa_days} day{'' if nominee.visa_days == 1 else 's'}"
        left = f"{vacancy.days_left} {'is' if vacancy.days_left == 1 else 'are'} left"
        return 0, f"The visa route takes {route}, and {left}."
    spared = {f"lock:{vacancy.leaver}", *(["host"] if last_resort else [])}
    cohort = {*vacancy.people, nominee.id} - {vacancy.leaver}
    value, words = case.book.worth[nominee.id], []
    for code, rule in case.book.rules.items():
        missed = abs(rule.missed(rule.count(cohort)))
        value -= missed * (rule.loss or 0)
        if missed and rule.loss is None and code not in spared:
            words.append(rule.words)
    return value, f"Would miss {'; '.join(words)}." if words else ""
