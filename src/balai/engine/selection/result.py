"""What a selection answers: who is in, and for every claim the evidence that lets another program check it.

Units as in :mod:`balai.engine.selection.problem`: points are tenths, counts are people.

A claim "no cohort is better" carries a **proof**: a tree whose branches split on how many of some people
are in, and whose leaves name whole-number weights for the rules. Adding the rules up with these weights
gives an inequality that nobody can fulfil; the checker adds them up again, in whole numbers.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 -- read.py reads the annotations at run time
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The end of a case: with these weights the rules contradict the claim that is refuted.

    Attributes:
        points: weight of "at least so many points", 0 or more.
        lots: weight of "lots of at most so much in all", 0 or more.
        limits: weight by limit: above 0 for its upper bound, below 0 for its lower one.
        branches: weight of each branch on the way from the root, in order, with the same signs.
    """

    points: int = 0
    lots: int = 0
    limits: Mapping[str, int]
    branches: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """Two cases that cover everything: at most ``most`` of these people are in, or more.

    Attributes:
        over: ids of the people counted.
        most: the bound of the first case; the second has at least one more.
        below: the proof of the first case.
        above: the proof of the second.
    """

    over: tuple[str, ...]
    most: int
    below: Leaf | Branch
    above: Leaf | Branch


@dataclass(frozen=True, slots=True, kw_only=True)
class Best:
    """The best cohort under some circumstances, and the proof that none is better.

    Attributes:
        people: ids, in the pool's order; empty if no cohort keeps every rule.
        points: tenths of a point, what is lost by preferred targets taken off; none if there is no cohort.
        bound: no cohort reaches more; equal to ``points`` when proven best, none when none exists.
        proof: refutes "at least bound + 1" (or, without a cohort, "there is one").
    """

    people: tuple[str, ...]
    points: int | None
    bound: int | None
    proof: Leaf | Branch

    @property
    def proven(self) -> bool:
        """Whether nothing is left open between what was found and what was proven."""
        return self.points == self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one rule costs: the best cohort without it.

    Attributes:
        limit: the limit's id, or "countries" for all bounds by country at once.
        points: tenths gained if it fell away; 0 for none.
        without: the evidence.
    """

    limit: str
    points: int
    without: Best


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A limit that a cohort does not keep.

    Attributes:
        limit: its id.
        by: people too few (below 0) or too many (above 0).
    """

    limit: str
    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Closest:
    """The cohort that misses the rules by least, each person missed weighed by the kind of rule.

    Attributes:
        best: with every rule at its price (S11); ``points`` has the price taken off.
        missed: what it misses.
        weight: the weighed sum of what it misses; none is smaller if ``best`` is proven.
    """

    best: Best
    missed: tuple[Missed, ...]
    weight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One nominee's sentence and its evidence.

    Attributes:
        nominee: id.
        place: in, reserve or out.
        reserve: 1 for the first reserve; none for others.
        otherwise: the best cohort with the opposite answer for this person; none for those whom the
            panel locked, whose sentence repeats the reason.
        lacking: tenths by which that cohort is worse; none if there is no such cohort.
        closest: where no cohort has this person in, the one that misses least.
        moves_up_for: ids of those in whose place this person is the best replacement.
        sentence: true of the computation, fit to be read aloud in front of the person.
    """

    nominee: str
    place: Literal["in", "reserve", "out"]
    reserve: int | None = None
    otherwise: Best | None = None
    lacking: int | None = None
    closest: Closest | None = None
    moves_up_for: tuple[str, ...] = ()
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """A whole answer.

    Attributes:
        status: optimal when proven; bounded when work ran out between points and bound; infeasible.
        seed: the published number lots are drawn with.
        best: the proposal. Among equals on points it has the smallest sum of lots.
        lots: the sum of the lots of those who are in; none when infeasible.
        lots_proof: refutes a smaller sum among cohorts of the same points; none if work ran out.
        reserves: ids, the first reserve first.
        costs: of every lock and target, the host's places and the countries' bounds.
        accounts: one for each nominee, in the pool's order.
        version: of the engine that answered.
    """

    status: Literal["optimal", "bounded", "infeasible"]
    seed: int
    best: Best
    lots: int | None
    lots_proof: Leaf | Branch | None
    reserves: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()
    accounts: tuple[Account, ...] = ()
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A smallest set of rules that cannot all be kept.

    Attributes:
        limits: their ids; leaving out any one of them leaves a set that can be kept.
        proof: refutes that a cohort keeps them all.
        keeps: for each limit, in order, people who keep all the others.
    """

    limits: tuple[str, ...]
    proof: Leaf | Branch
    keeps: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why no cohort keeps every rule, and what can be met.

    Attributes:
        clashes: all smallest sets of rules that clash, at most ten; or one from which none can be spared.
        smallest: whether they are known to be smallest; otherwise too many sets had to be tried.
        closest: the cohort that misses least.
        sentences: the same for people to read.
    """

    clashes: tuple[Clash, ...]
    smallest: bool
    closest: Closest
    sentences: tuple[str, ...]
