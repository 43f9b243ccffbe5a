"""``balai demo``: Balai with sample people, on this machine alone, in a home of its own."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import click

import balai
from balai import config
from balai.cli.home import of_home, preparation, require_home
from balai.cli.problems import Problem
from balai.cli.serve import listen, web_server
from balai.cli.worker import worker
from balai.database.cluster import Cluster
from balai.database.keeper import Child, Keeper

if TYPE_CHECKING:
    import socket
    from collections.abc import Mapping


PACKAGE = Path(balai.__file__).parent
CLONE = PACKAGE.parents[1]
LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000
OTHER_PORT = "Stop the program that has it, or name another port, as in --port 8100."
RESET = "Forget its data and start afresh: make demo-reset"


@click.command("demo")
@click.option("--reset", is_flag=True, help="Forget the demonstration's data, and start nothing.")
@click.option(
    "--check", is_flag=True, help="Verify what is published of the reference programme, and start nothing."
)
@click.option("--port", type=click.IntRange(1, 65535), help="Listen on this port, or not at all.")
@click.pass_context
def command(context: click.Context, *, reset: bool, check: bool, port: int | None) -> None:
    """Try Balai with sample people, on this machine alone.

    Everything runs in one go: database, pages and worker. Ctrl-C stops it; the data stay for the next
    time. Settings of an installation, in the environment or elsewhere, do not count here.
    """
    home = config.demo_home(CLONE, os.environ)
    if reset:
        with of_home(home):
            forget(home)
        click.echo("The demonstration's data are forgotten. The next start begins afresh.")
        return
    if check:
        verify(home, surroundings(home, port or FIRST_PORT))
        return
    with _free_port(port) as listener:
        environment = surroundings(home, listener.getsockname()[1])
        settings = config.read(environment)
        with of_home(home):
            require_mark(home)
        require_home(settings)
        click.echo(f"The demonstration starts on http://localhost:{settings.bind_port} ...", err=True)
        children = [web_server(settings, listener, environment=environment), worker(environment)]
        with Keeper(Cluster(home), children) as keeper:
            keeper.complete(preparation("demo", environment, listener=listener))
            with of_home(home):
                write_mark(home)
            context.exit(keeper.run())


def verify(home: Path, environment: Mapping[str, str]) -> None:
    """Live what is left of the sample life, and read each fact of it where it is published.

    Raises:
        SystemExit: with code 1 when one is not published as it is.
    """
    with of_home(home):
        require_mark(home)
    require_home(config.read(environment))
    argv = [sys.executable, "-m", "balai.cli.reference"]
    with Keeper(Cluster(home)) as keeper:
        keeper.complete(Child(name="check", argv=argv, environment=environment))
    with of_home(home):
        write_mark(home)


def surroundings(home: Path, port: int) -> dict[str, str]:
    """The environment of the demonstration's programs: ours, with its own settings and no other's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(config.PREFIX)}
    return others | {"BALAI_HOME": str(home), "BALAI_BIND": f"{LOOPBACK}:{port}"}


def schema_of(package: Path) -> dict[str, str]:
    """The migrations that a version of the product brings, each with a hash of its text."""
    return {
        f"{path.parent.parent.name}.{path.stem}": hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in sorted(package.glob("*/migrations/[0-9]*.py"))
    }


def require_mark(home: Path) -> None:
    """Make the home of a demonstration, or see that this version can go on with the one there is.

    Raises:
        Problem: a newer version, or one with other tables, made it; or it is no demonstration's.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not any(home.iterdir()):
        _write(home, {"version": balai.__version__, "schema": {}})
    try:
        mark = json.loads((home / "demo.json").read_text(encoding="utf-8"))
        made_by, schema = str(mark["version"]), dict(mark["schema"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Problem(f"{home} is not the home of a demonstration: {error}.", RESET) from error
    ours = schema_of(PACKAGE)
    if foreign := [name for name, digest in schema.items() if ours.get(name) != digest]:
        raise Problem(
            f"A newer or another version ({made_by}) made this demonstration's data: {foreign[0]} is not ours.",
            RESET,
        )


def write_mark(home: Path) -> None:
    """Note which version the data are now of."""
    _write(home, {"version": balai.__version__, "schema": schema_of(PACKAGE)})


def forget(home: Path) -> None:
    """Delete a demonstration; nothing of it stays.

    Raises:
        DatabaseProblem: it runs.
    """
    cluster = Cluster(home)
    if cluster.place.folder.exists():
        cluster.destroy()
    if home.exists():
        shutil.rmtree(home)


def _write(home: Path, mark: Mapping[str, object]) -> None:
    draft = home / "demo.json.new"
    draft.write_text(json.dumps(mark, indent=1), encoding="utf-8")
    draft.replace(home / "demo.json")


def _free_port(wanted: int | None) -> socket.socket:
    """The port that was asked for, or the first free one from 8000 on, with a word when it is another."""
    if wanted is not None:
        try:
            return listen(LOOPBACK, wanted)
        except Problem as problem:
            raise Problem(problem.what, OTHER_PORT) from problem  # BALAI_BIND does not count here
    for port in count(FIRST_PORT):
        try:
            listener = listen(LOOPBACK, port)
        except Problem:
            if port == FIRST_PORT + 99:
                raise
            continue
        if port != FIRST_PORT:
            click.echo(f"Port {FIRST_PORT} is taken; this demonstration takes {port}.", err=True)
        return listener
    raise AssertionError  # count() does not end
