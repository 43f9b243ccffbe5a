"""``balai backup``: the database and the uploaded files in one file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from balai import config
from balai.cli.home import refuse_root


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path), default=Path())
def command(target: Path) -> None:
    """Write the database and the uploaded files to TARGET: a new file, or a folder.

    The keys are not in it: `balai keys export` writes them, to be kept elsewhere.
    """
    from balai.database.backup import write_backup

    settings = config.current()
    refuse_root(settings)
    written = write_backup(
        settings,
        target,
        at=datetime.now(UTC),
        progress=lambda sentence: click.echo(sentence, err=True),
    )
    click.echo(f"Written: {written} ({written.stat().st_size / 1e6:.1f} MB). Keys are not in it.")
