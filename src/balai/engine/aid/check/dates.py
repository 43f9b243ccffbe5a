"""When it begins and ends, and what cannot have happened yet (A7 to A9, A16)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.engine.aid.check.values import day_of, edge_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from balai.engine.aid.check.case import Case
    from balai.engine.aid.check.fault import Fault
    from balai.engine.aid.tree import Node


def wrongly_dated(case: Case) -> Iterator[Fault]:
    """Rules A7 to A9 and A16."""
    yield from _a7_start(case)
    yield from _a8_dates(case)
    yield from _a9_future(case)
    yield from _a16_budgets(case)


def _a7_start(case: Case) -> Iterator[Fault]:
    kinds = {node.said.get("type") for node in case.activity.all("activity-date")}
    if not kinds & {"1", "2"}:
        yield case.fault(
            "A7",
            case.activity,
            ", ".join(sorted(kind or "" for kind in kinds)),
            "A planned or actual start is given.",
            "Add activity-date of type 1 or 2.",
        )


def _a8_dates(case: Case) -> Iterator[Fault]:
    for node in case.activity.under():
        for attribute in ("iso-date", "value-date"):
            value = node.said.get(attribute)
            if value is not None and day_of(value) is None:
                yield case.fault(
                    "A8", node, value, "A date is written as 2018-07-18.", "Write year, month, day."
                )
    for start, end in (("1", "3"), ("2", "4")):
        first, last = _dated(case, start), _dated(case, end)
        if first and last and first[1] > last[1]:
            yield _out_of_order(case, last[0], first[1], last[1])
    for node in case.activity.under():
        if node.tag in {"budget", "planned-disbursement", "period"}:
            first_day, last_day = edge_of(node, "period-start"), edge_of(node, "period-end")
            if first_day and last_day and first_day > last_day:
                yield _out_of_order(case, node, first_day, last_day)


def _a9_future(case: Case) -> Iterator[Fault]:
    past = [found for kind in ("2", "4") if (found := _dated(case, kind))]
    for transaction in case.activity.all("transaction"):
        for child in transaction.all("transaction-date", "value"):
            day = day_of(child.said.get("iso-date", child.said.get("value-date", "")))
            if day:
                past.append((child, day))
    changed = day_of(case.activity.said.get("last-updated-datetime", "")[:10])
    if changed:
        past.append((case.activity, changed))
    for node, day in past:
        if day > case.on:
            yield case.fault(
                "A9",
                node,
                str(day),
                f"What happened is not after the day of the report ({case.on}).",
                "Give it as planned, or wait.",
            )


def _a16_budgets(case: Case) -> Iterator[Fault]:
    for node in case.activity.all("budget"):
        first, last = edge_of(node, "period-start"), edge_of(node, "period-end")
        if first is None or last is None:
            yield case.fault("A16", node, "", "A budget has a start and an end.", "Add both days.")
        elif (last - first).days > 366:
            yield case.fault(
                "A16",
                node,
                f"{first} to {last}",
                "A budget covers at most one year.",
                "Split it by years.",
            )


def _out_of_order(case: Case, node: Node, first: dt.date, last: dt.date) -> Fault:
    return case.fault(
        "A8", node, f"{first} to {last}", "A start is not after its end.", "Correct one of both."
    )


def _dated(case: Case, kind: str) -> tuple[Node, dt.date] | None:
    for node in case.activity.all("activity-date"):
        day = day_of(node.said.get("iso-date", ""))
        if node.said.get("type") == kind and day:
            return node, day
    return None
