"""``balai database``: the embedded cluster as a service of its own."""

from __future__ import annotations

import click

from balai import config
from balai.database.cluster import Cluster
from balai.database.keeper import Keeper
from balai.database.problems import DatabaseProblem


@click.command("database")
@click.pass_context
def command(context: click.Context) -> None:
    """Run the database as a service of its own.

    The web server and the worker attach to it. Where another process runs the database already, this one
    waits and takes it over when that process ends.
    """
    settings = config.current()
    if settings.database_url:
        raise DatabaseProblem(
            "BALAI_DATABASE_URL names an external database.",
            "It runs by itself; this command is for the embedded one.",
        )
    cluster = Cluster(settings.home)
    with Keeper(cluster) as keeper:
        how = "runs" if cluster.is_owner else "is run by another process; this one stands by"
        click.echo(f"The database of {settings.home} {how}. Ctrl-C stops this process.", err=True)
        context.exit(keeper.run())
