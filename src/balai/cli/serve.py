"""``balai serve``: the web server of an installation, and its database when none runs yet."""

from __future__ import annotations

import errno
import fcntl
import os
import socket
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai import config
from balai.cli.home import PREPARED, of_home, refuse_root, require_home
from balai.cli.problems import Problem
from balai.database.cluster import Cluster
from balai.database.keeper import Child, Keeper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from balai.config import Config

MEMORY = Path("/dev/shm")  # noqa: S108 -- gunicorn opens a file without a name there
BACKLOG = 2048
LISTENING = {
    errno.EADDRINUSE: "Stop the program that has it, or name another address in BALAI_BIND.",
    errno.EADDRNOTAVAIL: "Name an address of this machine in BALAI_BIND, as in 127.0.0.1:8000.",
    errno.EACCES: "Name a port from 1024 on in BALAI_BIND; a reverse proxy stands on the others.",
}
"""What heals a port that cannot be taken, by the reason."""

NAMELESS = {socket.EAI_NONAME, socket.EAI_NODATA, socket.EAI_AGAIN, socket.EAI_FAIL}
"""What the system says of a name that leads to no address."""

LAST_ANSWERS = 20
"""Seconds in which a web server that stops must have answered who is there."""


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
    with (
        _mark(settings.home) as (mark, is_alone),
        listen(
            settings.bind_host, settings.bind_port, patience=0 if is_alone else LAST_ANSWERS + 5
        ) as listener,
    ):
        web = web_server(settings, listener, prepares="web", mark=mark)
        with Keeper(None if settings.database_url else Cluster(settings.home), [web]) as keeper:
            context.exit(keeper.run())


@contextmanager
def _mark(home: Path) -> Iterator[tuple[int, bool]]:
    """An open file that every process of a web server inherits, and whether no other server has it.

    Its lock ends with the last of them: what a killed keeper left is known by it.
    """
    with of_home(home):
        descriptor = os.open(home / "serving", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_alone = True
        except BlockingIOError:
            is_alone = False
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield descriptor, is_alone
    finally:
        os.close(descriptor)


def listen(host: str, port: int, *, patience: float = 0) -> socket.socket:
    """Take the port before anything else starts.

    The keeper holds it, not the web server: while a killed web server comes again, visitors wait a
    moment and are not turned away.

    Args:
        host: an address of this machine.
        port: its number.
        patience: seconds to wait for the program that has it.

    Raises:
        Problem: another program has the port, or the address is not one of this machine.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            # Many visitors that come at once must find room to wait.
            return socket.create_server(
                (host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=BACKLOG
            )
        except UnicodeError as error:
            raise Problem(f"“{host}” is no name of a machine.", LISTENING[errno.EADDRNOTAVAIL]) from error
        except OSError as error:
            if error.errno in NAMELESS:
                raise Problem(
                    f"Cannot listen on {host}: no machine is known by that name.",
                    LISTENING[errno.EADDRNOTAVAIL],
                ) from error
            if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
                raise Problem(
                    f"Cannot listen on {host}, port {port}: {os.strerror(error.errno or 0).lower()}.",
                    LISTENING.get(error.errno or 0, "Name another address in BALAI_BIND."),
                ) from error
        time.sleep(0.1)  # nobody tells when the server of a killed keeper has let go of the port


def web_server(
    settings: Config,
    listener: socket.socket,
    *,
    prepares: str = PREPARED,
    mark: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Child:
    """The web server as a child of a keeper: one parent that loads the product, and workers that share it.

    Args:
        settings: of the installation.
        listener: the socket that visitors connect to.
        prepares: what it makes ready before it serves, as of :mod:`balai.cli.preparation`.
        mark: an open file by which its processes are known.
        environment: its whole environment; ours unless given.
    """
    options: dict[str, object] = {
        "worker-class": "balai.cli.web_worker.FairWorker",
        "workers": settings.web_workers,
        "threads": settings.web_threads,
        "worker-tmp-dir": MEMORY if os.access(MEMORY, os.W_OK) else settings.home,
        "timeout": 60,
        "graceful-timeout": LAST_ANSWERS,
        "keep-alive": 5,
        # Only these may say that a visitor came by https.
        "forwarded-allow-ips": ",".join(settings.trusted_proxies),
        "log-level": "warning",
        "config": "python:balai.cli.hooks",
    }
    argv = [sys.executable, "-m", "balai.cli.serving", prepares, str(listener.fileno())]
    argv += ["--no-control-socket", *(f"--{name}={value}" for name, value in options.items())]
    files = (listener.fileno(),) if mark is None else (listener.fileno(), mark)
    return Child(name="web server", argv=argv, environment=environment, grace=LAST_ANSWERS + 5, files=files)
