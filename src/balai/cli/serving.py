"""The web server that ``balai serve`` keeps: ``python -m balai.cli.serving web|prepared PORT OPTION...``.

One process makes ready what must be true before pages are served, and serves them: what it loads for the
one it needs for the other, so a start takes half as long. ``prepared`` says that all is ready; PORT is the
number of the open file on which visitors come.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING

from balai import config
from balai.cli.home import PREPARED
from balai.cli.preparation import one_message, ready
from balai.database.keeper import BAD_INPUT

if TYPE_CHECKING:
    from balai.config import Config


def main(what: str, port: str, *options: str) -> None:
    """Prepare, then become gunicorn with these options."""
    if what != PREPARED and _is_made(what, int(port)):
        # Begin again without what migrations have loaded: the workers would carry it.
        again = [sys.executable, "-m", "balai.cli.serving", PREPARED, port, *options]
        os.execv(sys.executable, again)  # noqa: S606 -- this program, with arguments of its own making
    from gunicorn.app import wsgiapp

    sys.argv = ["gunicorn", "balai.wsgi", "--preload", f"--bind=fd://{port}", *options]
    wsgiapp.run()  # type: ignore[no-untyped-call] # gunicorn tells no types


def _is_made(what: str, port: int) -> bool:
    try:
        with one_message():
            made = ready(what, port)
    except Exception:  # noqa: BLE001 -- whatever it is, starting again would not help
        traceback.print_exc()
        sys.exit(BAD_INPUT)
    print(f"Serving on {address(config.current())}. Ctrl-C stops it.", file=sys.stderr)
    return made


def address(settings: Config) -> str:
    """Where people find the pages."""
    host = f"[{settings.bind_host}]" if ":" in settings.bind_host else settings.bind_host
    return settings.public_url or f"http://{host}:{settings.bind_port}"


if __name__ == "__main__":
    main(*sys.argv[1:])
