"""For commands that do a deed and end: the database up and at this version, and the product loaded."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from balai import config
from balai.cli.home import preparation, refuse_root, require_home
from balai.database.cluster import Cluster
from balai.database.keeper import Keeper
from balai.database.problems import DatabaseProblem

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def inside() -> Iterator[None]:
    """Use a running database, or start one for the length of the block.

    Raises:
        Problem: the home is not this user's.
        DatabaseProblem: it cannot be started, or went away while the block worked.
    """
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    settings = config.current()
    refuse_root(settings)
    require_home(settings)
    with Keeper(None if settings.database_url else Cluster(settings.home)) as keeper:
        keeper.complete(preparation("worker"))
        django.setup()
        from django.db import InterfaceError, OperationalError

        try:
            yield
        except (InterfaceError, OperationalError) as error:
            raise DatabaseProblem(
                f"The database stopped answering: {str(error).strip().splitlines()[0]}.",
                "Run the command again; what it had finished stays.",
            ) from error
