"""A home and a port for tests that start the product as people do."""

from __future__ import annotations

import os
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from balai import config
from balai.database.backup import restore
from balai.database.cluster import Cluster
from balai.database.roles import APPLICATION_ROLE, OWNER_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def home_in(folder: Path) -> Iterator[Path]:
    """A home of an installation. Where the tests run as root it bears the mark that allows that."""
    home = folder / "home"
    home.mkdir(mode=0o700)
    if os.geteuid() == 0:
        (home / "demo.json").write_text("{}")
    yield home
    cluster = Cluster(home)
    if cluster.place.folder.exists():
        cluster.destroy()


def furnish(home: Path, settings: pytest.Config) -> None:
    """Give a home a database with its tables, from the dump that this process's own came from."""
    if config.current().database_url:
        return  # its dump may be of roles with other names
    from tests.tables import dump_in

    cluster = Cluster(home, settings={"fsync": "off"})
    cluster.start()
    try:
        dump = dump_in(settings.cache.mkdir("tables"))
        restore(cluster.parameters(OWNER_ROLE), dump, application=APPLICATION_ROLE)
    finally:
        cluster.stop()


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of an installation, in which nothing is."""
    with home_in(tmp_path) as home:
        yield home


@pytest.fixture
def furnished(home: Path, request: pytest.FixtureRequest, django_db_setup: None) -> Path:
    """A home whose database has its tables: for starts that are about something else than the migrations."""
    furnish(home, request.config)
    return home


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        number: int = free.getsockname()[1]
        return number
