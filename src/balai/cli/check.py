"""``balai check``: is this installation healthy, and if not, what heals it."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from balai import config
from balai.cli.home import refuse_root
from balai.cli.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.kernel.health import Finding

ILL = 1
"""The exit code that tells a monitor to look at the table."""


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Answer for programs.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Tell whether this installation is healthy, line by line, and what heals it.

    Starts nothing and changes nothing. The exit code is 0 when every line is well, and 1 when one is not.
    """
    settings = config.current()
    refuse_root(settings)
    if not settings.home.is_dir():
        raise Problem(f"There is no installation in {settings.home}.", "Name its home in BALAI_HOME.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
    import django

    django.setup()
    from balai.cli.health import examine

    found = examine(datetime.now(UTC))
    is_well = all(finding.is_well for finding in found.values())
    if as_json:
        lines = [
            {"name": name, "is_well": finding.is_well, "what": finding.what, "remedy": finding.remedy}
            for name, finding in found.items()
        ]
        click.echo(json.dumps({"is_well": is_well, "lines": lines}, indent=1))
    else:
        _print(found)
    context.exit(0 if is_well else ILL)


def _print(found: Mapping[str, Finding]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("", "Line", "State", "What to do", title="The health of this installation")
    for name, finding in found.items():
        mark = Text("well", "green") if finding.is_well else Text("ill", "bold red")
        table.add_row(mark, name, Text(finding.what), Text(finding.remedy))
    Console().print(table)
