"""``balai drill``: live made-up programmes that go wrong, and tell what happened and that everything held.

It has a home of its own, marked as a demonstration, so that no word of it reaches an installation.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai import config
from balai.cli.demo import CLONE, FIRST_PORT, forget, require_mark, surroundings, write_mark
from balai.cli.home import of_home, require_home
from balai.database.cluster import Cluster
from balai.database.keeper import Child, Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST = 500
CHAPTERS = ("call", "nominations", "selection", "offers", "preparation", "arrival", "days", "end")
"""As :mod:`balai.drill.life` has them; a test holds the two together."""


@click.command("drill")
@click.option(
    "--seed",
    type=click.IntRange(1, MOST),
    default=1,
    show_default=True,
    help="Live the programme of this number.",
)
@click.option(
    "--seeds",
    type=click.IntRange(1, MOST),
    default=1,
    show_default=True,
    help="Live so many, from that one on.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer for programs.")
@click.option(
    "--until", type=click.Choice(CHAPTERS), default="end", show_default=True, help="Stop after this chapter."
)
@click.option("--keep", is_flag=True, help="Leave the programmes in the demonstration, for people to go on.")
def command(*, seed: int, seeds: int, as_json: bool, until: str, keep: bool) -> None:
    """Live made-up programmes in which people withdraw, fall ill and are refused, and centres close.

    Everything is done by the deeds that pages use. Ends with 0 when every invariant held, and 1 when one did
    not. Nothing of an installation is touched: the programmes have a home of their own, which goes with them,
    or are left in that of the demonstration.
    """
    if seed + seeds - 1 > MOST:
        raise click.UsageError(f"There are {MOST} programmes; {seed} and {seeds - 1} more are too many.")
    with _home(keep=keep) as home:
        environment = surroundings(home, FIRST_PORT)
        require_home(config.read(environment))
        argv = [sys.executable, "-m", "balai.cli.drilling", str(seed), str(seeds), until]
        argv += [name for name, is_asked in (("--json", as_json), ("--keep", keep)) if is_asked]
        with Keeper(Cluster(home)) as keeper:
            keeper.complete(Child(name="drill", argv=argv, environment=environment))
        with of_home(home):
            write_mark(home)
    if keep and not as_json:
        click.echo("The programmes are in the demonstration: balai demo")


@contextmanager
def _home(*, keep: bool) -> Iterator[Path]:
    """The demonstration's home, or one that goes; never that of an installation."""
    if keep:
        home = config.demo_home(CLONE, os.environ)
        with of_home(home):
            require_mark(home)
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="balai-drill-") as folder:
        home = Path(folder) / "home"
        require_mark(home)
        try:
            yield home
        finally:
            forget(home)
