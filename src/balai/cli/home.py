"""The home of an installation as a command finds it: whose it is, its secret key, what makes it ready.

Imports no framework: a keeper lives as long as the installation runs and stays small.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from balai.cli.problems import Problem
from balai.database.keeper import Child

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from balai.config import Config

PREPARED = "prepared"
"""Says to a program that nothing is left to make ready."""


def refuse_root(config: Config) -> None:
    """Whatever reads or writes the home of an installation is run by the user who owns it.

    A flaw in a program that runs as root is a flaw in the machine, and what root leaves in a home the
    installation cannot read. Only the demonstration may; and ``balai database``, under which PostgreSQL
    changes user and which writes nothing to the home.

    Raises:
        Problem: this process is root's, and the home is that of an installation.
    """
    if os.geteuid() == 0 and not config.is_demo:
        raise Problem(
            "An installation does not run as root.",
            "Make an ordinary user for it and run as that one, as docs/operate/install.md shows.",
        )


def require_home(config: Config) -> None:
    """Make the home and its secret key where they are missing; both are private.

    Raises:
        Problem: the folder cannot be made or belongs to somebody else.
    """
    with of_home(config.home):
        config.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if config.home.stat().st_uid != os.geteuid():
            raise Problem(
                f"{config.home} belongs to another user.",
                "Run as that user, or name another home in BALAI_HOME.",
            )
        _require_secret_key(config)


@contextmanager
def of_home(home: Path) -> Iterator[None]:
    """A disk that is full or shut to us is said in one message, not in a traceback."""
    try:
        yield
    except OSError as error:
        raise Problem(
            f"{error.filename or home} cannot be written ({error.strerror}).",
            "Correct this, or name another home in BALAI_HOME.",
        ) from error


def _require_secret_key(config: Config) -> None:
    folder = config.secrets_folder
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        raise Problem(f"Others can look into {folder}.", f"Close it: chmod 700 '{folder}'")
    if config.secret_key:
        return
    # Whole or not at all, and the first of several servers wins: link() refuses an existing name.
    draft = folder / f"django.key.{os.getpid()}"
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64) + "\n")
            file.flush()
            os.fsync(descriptor)
        (folder / "django.key").hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
    if not config.secret_key:
        raise Problem(
            f"{folder / 'django.key'} is empty.",
            "Remove it; the next start makes a new one, and people sign in again.",
        )


def preparation(
    what: str, environment: Mapping[str, str] | None = None, *, listener: socket.socket | None = None
) -> Child:
    """The program to complete before anything else runs; it tells the operator why when it fails.

    Args:
        what: ``worker`` or ``demo``.
        environment: the whole environment of the program; ours unless given.
        listener: the socket that visitors connect to, who see there how far it is.
    """
    files = () if listener is None else (listener.fileno(),)
    argv = [sys.executable, "-m", "balai.cli.preparation", what, *map(str, files)]
    return Child(name="preparation", argv=argv, environment=environment, files=files)
