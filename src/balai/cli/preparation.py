"""What must be true before work begins: ``python -m balai.cli.preparation worker|check|demo [PORT]``.

A program of its own, so that the keeper that starts it needs no framework; the web server prepares itself
(:mod:`balai.cli.serving`). Both end with code 2 and one message when the operator has to mend something.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import sys
import time
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import django
import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from psycopg.errors import DiskFull, InsufficientPrivilege

from balai import __version__, config
from balai.config import ConfigError
from balai.database.backup import refuse_unfinished_restore
from balai.database.cluster import Cluster
from balai.database.keeper import BAD_INPUT
from balai.database.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from balai.cli.waiting import Waiting
    from balai.config import Config

PATIENCE = 60.0
"""Seconds in which a database that runs, or says that it is coming, takes us in."""

COMING = re.compile("starting up|recovery mode|not yet accepting")
"""What an external database says while it starts."""
BETWEEN_TRIES = 0.3
"""Seconds: soon enough that nobody notices, and no load on a database that recovers."""


def ready(what: str, port: int | None = None) -> bool:
    """Make the keys where there are none; then, as soon as the database is up, the rest.

    Args:
        what: is made ready.
        port: the number of an open file on which visitors may come meanwhile.

    Returns:
        Whether tables or files were made, for which much was loaded that is not needed again.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
    django.setup()
    from balai.cli.waiting import DEMONSTRATION, INSTALLATION, waiting_at
    from balai.kernel.crypto import make_keys

    refuse_unfinished_restore(config.current())
    make_keys()
    trying = _Trying(config.current())
    with waiting_at(port, INSTALLATION if what == "web" else DEMONSTRATION) as visitors:
        while True:
            try:
                return prepare(what, visitors)
            except (OperationalError, InterfaceError) as error:
                if not trying.is_worth(error):
                    raise
            connection.close()
            time.sleep(BETWEEN_TRIES)


def prepare(what: str, visitors: Waiting) -> bool:
    """Bring the tables up to this version, and for pages their files; may be called again when it broke.

    Args:
        what: is made ready.
        visitors: are told how far it is.

    Returns:
        Whether any were made.
    """
    from balai.cli.waiting import FILES, TABLES
    from balai.kernel.schema import prepare_schema

    made = prepare_schema(
        tell=lambda sentence: print(sentence, file=sys.stderr, flush=True),
        count=partial(visitors.tell, TABLES),
    )
    if what != "worker":
        made = prepare_static(config.current().home, begin=partial(visitors.tell, FILES)) or made
    if what in {"demo", "check"}:
        fill_demonstration(visitors)
    if what == "demo":
        welcome(config.current())
    elif what == "web":
        offer_first_start()
    return made


class _Trying:
    """For a database that is coming: the embedded one by its keeper, an external one by its own word."""

    def __init__(self, settings: Config) -> None:
        self._cluster = None if settings.database_url else Cluster(settings.home)
        self._deadline = time.monotonic() + PATIENCE

    def is_worth(self, error: Exception) -> bool:
        """Whether to try again after an error; an embedded database is waited for while it does not run."""
        if self._cluster is None:
            is_coming = bool(COMING.search(str(error)))
        else:
            is_coming = _tells_nothing(error)
            if not self._cluster.is_running():  # it recovers, however long that takes: its keeper tells
                self._deadline = time.monotonic() + PATIENCE
        return is_coming and time.monotonic() < self._deadline


def _tells_nothing(error: Exception) -> bool:
    """Whether the server refused no statement of ours: it went away, or did not answer."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(("08", "57P"))


def prepare_static(home: Path, *, begin: Callable[[], None]) -> bool:
    """Copy the files of the pages under names with their hash, compressed; only when they changed.

    Args:
        home: where the installation lies.
        begin: called when there is something to copy.

    Returns:
        Whether they had.
    """
    mark = home / "static.sha256"
    with (home / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several servers may start at once
        wanted = _fingerprint()
        if mark.exists() and mark.read_text(encoding="ascii") == wanted:
            return False
        from django.core.management import call_command

        begin()
        # Old files stay: pages that are open in browsers still ask for them.
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(wanted, encoding="ascii")
    return True


def _fingerprint() -> str:
    """By content, so that a copy of the product on another machine finds its files laid out."""
    from django.contrib.staticfiles.finders import get_finders

    sources = hashlib.sha256(__version__.encode())
    for finder in get_finders():
        for path, storage in sorted(finder.list([])):
            content = Path(storage.path(path)).read_bytes()
            sources.update(f"{path}\0{len(content)}\0".encode())
            sources.update(content)
    return sources.hexdigest()


def fill_demonstration(visitors: Waiting) -> None:
    """Make the sample people and their office where they are missing."""
    from balai.kernel import clock
    from balai.office.services.sample import create_sample_office
    from balai.people.services.sample import create_cast

    create_cast(clock.now())
    create_sample_office(at=clock.now())
    import_reference_programme(visitors)
    ask_for_sample_life()


def ask_for_sample_life() -> None:
    """Have the worker live the reference programme, once the first page could be opened."""
    from datetime import timedelta

    from balai.kernel import clock
    from balai.kernel.jobs import enqueue
    from balai.kernel.sample import LIVE

    enqueue(LIVE, only_one=LIVE, not_before=clock.now() + timedelta(seconds=5))


def import_reference_programme(visitors: Waiting) -> None:
    """Take in the example that the demonstration shows, where it is missing; it is part of the product."""
    from balai.cli.examples import REFERENCE, example
    from balai.cli.progress import import_progress
    from balai.cli.waiting import SAMPLE
    from balai.kernel import clock
    from balai.kernel.bundle.importing import import_bundle
    from balai.programmes.models import Series

    if Series.objects.exists():
        return
    with import_progress("The reference programme:") as tell:

        def tell_all(done: int, of: int) -> None:
            tell(done, of)
            visitors.tell(SAMPLE, done, of)

        outcome = import_bundle(example(REFERENCE), actor=None, at=clock.now(), tell=tell_all)
    print(f"The reference programme is in: {outcome.records} records.")


def offer_first_start() -> None:
    """Print the link by which the first administrator comes in; nothing once there is an account."""
    from rich.console import Console
    from rich.panel import Panel

    from balai.kernel import clock
    from balai.office.addresses import link_to
    from balai.people.services.invitations import FIRST_START_HOURS, first_start

    path = first_start(at=clock.now())
    if path is None:
        return
    link = link_to(path)
    text = (
        "Nobody can sign in yet. Open this link to become the first administrator:\n\n"
        f"{link}\n\n"
        f"It works once, within {FIRST_START_HOURS} hours; the next start of balai serve prints a new one."
    )
    # The frame is as wide as the link: a link that is broken over two lines cannot be opened.
    Console(width=max(100, len(link) + 8)).print(
        Panel(text, title=f"Balai {__version__}: first start", expand=False, padding=(1, 3))
    )


def welcome(settings: Config) -> None:
    """Tell where the demonstration is found."""
    from django.urls import reverse
    from rich.console import Console
    from rich.panel import Panel
    from rich.table import Table

    origin = f"http://localhost:{settings.bind_port}"  # passkeys need the name
    places = Table.grid(padding=(0, 3))
    places.add_row("Pages", origin)
    places.add_row("Sign in", origin + reverse("account_login"))
    places.add_row("", "One click there enters as each role; all people are made up.")
    places.add_row("", "")
    places.add_row("Ctrl-C", "stops everything; the data stay for the next time")
    Console().print(
        Panel(places, title=f"Balai {__version__}: the demonstration", expand=False, padding=(1, 3))
    )


@contextmanager
def one_message() -> Iterator[None]:
    """What the operator has to mend ends the program in the block with one message and code 2."""
    try:
        yield
    except (ConfigError, DatabaseProblem) as problem:
        _refuse(str(problem))
    except (DatabaseError, InterfaceError, psycopg.Error) as error:
        if (message := _of_database(error)) is None:
            raise  # a fault of ours
        _refuse(message)
    except OSError as error:
        where = error.filename or config.current().home
        _refuse(f"{where} cannot be written or read ({error.strerror}). Make room or correct its rights.")


def _of_database(error: Exception) -> str | None:
    """What a database that refused a statement, or did not answer, wants mended; None when it is not that."""
    told = error if isinstance(error, psycopg.Error) else error.__cause__
    reason = str(error).strip().splitlines()[0]
    place = connection.settings_dict
    host = place["HOST"] or place["OPTIONS"].get("host", "this machine")
    where = f"The database at {host}, port {place['PORT'] or 5432},"
    if isinstance(told, DiskFull):
        return f"{where} has no room left: {reason}. Free space on its disk; what was acknowledged is safe."
    if isinstance(told, InsufficientPrivilege):
        return (
            f"{where} refuses the role of BALAI_DATABASE_OWNER_URL: {reason}. "
            "Give it the database and its schema, as docs/operate/database.md shows."
        )
    if isinstance(told, psycopg.OperationalError | psycopg.InterfaceError):
        return f"{where} does not answer: {reason}. Start it, or correct BALAI_DATABASE_URL."
    return None


def _refuse(message: str) -> NoReturn:
    print(f"balai: {message}", file=sys.stderr)
    sys.exit(BAD_INPUT)


if __name__ == "__main__":
    with one_message():
        ready(sys.argv[1], *map(int, sys.argv[2:]))
