from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING

import pytest

from balai.engine.selection.accounts import select
from balai.engine.selection.check import breaches, misexplained
from balai.engine.selection.explain import explain
from balai.engine.selection.problem import Target
from balai.engine.selection.result import Leaf, Missed
from tests.engine.selection.pools import reference

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.engine.selection.result import Account, Selection

PROBLEM = reference()


@pytest.fixture(scope="module")
def selection() -> Selection:
    return select(PROBLEM, seed=2018)


def _swap(true: Selection, draw: random.Random) -> Selection:
    people = list(true.best.people)
    others = [one.id for one in PROBLEM.nominees if one.id not in people]
    people[draw.randrange(len(people))] = draw.choice(others)
    return dataclasses.replace(true, best=dataclasses.replace(true.best, people=tuple(sorted(people))))


def _drop(true: Selection, draw: random.Random) -> Selection:
    people = tuple(one for one in true.best.people if one != draw.choice(true.best.people))
    return dataclasses.replace(
        true, best=dataclasses.replace(true.best, people=people[: len(true.best.people) - 1])
    )


def _points(true: Selection, draw: random.Random) -> Selection:
    change = draw.choice([-1, 1]) * draw.randint(1, 500)
    points = (true.best.points or 0) + change
    return dataclasses.replace(true, best=dataclasses.replace(true.best, points=points, bound=points))


def _bound(true: Selection, draw: random.Random) -> Selection:
    bound = (true.best.bound or 0) + draw.choice([-1, 1]) * draw.randint(1, 500)
    return dataclasses.replace(true, best=dataclasses.replace(true.best, bound=bound))


def _proof(true: Selection, draw: random.Random) -> Selection:
    return dataclasses.replace(true, best=dataclasses.replace(true.best, proof=Leaf(points=1, limits={})))


def _lots(true: Selection, draw: random.Random) -> Selection:
    return dataclasses.replace(true, lots=(true.lots or 0) + draw.choice([-1, 1]) * draw.randint(1, 10_000))


def _seed(true: Selection, draw: random.Random) -> Selection:
    return dataclasses.replace(true, seed=true.seed + draw.randint(1, 10_000))


def _status(true: Selection, draw: random.Random) -> Selection:
    return dataclasses.replace(true, status=draw.choice(["bounded", "infeasible"]))


def _reserves(true: Selection, draw: random.Random) -> Selection:
    one, other = draw.sample(range(len(true.reserves)), 2)
    reserves = list(true.reserves)
    reserves[one], reserves[other] = reserves[other], reserves[one]
    return dataclasses.replace(true, reserves=tuple(reserves))


def _cost(true: Selection, draw: random.Random) -> Selection:
    costs = list(true.costs)
    number = draw.randrange(len(costs))
    costs[number] = dataclasses.replace(costs[number], points=costs[number].points + draw.randint(1, 50))
    return dataclasses.replace(true, costs=tuple(costs))


def _one_account(
    change: Callable[[Account, random.Random], Account],
) -> Callable[[Selection, random.Random], Selection]:
    def changed(true: Selection, draw: random.Random) -> Selection:
        accounts = list(true.accounts)
        solved = [number for number, account in enumerate(accounts) if account.lacking is not None]
        number = draw.choice(solved)
        accounts[number] = change(accounts[number], draw)
        return dataclasses.replace(true, accounts=tuple(accounts))

    return changed


def _lacking(account: Account, draw: random.Random) -> Account:
    return dataclasses.replace(
        account, lacking=(account.lacking or 0) + draw.choice([-1, 1]) * draw.randint(1, 99)
    )


def _evidence(account: Account, draw: random.Random) -> Account:
    assert account.otherwise is not None
    people = list(account.otherwise.people)
    one, other = draw.sample(range(len(people)), 2)
    people[one] = people[other]
    return dataclasses.replace(
        account, otherwise=dataclasses.replace(account.otherwise, people=tuple(sorted(people)))
    )


def _no_evidence(account: Account, draw: random.Random) -> Account:
    return dataclasses.replace(account, otherwise=None)


def _worse_evidence(account: Account, draw: random.Random) -> Account:
    assert account.otherwise is not None
    less = draw.randint(1, 200)
    points = (account.otherwise.points or 0) - less
    other = dataclasses.replace(account.otherwise, points=points, bound=points)
    return dataclasses.replace(account, otherwise=other, lacking=(account.lacking or 0) + less)


def _place(account: Account, draw: random.Random) -> Account:
    return dataclasses.replace(account, place="out" if account.place == "in" else "in")


def _heirs(account: Account, draw: random.Random) -> Account:
    leaver = f"n{draw.randrange(70):04d}"
    return dataclasses.replace(account, moves_up_for=(*account.moves_up_for, leaver))


MUTATIONS: list[Callable[[Selection, random.Random], Selection]] = [
    *(_swap, _drop, _points, _bound, _proof, _lots, _seed, _status, _reserves, _cost),
    *map(_one_account, (_lacking, _evidence, _no_evidence, _worse_evidence, _place, _heirs)),
]


def _corrupted(sentence: str, draw: random.Random) -> str:
    """A sentence with a figure, a word or its end changed."""
    words = sentence.split(" ")
    number = draw.randrange(len(words))
    figures = [index for index, word in enumerate(words) if word[0].isdigit()]
    if figures and draw.random() < 0.5:
        number = draw.choice(figures)
        words[number] = f"{draw.randint(200, 900)}"
    else:
        del words[number]
    return " ".join(words)


def _refuses_mutants(selection: Selection, count: int) -> None:
    draw = random.Random(1)  # noqa: S311 -- repeatable mutations
    for number in range(count):
        mutation = MUTATIONS[number % len(MUTATIONS)]
        mutant = mutation(selection, draw)
        assert mutant != selection
        assert breaches(PROBLEM, mutant) != [], (number, mutation)


def _refuses_sentences(selection: Selection, count: int) -> None:
    draw = random.Random(2)  # noqa: S311 -- repeatable corruptions
    for _ in range(count):
        accounts = list(selection.accounts)
        number = draw.randrange(len(accounts))
        sentence = _corrupted(accounts[number].sentence, draw)
        accounts[number] = dataclasses.replace(accounts[number], sentence=sentence)
        found = breaches(PROBLEM, dataclasses.replace(selection, accounts=tuple(accounts)))
        assert [(breach.rule, breach.subject) for breach in found] == [("S14", accounts[number].nominee)]


def test_a_true_selection_passes(selection: Selection) -> None:
    assert breaches(PROBLEM, selection) == []


def test_every_kind_of_mutant_is_refused(selection: Selection) -> None:
    _refuses_mutants(selection, len(MUTATIONS))


def test_corrupted_sentences_are_refused(selection: Selection) -> None:
    _refuses_sentences(selection, 10)


def test_sentences_of_two_nominees_cannot_be_exchanged(selection: Selection) -> None:
    accounts = list(selection.accounts)
    one, other = 0, next(n for n, account in enumerate(accounts) if account.sentence != accounts[0].sentence)
    accounts[one], accounts[other] = (
        dataclasses.replace(accounts[one], sentence=accounts[other].sentence),
        dataclasses.replace(accounts[other], sentence=accounts[one].sentence),
    )

    found = breaches(PROBLEM, dataclasses.replace(selection, accounts=tuple(accounts)))

    assert [breach.rule for breach in found] == ["S14", "S14"]


def test_a_false_explanation_is_refused() -> None:
    everyone = Target(id="everyone", name="women", where={"sex": "female"}, least=20)
    problem = dataclasses.replace(PROBLEM, targets=(*PROBLEM.targets, everyone))
    true = explain(problem)
    assert true is not None
    assert misexplained(problem, true) == []
    clash, closest = true.clashes[0], true.closest

    false = [
        dataclasses.replace(true, clashes=()),
        dataclasses.replace(true, clashes=(dataclasses.replace(clash, limits=clash.limits[1:]),)),
        dataclasses.replace(true, clashes=(dataclasses.replace(clash, proof=Leaf(limits={})),)),
        dataclasses.replace(true, clashes=(dataclasses.replace(clash, keeps=((),) * len(clash.keeps)),)),
        dataclasses.replace(
            true, closest=dataclasses.replace(closest, missed=(Missed(limit="places", by=-1),))
        ),
        dataclasses.replace(true, closest=dataclasses.replace(closest, weight=closest.weight - 1)),
        dataclasses.replace(true, sentences=true.sentences[1:]),
    ]

    assert [misexplained(problem, one) != [] for one in false] == [True] * len(false)


def test_proofs_that_give_rooms_more_beds_or_a_budget_more_money_are_refused(selection: Selection) -> None:
    """The judge counts rooms and money by itself: what holds for these is false with a bed or a step less."""
    assert PROBLEM.rooms is not None
    fewer = dataclasses.replace(PROBLEM, rooms=dataclasses.replace(PROBLEM.rooms, beds=1))
    spent = sum(one.costs.get("air-fares", 0) for one in PROBLEM.nominees if one.id in selection.best.people)
    poorer = dataclasses.replace(
        PROBLEM, budgets=(dataclasses.replace(PROBLEM.budgets[0], most=spent - 500_000),)
    )

    assert [one.rule for one in breaches(fewer, selection)][:1] == ["S7"]
    assert [one.rule for one in breaches(poorer, selection)][:1] == ["S7"]
    upward = dataclasses.replace(
        selection.best, proof=Leaf(points=1, limits={"room:female": -1_000_000, "places": 1})
    )
    found = breaches(PROBLEM, dataclasses.replace(selection, best=upward))
    assert ("S8", "cohort") in {(one.rule, one.subject) for one in found}


@pytest.mark.slow
def test_a_thousand_mutants_and_a_hundred_corrupted_sentences_are_refused(selection: Selection) -> None:
    _refuses_mutants(selection, 1_000)
    _refuses_sentences(selection, 100)
