"""``balai aid validate FILE``: may this IATI file be published? Works on files and needs no installation."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai.cli.problems import Problem

if TYPE_CHECKING:
    import datetime as dt

    from balai.engine.aid.check import Fault

OK, REFUSED = 0, 1


@click.group("aid", no_args_is_help=True)
def command() -> None:
    """Judge aid data, without network and without an installation."""


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day by which 'not in the future' is judged; today if not given.",
)
@click.option("--json", "as_json", is_flag=True, help="Write the faults as JSON.")
def validate(*, file: Path, on: dt.datetime | None, as_json: bool) -> None:
    """Judge the IATI 2.03 activity file FILE by rules A1 to A25 of the rulebook.

    The official schema is the judge of form; this one tells what a schema cannot.

    Ends with 0 if nothing but warnings was found, 1 if there are errors, 2 if the file cannot be read.
    """
    from balai.engine.aid.check import faults_of
    from balai.engine.aid.tree import LARGEST

    try:
        with file.open("rb") as opened:
            brought = opened.read(LARGEST + 1)
    except OSError as error:
        raise Problem(
            f"{file} cannot be read ({error.strerror}).", "Name a file that you may read."
        ) from error
    faults = faults_of(brought, on=on.date() if on else _today())
    if as_json:
        click.echo(json.dumps([dataclasses.asdict(fault) for fault in faults], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(_told(faults)))
    raise SystemExit(REFUSED if any(fault.is_error for fault in faults) else OK)


def _told(faults: list[Fault]) -> list[str]:
    if not faults:
        return ["Keeps every rule."]
    errors = sum(fault.is_error for fault in faults)
    lines = [f"Errors: {errors}. Warnings: {len(faults) - errors}."]
    for fault in faults:
        kind = "error" if fault.is_error else "warning"
        lines.append(
            f"line {fault.line}: {kind} {fault.rule}: {_plain(fault.place)}: “{_plain(fault.value)}”"
        )
        lines.append(f"  {fault.sentence} {fault.remedy}")
    return lines


def _plain(text: str) -> str:
    """Show a stranger's text without what would move the cursor or turn the direction of writing."""
    return "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text
    )


def _today() -> dt.date:
    import datetime as dt

    return dt.datetime.now(dt.UTC).date()
