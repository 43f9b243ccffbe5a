"""The first start of an installation as its operator sees it: a printed link that opens once."""

from __future__ import annotations

import re
import socket
from typing import TYPE_CHECKING

import pytest

from balai.cli.demo import require_mark
from balai.database.cluster import Cluster
from tests.cli.programs import first_answer, get, get_when_served, run, running, surroundings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINK = re.compile(r"http://localhost:\d+(/accounts/invitation/\S+/)")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home that bears the mark of a demonstration, so that the tests may run as root."""
    home = tmp_path / "home"
    require_mark(home)
    yield home
    cluster = Cluster(home)
    if cluster.place.folder.exists():
        cluster.destroy()


@pytest.mark.slow  # starts a database and a server of its own
def test_serve_prints_a_link_and_administrators_are_invited_by_command(home: Path, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = surroundings(home=str(home), bind=f"127.0.0.1:{port}")
    log = tmp_path / "log"

    with running(log, "serve", environment=environment) as server:
        status, told = first_answer(port, "/en/", server)
        get_when_served(port, "/en/", server)
        printed = LINK.findall(log.read_text())
        first = get(port, printed[0]).status
        invited = run("admin", "invite", "second@office.example", environment=environment)
        second = get(port, LINK.findall(invited.stdout)[0]).status
        wrong = run("admin", "invite", "second", environment=environment)

    assert (status, "Step 1 of 2" in told, "<progress" in told) == (503, True, True)
    assert (len(printed), first, second) == (1, 200, 200)
    assert (wrong.returncode, wrong.stdout, wrong.stderr) == (
        2,
        "",
        "balai: “second” is not an e-mail address. Write it as name@office.example.\n",
    )
