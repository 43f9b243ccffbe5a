"""``balai serve``: the web server of an installation, and its database when none runs yet."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai import config
from balai.cli.home import PREPARED, refuse_root, require_home
from balai.cli.problems import Problem
from balai.database.cluster import Cluster
from balai.database.keeper import Child, Keeper

if TYPE_CHECKING:
    from collections.abc import Mapping

    from balai.config import Config

MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn opens a file without a name there
BACKLOG = 2048


@click.command("serve")
@click.pass_context
def command(context: click.Context) -> None:
    """Serve the pages of this installation.

    Brings the database and the files of the pages up to this version first. On an empty home it prints a
    link by which the first administrator sets the installation up.
    """
    settings = config.current()
    refuse_root(settings)
    require_home(settings)
    with listen(settings.bind_host, settings.bind_port) as listener:
        web = web_server(settings, listener, prepares="web")
        with Keeper(None if settings.database_url else Cluster(settings.home), [web]) as keeper:
            context.exit(keeper.run())


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else starts.

    The keeper holds it, not the web server: while a killed web server comes again, visitors wait a
    moment and are not turned away.

    Raises:
        Problem: another program has the port, or the address is not one of this machine.
    """
    try:
        # Many visitors that come at once must find room to wait.
        return socket.create_server(
            (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=BACKLOG
        )
    except OSError as error:
        raise Problem(
            f"Cannot listen on {host}, port {port}: {os.strerror(error.errno or 0).lower()}.",
            "Stop the program that has it, or name another address.",
        ) from error


def web_server(
    settings: Config,
    listener: socket.socket,
    *,
    prepares: str = PREPARED,
    environment: Mapping[str, str] | None = None,
) -> Child:
    """The web server as a child of a keeper: one parent that loads the product, and workers that share it.

    Args:
        settings: of the installation.
        listener: the socket that visitors connect to.
        prepares: what it makes ready before it serves, as of :mod:`balai.cli.preparation`.
        environment: its whole environment; ours unless given.
    """
    options: dict[str, object] = {
        "bind": f"fd://{listener.fileno()}",
        "worker-class": "gthread",
        "workers": settings.web_workers,
        "threads": settings.web_threads,
        "worker-tmp-dir": MEMORY if os.access(MEMORY, os.W_OK) else settings.home,
        "timeout": 60,
        "graceful-timeout": 20,
        "keep-alive": 5,
        # Only these may say that a visitor came by https.
        "forwarded-allow-ips": ",".join(settings.trusted_proxies),
        "log-level": "warning",
    }
    argv = [sys.executable, "-m", "balai.cli.serving", prepares, "--no-control-socket"]
    argv += [f"--{name}={value}" for name, value in options.items()]
    return Child(name="web server", argv=argv, environment=environment, grace=25, files=(listener.fileno(),))
