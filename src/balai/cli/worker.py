"""``balai worker``: does the work that pages leave for later, and keeps the database when none runs yet."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from balai import config
from balai.cli.home import preparation, refuse_root, require_home
from balai.database.cluster import Cluster
from balai.database.keeper import Child, Keeper

if TYPE_CHECKING:
    from collections.abc import Mapping


@click.command("worker")
@click.pass_context
def command(context: click.Context) -> None:
    """Do the work that pages leave for later, such as sending mails.

    Run one beside the web server; more of them, here or on other machines, share the work.
    """
    settings = config.current()
    refuse_root(settings)
    require_home(settings)
    with Keeper(None if settings.database_url else Cluster(settings.home), [worker()]) as keeper:
        keeper.complete(preparation("worker"))
        click.echo("Working. Ctrl-C stops it after the present job.", err=True)
        context.exit(keeper.run())


def worker(environment: Mapping[str, str] | None = None) -> Child:
    """The worker as a child of a keeper."""
    argv = [sys.executable, "-m", "balai.cli.working"]
    return Child(name="worker", argv=argv, environment=environment, grace=60)
