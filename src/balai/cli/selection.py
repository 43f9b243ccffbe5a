"""``balai selection solve|explain|replace POOL.yaml``: choose a cohort, or learn why none can be chosen."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai.cli.problems import refuse, write

if TYPE_CHECKING:
    from balai.engine.selection.process import Answer, Request
    from balai.engine.selection.read import ReadPool
    from balai.engine.selection.result import Explanation, Selection

POOL = click.argument("pool", type=click.Path(path_type=Path))
SEED = click.option("--seed", type=click.IntRange(min=0), help="Draw lots with this number, not the file's.")
AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Write JSON, with the evidence of every claim."
)
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")


@click.group()
def command() -> None:
    """Choose a cohort from a pool of nominees, and tell everyone why.

    Ends with 0 when a cohort was found, 1 when none keeps every rule, 2 when the input is wrong.
    """


@command.command()
@POOL
@SEED
@AS_JSON
@OUTPUT
def solve(*, pool: Path, seed: int | None, as_json: bool, output: Path | None) -> None:
    """Find the best cohort, prove it, and say one true sentence about every nominee."""
    from balai.engine.entries import to_json
    from balai.engine.selection.check import breaches
    from balai.engine.selection.process import Request

    read = _read(pool)
    answer = _ask(Request(deed="solve", problem=read.problem, seed=read.seed if seed is None else seed))
    if answer.selection is None or (found := breaches(read.problem, answer.selection)):
        wrong = (
            "no answer"
            if answer.selection is None
            else f"{found[0].rule} {found[0].subject}: {found[0].detail}"
        )
        raise click.ClickException(f"the checker refuses the solver's answer ({wrong}); nothing was written")
    if answer.explanation is not None:
        write(to_json(answer) if as_json else _explained(answer.explanation), output)
        raise SystemExit(1)
    write(to_json(answer) if as_json else _selected(read, answer.selection), output)
    raise SystemExit(0 if answer.selection.best.people else 1)


@command.command()
@POOL
@AS_JSON
@OUTPUT
def explain(*, pool: Path, as_json: bool, output: Path | None) -> None:
    """Say which rules clash and what can be met instead; 0 if a cohort keeps every rule."""
    from balai.engine.entries import to_json
    from balai.engine.selection.check import misexplained
    from balai.engine.selection.process import Request

    read = _read(pool)
    explanation = _ask(Request(deed="explain", problem=read.problem)).explanation
    if explanation is None:
        write("null" if as_json else "A cohort keeps every rule.", output)
        return
    if found := misexplained(read.problem, explanation):
        raise click.ClickException(
            f"the checker refuses the explanation ({found[0].detail}); nothing was written"
        )
    write(to_json(explanation) if as_json else _explained(explanation), output)
    raise SystemExit(1)


@command.command()
@POOL
@click.option(
    "--selection", "chosen", type=click.Path(path_type=Path), required=True, help="What solve --json wrote."
)
@click.option("--leaver", required=True, help="The id of the person who leaves.")
@click.option("--days-left", type=click.IntRange(min=0), required=True, help="Days until arrival.")
@click.option(
    "--renomination-days", type=click.IntRange(min=0), default=0, help="Days the country has for a new name."
)
@click.option("--declined", multiple=True, help="The id of someone who is not asked again; may be repeated.")
@SEED
@AS_JSON
@OUTPUT
def replace(  # noqa: PLR0913 -- one argument for each option
    *,
    pool: Path,
    chosen: Path,
    leaver: str,
    days_left: int,
    renomination_days: int,
    declined: tuple[str, ...],
    seed: int | None,
    as_json: bool,
    output: Path | None,
) -> None:
    """Say who takes a free place, in the order of the ladder; 1 if nobody can."""
    from balai.engine.entries import to_json
    from balai.engine.selection.ladder import Vacancy, replacements

    read = _read(pool)
    try:
        people = json.loads(chosen.read_text(encoding="utf-8"))["selection"]["best"]["people"]
        vacancy = Vacancy(
            leaver=leaver,
            people=tuple(people),
            declined=declined,
            days_left=days_left,
            renomination_days=renomination_days,
        )
        ladder = replacements(read.problem, vacancy, seed=read.seed if seed is None else seed)
    except (OSError, KeyError, TypeError) as error:
        refuse(f"{chosen}: is not what balai selection solve --json wrote ({error})")
    except ValueError as error:
        refuse(str(error))
    names = {nominee.id: nominee.name for nominee in read.problem.nominees}
    lines = [
        line
        for step in ladder.steps
        for line in (step.sentence, *(f"  {one}  {names[one]}" for one in step.people))
    ]
    lines += [f"{one.nominee}  {names[one.nominee]}: {one.sentence}" for one in ladder.barred]
    write(to_json(ladder) if as_json else "\n".join(lines), output)
    raise SystemExit(0 if ladder.steps else 1)


def _read(pool: Path) -> ReadPool:
    from balai.engine.entries import FileError
    from balai.engine.selection.read import read_pool

    try:
        return read_pool(pool)
    except FileError as error:
        refuse(str(error))


def _ask(request: Request) -> Answer:
    from balai.engine.selection.process import ask
    from balai.engine.solving import SolverError

    try:
        return ask(request)
    except SolverError as error:
        refuse(str(error))


def _selected(read: ReadPool, selection: Selection) -> str:
    from balai.engine.selection.sentences import points

    names = {nominee.id: nominee.name for nominee in read.problem.nominees}
    order = {"in": 0, "reserve": 1, "out": 2}
    accounts = sorted(selection.accounts, key=lambda one: (order[one.place], one.reserve or 0, one.nominee))
    reached, bound = points(selection.best.points or 0), points(selection.best.bound or 0)
    proven = "Proven best." if selection.status == "optimal" else f"No cohort reaches more than {bound}."
    return "\n".join(
        [
            f"{len(selection.best.people)} people, {reached}. {proven} Lots drawn with {selection.seed}.",
            *(f"{one.nominee}  {names[one.nominee]}: {one.sentence}" for one in accounts),
            *(f"{cost.limit} costs {points(cost.points)}." for cost in selection.costs),
        ]
    )


def _explained(explanation: Explanation) -> str:
    return "\n".join(explanation.sentences)
