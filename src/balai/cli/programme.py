"""``balai programme import|export|schema``: programmes as files that a person can read and edit."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai.cli.problems import Problem
from balai.cli.progress import import_progress

if TYPE_CHECKING:
    from balai.engine.bundle.problem import Report
    from balai.kernel.bundle.importing import Outcome

BAD_INPUT = 2
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Write JSON, for programs.")


@click.group()
def command() -> None:
    """Take programmes in from files, and give them out.

    A bundle is a folder or a .zip of YAML and CSV files; tables may be .xlsx workbooks too. Its form is told
    in docs/reference/bundle.md.
    """


@command.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Say what would come of it, and change nothing.")
@AS_JSON
def import_(*, path: Path, check: bool, as_json: bool) -> None:
    """Take in a bundle or a single table, whole or not at all.

    Ends with 0 when it was taken in, 2 when something is wrong: then every fault is told, with its place and
    what to do, and nothing was changed.
    """
    from balai.cli.inside import inside
    from balai.engine.bundle.problem import BundleError

    with inside():
        from balai.kernel import clock
        from balai.kernel.bundle.importing import import_bundle

        try:
            with import_progress() as tell:
                outcome = import_bundle(path, actor=None, at=clock.now(), is_rehearsal=check, tell=tell)
        except BundleError as error:
            if as_json:
                problems = [problem.to_json() for problem in error.report]
                click.echo(json.dumps({"problems": problems}, ensure_ascii=False))
            else:
                _show_faults(error.report)
            raise SystemExit(BAD_INPUT) from error
    if as_json:
        found = {name: dict(counts) for name, counts in outcome.counts.items()}
        click.echo(json.dumps({"counts": found}))
    else:
        _show_outcome(outcome, is_rehearsal=check)


@command.command()
@click.argument("code")
@click.argument("path", type=click.Path(path_type=Path))
def export(*, code: str, path: Path) -> None:
    """Write a series with all its editions, or one edition, to a new folder or .zip."""
    from balai.cli.inside import inside
    from balai.engine.bundle.writing import write_archive, write_folder
    from balai.kernel.refusal import RuleViolationError

    is_archive = path.suffix.lower() == ".zip"
    if path.exists() and (is_archive or not path.is_dir() or any(path.iterdir())):
        raise Problem(f"{path} is there already.", "Name a new file or folder, or an empty folder.")
    with inside():
        from balai.programmes.bundle import bundle_of

        try:
            files = bundle_of(code)
        except RuleViolationError as error:
            raise Problem(
                str(error.refusal.message), "Look at the codes on the page of programmes."
            ) from error
    try:
        if is_archive:
            with path.open("wb") as target:
                write_archive(files, target)
        else:
            write_folder(files, path)
    except OSError as error:
        raise Problem(
            f"{path} cannot be written ({error.strerror}).", "Name a place that you may write to."
        ) from error
    click.echo(f"{code} was written to {path}: {len(files)} files.")


@command.command()
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
def schema(*, output: Path | None) -> None:
    """Write the JSON Schema of bundles."""
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
    django.setup()
    from balai.engine.bundle.schema import bundle_schema
    from balai.kernel.bundle.registry import layout

    text = json.dumps(bundle_schema(layout()), indent=2, ensure_ascii=False)
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise Problem(
            f"{output} cannot be written ({error.strerror}).", "Name a place that you may write to."
        ) from error


def _show_faults(report: Report) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(soft_wrap=False)
    table = Table(show_header=True, header_style="bold", show_lines=True, expand=True)
    for heading, ratio in (("Place", 3), ("Value", 2), ("What is wrong", 4), ("What to do", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for problem in report:
        place = f"{problem.place}\n{problem.place.field}".strip()
        table.add_row(
            place,
            problem.value,
            f"{problem.sentence()}\n[{problem.rule}]".replace("[", "\\["),
            problem.remedy(),
        )
    console.print(table)
    console.print(f"{len(report)} problems. Nothing was changed.")


def _show_outcome(outcome: Outcome, *, is_rehearsal: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table("Records", show_header=True, header_style="bold")
    for heading in ("New", "Changed", "The same"):
        table.add_column(heading, justify="right")
    for name, counts in outcome.counts.items():
        table.add_row(name, *(str(counts.get(what, 0)) for what in ("new", "changed", "same")))
    console.print(table)
    if is_rehearsal:
        console.print("This is what would come of it. Nothing was changed.")
    else:
        console.print(f"{outcome.records} records are in.")
