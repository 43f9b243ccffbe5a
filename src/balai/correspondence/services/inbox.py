"""The folder into which a mail server may put what comes back: one file, one mail."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from balai import config
from balai.correspondence.services.delivery import record_bounce
from balai.kernel.refusal import RuleViolationError

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

logger = logging.getLogger(__name__)


def inbox_folder() -> Path:
    """Where delivery reports are put, below the home; docs/operate/mail.md tells how."""
    return config.current().home / "bounces"


def read_inbox(*, at: datetime) -> None:
    """Record the delivery reports in the folder; they move to ``done``, and what is none to ``unread``."""
    folder = inbox_folder()
    if not folder.is_dir():
        return
    for path in sorted(folder.iterdir()):
        # A file still being written has another name by convention: mail servers begin it with a full stop.
        if path.is_file() and not path.name.startswith("."):
            _read(path, at=at)


def _read(path: Path, *, at: datetime) -> None:
    try:
        record_bounce(message=path.read_bytes(), actor="system", at=at)
        outcome = "done"
    except RuleViolationError as violation:
        logger.warning("%s was left unread: %s", path.name, violation)
        outcome = "unread"
    except OSError as error:
        logger.warning("%s cannot be read: %s", path.name, error)
        return
    target = path.with_name(outcome) / path.name
    target.parent.mkdir(exist_ok=True)
    path.replace(target)
