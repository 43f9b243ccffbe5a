"""``balai restore``: a backup into an empty home."""

from __future__ import annotations

from pathlib import Path

import click

from balai import config
from balai.cli.home import refuse_root


@click.command("restore")
@click.argument("source", type=click.Path(path_type=Path))
def command(source: Path) -> None:
    """Bring the backup SOURCE into the home, which must be empty but for its settings and keys."""
    from balai.database.backup import read_backup

    settings = config.current()
    refuse_root(settings)
    manifest = read_backup(settings, source, progress=lambda sentence: click.echo(sentence, err=True))
    click.echo(f"Restored into {settings.home}: the state of {manifest.made_at}.")
    if (settings.secrets_folder / "keys.json").exists():
        click.echo(
            "Once Balai is started, `balai check` tells whether the keys here open what is sealed in it."
        )
    else:
        click.echo("There are no keys here. Without `balai keys import`, restricted fields stay unreadable.")
