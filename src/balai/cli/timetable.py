"""``balai timetable solve|check|explain|repair FILE``: plan, judge, explain and repair timetables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from balai.cli.problems import refuse, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.engine.timetabling.check import Breach
    from balai.engine.timetabling.itc2007.instance import Instance
    from balai.engine.timetabling.problem import Problem
    from balai.engine.timetabling.process import Answer, Request
    from balai.engine.timetabling.result import Explanation, Outcome, Repairs, Timetable

FILE = click.argument("file", type=click.Path(path_type=Path))
WORK = click.option("--work", type=click.IntRange(min=1), help="Stop after so many units of work.")
SECONDS = click.option(
    "--seconds", type=click.FloatRange(min=0.1), help="Stop by the clock; the result is not reproducible."
)
SEED = click.option("--seed", type=click.IntRange(min=0), default=0, help="Search with this number.")
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON, with bound, costs and versions.")
OUTPUT = click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")


DRAWN = click.option(
    "--timetable",
    "drawn",
    type=click.Path(path_type=Path),
    required=True,
    help="What solve or repair wrote, or a file of sessions.",
)


@click.group()
def command() -> None:
    """Plan the timetable of a programme, with a proof of how good it is.

    Ends with 0 when there is a timetable that keeps every rule, 1 when there is none or rules are broken,
    2 when the input is wrong, 3 when the checker refuses what the solver found (then nothing is written).
    """


@command.command()
@FILE
@WORK
@SECONDS
@SEED
@AS_JSON
@OUTPUT
def solve(  # noqa: PLR0913 -- one argument for each option
    *, file: Path, work: int | None, seconds: float | None, seed: int, as_json: bool, output: Path | None
) -> None:
    """Find the best timetable, and say how much better one could be at most."""
    from balai.engine.timetabling.check import misclaimed
    from balai.engine.timetabling.process import Request

    _one_limit(work, seconds)
    if _is_competition(file):
        _solve_competition(file, work=work, seconds=seconds, seed=seed, as_json=as_json, output=output)
    problem = _read(file)
    outcome = _ask(Request(deed="solve", problem=problem, seed=seed, work=work, seconds=seconds)).outcome
    found = None if outcome is None else misclaimed(problem, outcome)
    if outcome is None or found:
        _distrust("timetable", _told(found[0]) if found else "there is none")
    write(
        _as_json(problem, outcome)
        if as_json
        else _as_file(_planned(problem, outcome), problem, outcome.timetable, output),
        output,
    )
    raise SystemExit(0 if outcome.timetable is not None else 1)


@command.command()
@FILE
@DRAWN
@AS_JSON
@OUTPUT
def check(*, file: Path, drawn: Path, as_json: bool, output: Path | None) -> None:
    """Hold a timetable of any origin against every rule, and count what it costs."""
    from balai.engine.timetabling.check import breaches, costs

    if _is_competition(file):
        found, points = _check_competition(file, drawn)
    else:
        problem = _read(file)
        timetable = _read_timetable(drawn, problem)
        found = breaches(problem, timetable)
        points = {} if found else {rule: cost for rule, cost in costs(problem, timetable).items() if cost}
    if as_json:
        told = [
            {"rule": one.rule, "limit": one.limit, "sessions": one.sessions, "detail": one.detail}
            for one in found
        ]
        write(json.dumps({"breaches": told, "costs": points}), output)
    else:
        kept = [f"Every rule is kept. {sum(points.values())} points.", *_costs(points.items())]
        write("\n".join(map(_told, found) if found else kept), output)
    raise SystemExit(1 if found else 0)


@command.command()
@FILE
@WORK
@SECONDS
@SEED
@AS_JSON
@OUTPUT
def explain(  # noqa: PLR0913 -- one argument for each option
    *, file: Path, work: int | None, seconds: float | None, seed: int, as_json: bool, output: Path | None
) -> None:
    """Say what to give up where no timetable keeps every rule; 0 if one does."""
    from balai.engine.entries import to_json
    from balai.engine.timetabling.check import misexplained
    from balai.engine.timetabling.process import Request

    problem = _read(file)
    _one_limit(work, seconds)
    request = Request(deed="explain", problem=problem, seed=seed, work=work, seconds=seconds)
    explanation = _ask(request).explanation
    found = None if explanation is None else misexplained(problem, explanation)
    if explanation is None or found:
        _distrust("explanation", _told(found[0]) if found else "there is none")
    write(to_json(explanation) if as_json else "\n".join(_explained(explanation)), output)
    raise SystemExit(0 if explanation.status == "feasible" else 1)


@command.command()
@FILE
@DRAWN
@click.option("--now", default=None, help='What has begun before "2018-07-24 16:00" stays.')
@WORK
@SECONDS
@SEED
@AS_JSON
@OUTPUT
def repair(  # noqa: PLR0913 -- one argument for each option
    *,
    file: Path,
    drawn: Path,
    now: str | None,
    work: int | None,
    seconds: float | None,
    seed: int,
    as_json: bool,
    output: Path | None,
) -> None:
    """Change a timetable as little as possible so that it keeps the rules of FILE, as they are now."""
    from balai.engine.timetabling.check import misrepaired
    from balai.engine.timetabling.process import Request

    problem = _read(file)
    before = _read_timetable(drawn, problem)
    _one_limit(work, seconds)
    frozen = _moment(now, problem) if now else 0
    repairs = _ask(
        Request(
            deed="repair",
            problem=problem,
            seed=seed,
            work=work,
            seconds=seconds,
            before=before,
            frozen_until=frozen,
        )
    ).repairs
    if repairs is None:
        _distrust("repair", "there is none")
    for one in repairs.alternatives:
        if found := misrepaired(problem, before, one, frozen_until=frozen):
            _distrust("repair", _told(found[0]))
    first = repairs.alternatives[0].timetable if repairs.alternatives else None
    write(
        _repairs_as_json(problem, repairs)
        if as_json
        else _as_file(_repaired(problem, repairs), problem, first, output),
        output,
    )
    raise SystemExit(0 if repairs.alternatives else 1)


def _solve_competition(  # noqa: PLR0913 -- what solve was asked
    file: Path, *, work: int | None, seconds: float | None, seed: int, as_json: bool, output: Path | None
) -> NoReturn:
    """Solve a .ctt file of the competition of 2007, in this process: its search loads no solver."""
    from balai.cli.progress import search_progress
    from balai.engine.entries import to_json
    from balai.engine.timetabling.itc2007.check import breaches, costs
    from balai.engine.timetabling.itc2007.read import solution_text
    from balai.engine.timetabling.itc2007.search import WORK, is_compiled, solve

    instance = _read_instance(file)
    if not is_compiled():
        click.echo(
            "numba is not installed, so this search is very slow: a unit of work takes a minute or more. "
            "Install it, or name a limit with --seconds.",
            err=True,
        )
    with search_progress() as progress:
        found = solve(instance, work=work or WORK, seconds=seconds, seed=seed, progress=progress)
    wrong = breaches(instance, found.lectures)
    counted = sum(costs(instance, found.lectures).values())
    # points are of valid solutions: of others the search counts two lectures at once as one
    if bool(wrong) != (found.broken > 0) or (not wrong and counted != found.points):
        _distrust("solution", f"{counted} points, not {found.points}")
    if wrong:
        click.echo("The limit came before a valid solution was found. Give more work.", err=True)
        raise SystemExit(1)
    click.echo(f"{found.points} points, seed {found.seed}, {found.seconds} s.", err=True)
    write(to_json(found) if as_json else solution_text(instance, found.lectures), output)
    raise SystemExit(0)


def _check_competition(file: Path, drawn: Path) -> tuple[list[Breach], dict[str, int]]:
    from balai.engine.entries import FileError
    from balai.engine.timetabling.itc2007.check import breaches, costs
    from balai.engine.timetabling.itc2007.read import read_solution

    instance = _read_instance(file)
    try:
        lectures = read_solution(drawn, instance)
    except FileError as error:
        refuse(str(error))
    found = breaches(instance, lectures)
    points = {} if found else {rule: cost for rule, cost in costs(instance, lectures).items() if cost}
    return found, points


def _read_instance(file: Path) -> Instance:
    from balai.engine.entries import FileError
    from balai.engine.timetabling.itc2007.read import read_instance

    try:
        return read_instance(file)
    except FileError as error:
        refuse(str(error))


def _moment(text: str, problem: Problem) -> int:
    from balai.engine.timetabling.when import moment

    try:
        return moment(text, starts_on=problem.starts_on)
    except ValueError as error:
        refuse(f"--now: {error}")


def _explained(explanation: Explanation) -> Iterator[str]:
    if explanation.status == "feasible":
        yield "A timetable keeps every rule."
        return
    if explanation.status == "unknown":
        yield "The limit came before it was known whether there is a timetable. Give more work."
    yield from (one.sentence for one in explanation.contradictions)
    for number, remedy in enumerate(explanation.remedies, 1):
        proven = "nothing lighter helps" if remedy.is_proven else "not proven lightest"
        yield f"Remedy {number} (weight {remedy.weight}, {proven}):"
        yield from (f"  {sentence}" for sentence in remedy.sentences)
    if explanation.clash is not None:
        yield "Behind it, these cannot all be kept:"
        yield from (f"  {sentence}" for sentence in explanation.clash.sentences)


def _repaired(problem: Problem, repairs: Repairs) -> Iterator[str]:
    from balai.engine.timetabling.when import told

    if not repairs.alternatives:
        none = "Nothing can be saved: no timetable keeps every rule and what has begun."
        yield none if repairs.status == "infeasible" else "The limit came before a repair. Give more work."
    titles = {one.id: one.title for one in problem.sessions}
    for number, one in enumerate(repairs.alternatives, 1):
        proven = "proven least" if one.is_proven else f"not proven, at least {one.bound}"
        yield f"Repair {number}: {len(one.changes)} sessions change, disturbance {one.disturbance} ({proven})."
        for change in one.changes:
            old, new = (told(place.begins, problem.starts_on) for place in (change.before, change.after))
            yield f"  {change.session}  {old} -> {new}  {change.after.room or ''}  {titles[change.session]}"
            yield f"    tell: {', '.join((*change.groups, *change.people, *change.sites))}"


def _repairs_as_json(problem: Problem, repairs: Repairs) -> str:
    from balai.engine.entries import to_json
    from balai.engine.timetabling.read import timetable_entries

    content = json.loads(to_json(repairs))
    for entry, one in zip(content["alternatives"], repairs.alternatives, strict=True):
        entry["timetable"] = timetable_entries(one.timetable, problem)
    return json.dumps(content, ensure_ascii=False)


def _is_competition(file: Path) -> bool:
    return file.suffix.lower() == ".ctt"


def _read(file: Path) -> Problem:
    from balai.engine.entries import FileError
    from balai.engine.timetabling.read import read_programme

    if _is_competition(file):
        refuse(
            f"{file}: is of the competition, and those are only solved and checked. Name a programme file."
        )
    try:
        return read_programme(file)
    except FileError as error:
        refuse(str(error))


def _read_timetable(file: Path, problem: Problem) -> Timetable:
    from balai.engine.entries import FileError
    from balai.engine.timetabling.read import read_timetable

    try:
        return read_timetable(file, problem)
    except FileError as error:
        refuse(str(error))


def _one_limit(work: int | None, seconds: float | None) -> None:
    if work is not None and seconds is not None:
        refuse("--work and --seconds are two limits. Name one of them.")


def _ask(request: Request) -> Answer:
    from balai.cli.progress import search_progress
    from balai.engine.solving import SolverError
    from balai.engine.timetabling.process import ask

    try:
        with search_progress() as progress:
            return ask(request, progress=progress)
    except SolverError as error:
        refuse(str(error))


def _distrust(what: str, wrong: str) -> NoReturn:
    """What the checker refuses is never shown as a plan: it is a fault of the programme, not of the input."""
    click.echo(
        f"The checker refuses the solver's {what} ({wrong}). Nothing was written. This is a fault of Balai: "
        "please report it with the file and the seed.",
        err=True,
    )
    raise SystemExit(3)


def _as_file(lines: Iterable[str], problem: Problem, timetable: Timetable | None, output: Path | None) -> str:
    """The lines; for a file as its comments, above the timetable as check and repair read it."""
    import yaml

    from balai.engine.timetabling.read import timetable_entries

    if output is None:
        return "\n".join(lines)
    comments = "".join(f"# {line}\n" for line in lines)
    if timetable is None:
        return comments.removesuffix("\n")
    entries = timetable_entries(timetable, problem)
    return comments + yaml.safe_dump(entries, sort_keys=False, allow_unicode=True).removesuffix("\n")


def _planned(problem: Problem, outcome: Outcome) -> Iterator[str]:
    """An outcome for people: what came of it, the days, the costs."""
    if outcome.timetable is None:
        if outcome.status == "unknown":
            yield "The limit came before a timetable was found. Give more work."
        else:
            yield "No timetable keeps every rule."
        yield from (one.sentence for one in outcome.contradictions)
        return
    gap = "proven best" if outcome.status == "optimal" else f"at most {outcome.gap:.1%} above the best"
    again = f"work {outcome.work}" if outcome.is_reproducible else "by the clock, not reproducible"
    yield (
        f"{outcome.objective} points, {gap} (no timetable costs less than {outcome.bound}). "
        f"Seed {outcome.seed}, {again}, {outcome.seconds} s."
    )
    yield from _costs((cost.rule, cost.points) for cost in outcome.costs)
    yield from _days(problem, outcome.timetable)


def _days(problem: Problem, timetable: Timetable) -> Iterator[str]:
    from balai.engine.timetabling.when import told

    sessions = {one.id: one for one in problem.sessions}
    day = ""
    for one in sorted(timetable.placements, key=lambda one: (one.begins, one.session)):
        session = sessions[one.session]
        date, begins = told(one.begins, problem.starts_on).split(" ")
        ends = told(one.begins + session.minutes, problem.starts_on).split(" ")[1]
        if date != day:
            day = date
            yield date
        groups = "all" if len(session.groups) == len(problem.groups) else " ".join(session.groups)
        yield f"  {begins}-{ends}  {groups:<8} {one.session:<14} {one.room or '':<18} {session.title}"


def _costs(points: Any) -> list[str]:
    from balai.engine.timetabling.sentences import WISHES

    return [
        f"  {rule}  {cost:>6}  {WISHES[rule]}" if rule in WISHES else f"  {rule}  {cost}"
        for rule, cost in points
    ]


def _told(breach: Breach) -> str:
    return f"{breach.rule} {', '.join(breach.sessions) or breach.limit}: {breach.detail}"


def _as_json(problem: Problem, outcome: Outcome) -> str:
    from balai.engine.entries import to_json
    from balai.engine.timetabling.read import timetable_entries

    content = json.loads(to_json(outcome))
    if outcome.timetable is not None:
        content["timetable"] = timetable_entries(outcome.timetable, problem)
    return json.dumps(content, ensure_ascii=False)
