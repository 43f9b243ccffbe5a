"""Sectors and countries: in one place only, and to the whole (A10 to A13)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.aid.check.values import number_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from balai.engine.aid.check.case import Case
    from balai.engine.aid.check.fault import Fault
    from balai.engine.aid.tree import Node


def wrongly_shared(case: Case) -> Iterator[Fault]:
    """Rules A10 to A13."""
    yield from _a10_sectors_once(case)
    yield from _a11_countries_once(case)
    yield from _a12_geography(case)
    yield from _a13_sectors(case)


def _a10_sectors_once(case: Case) -> Iterator[Fault]:
    transactions = case.activity.all("transaction")
    with_sector = [one for one in transactions if one.all("sector")]
    if case.activity.all("sector"):
        for one in with_sector:
            yield case.fault(
                "A10",
                one,
                "sector",
                "Sectors stand at the activity or at all its transactions, never at both.",
                "Leave them out of the transactions.",
            )
    elif not with_sector or len(with_sector) < len(transactions):
        yield case.fault(
            "A10",
            case.activity,
            f"{len(with_sector)} of {len(transactions)} transactions",
            "Sectors stand at the activity, or at each of its transactions.",
            "Add the sectors of the activity.",
        )


def _a11_countries_once(case: Case) -> Iterator[Fault]:
    """One of both kinds suffices: a country without a region beside it breaks nothing (only_one_of)."""
    if case.activity.all("recipient-country", "recipient-region"):
        for one in case.activity.all("transaction"):
            for node in one.all("recipient-country", "recipient-region"):
                yield case.fault(
                    "A11",
                    node,
                    node.said.get("code", ""),
                    "Countries and regions stand at the activity or at its transactions, not at both.",
                    "Leave them out of the transactions.",
                )


def _a12_geography(case: Case) -> Iterator[Fault]:
    nodes = case.activity.all("recipient-country", "recipient-region")
    yield from _whole(case, "A12", nodes, "Countries and regions")


def _a13_sectors(case: Case) -> Iterator[Fault]:
    for vocabulary in {node.said.get("vocabulary", "1") for node in case.activity.all("sector")}:
        nodes = [n for n in case.activity.all("sector") if n.said.get("vocabulary", "1") == vocabulary]
        yield from _whole(case, "A13", nodes, f"Sectors of vocabulary {vocabulary}")


def _whole(case: Case, rule: str, nodes: list[Node], what: str) -> Iterator[Fault]:
    shares: list[Decimal] = []
    for node in nodes:
        said = node.said.get("percentage")
        if said is None and len(nodes) == 1:
            return
        share = number_of(said or "")
        if share is None or not 0 <= share <= 100:
            yield case.fault(
                rule,
                node,
                said or "",
                f"{what} each have a percentage from 0 to 100 where there are several.",
                "Give each its share.",
            )
            return
        shares.append(share)
    if nodes and sum(shares) != 100:
        yield case.fault(
            rule,
            nodes[0],
            f"{sum(shares)}",
            f"{what} add up to exactly 100.",
            "Split by the largest remainder, so that nothing is lost to rounding.",
        )
