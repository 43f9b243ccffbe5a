"""What ``balai drill`` runs: ``python -m balai.cli.drilling SEED SEEDS UNTIL [--json] [--keep]``."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from contextlib import redirect_stdout
from typing import TYPE_CHECKING

from balai import config
from balai.cli.preparation import one_message, ready
from balai.database.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.drill.telling import Telling

WIDTH = 120


def main(seed: int, seeds: int, until: str, *, as_json: bool) -> bool:
    """Live the programmes one after the other, and tell; whether all held."""
    from balai.drill.life import live

    refuse_elsewhere(range(seed, seed + seeds))
    began = time.monotonic()
    lived = []
    for number in range(seed, seed + seeds):
        told = live(number, until=until)
        lived.append(told)
        if not as_json:
            state = "held" if not told.broken else "broken"
            print(
                f"drill-{number}: {told.happened.total()} events, {told.answers} pages read, {state}",
                flush=True,
            )
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        print(json.dumps(document(lived, seconds=seconds), indent=1))
    else:
        show(lived, seconds=seconds)
    return not any(told.broken for told in lived)


def refuse_installations() -> None:
    """Programmes of a drill are lived in the home of a demonstration alone.

    Raises:
        DatabaseProblem: this is an installation's home.
    """
    if not config.current().is_demo:
        raise DatabaseProblem(
            "This is not the home of a demonstration.",
            "A drill never touches an installation: run balai drill.",
        )


def refuse_elsewhere(seeds: Sequence[int]) -> None:
    """Programmes of a drill are lived in a demonstration alone, and each of them once.

    Raises:
        DatabaseProblem: this is an installation's home, or one of them was lived here.
    """
    from balai.programmes.models import Edition

    refuse_installations()
    codes = [f"drill-{seed}" for seed in seeds]
    known = Edition.objects.filter(code__in=codes).order_by("number").first()
    if known is not None:
        raise DatabaseProblem(
            f"The demonstration has {known.code} already.", "Name another number with --seed."
        )


def document(lived: Sequence[Telling], *, seconds: float) -> dict[str, object]:
    """The report for programs."""
    from balai.drill.events import EVENTS

    happened = counted(lived)
    return {
        "seeds": [told.seed for told in lived],
        "seconds": seconds,
        "pages_read": sum(told.answers for told in lived),
        "events": [
            {"code": one.code, "what": one.what, "happened": happened[one.code], "missing": one.missing}
            for one in EVENTS
        ],
        "broken": [{"seed": told.seed, "what": what} for told in lived for what in told.broken],
    }


def show(lived: Sequence[Telling], *, seconds: float) -> None:
    """The report for people: every kind of event with how often it happened, then what did not hold."""
    from rich.console import Console
    from rich.table import Table

    from balai.drill.events import EVENTS

    happened = counted(lived)
    table = Table("", "event", "happened", title="What went wrong")
    for one in EVENTS:
        table.add_row(
            one.code,
            one.what,
            (one.missing and f"not in the product: {one.missing}") or str(happened[one.code]),
        )
    Console(width=WIDTH).print(table)
    for told in lived:
        for what in told.broken:
            print(f"drill-{told.seed}: {what}.")
    broken = sum(len(told.broken) for told in lived)
    words = "every invariant held" if not broken else f"{broken} times something did not hold"
    print(f"{len(lived)} programmes in {seconds} s; {words}.")


def counted(lived: Sequence[Telling]) -> Counter[str]:
    """How often each kind of event happened in all of them."""
    total: Counter[str] = Counter()
    for told in lived:
        total.update(told.happened)
    return total


if __name__ == "__main__":
    with one_message():
        refuse_installations()  # before anything is made ready, which fills a demonstration's home
        with redirect_stdout(sys.stderr):  # what is said meanwhile is no part of the report
            # a demonstration is made whole before others join it
            ready("check" if "--keep" in sys.argv else "drill")
        held = main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], as_json="--json" in sys.argv)
        sys.exit(0 if held else 1)
