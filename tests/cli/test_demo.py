from __future__ import annotations

import json
import re
import socket
from typing import TYPE_CHECKING

import pytest

from balai import config
from balai.cli.demo import (
    CLONE,
    FIRST_PORT,
    PACKAGE,
    _free_port,
    forget,
    require_mark,
    schema_of,
    write_mark,
)
from balai.cli.problems import Problem
from balai.database import processes
from balai.database.place import place_of
from tests.cli.older import OLDER, gone_back
from tests.cli.programs import (
    first_answer,
    get_when_served,
    processes_of,
    run,
    running,
    surroundings,
)
from tests.installation import furnish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Surroundings in which the demonstration's home lies aside, in a folder with spaces."""
    home = tmp_path / "data of others"
    home.mkdir()
    environment = surroundings() | {"XDG_DATA_HOME": str(home)}
    yield environment
    forget(home_of(environment))  # root's databases lie elsewhere


def home_of(environment: dict[str, str]) -> Path:
    return config.demo_home(CLONE, environment)


def test_demo_starts_stops_and_starts_again_on_the_same_data(
    tmp_path: Path, data: dict[str, str], request: pytest.FixtureRequest, django_db_setup: None
) -> None:
    """With the tables there, which take a quarter of a minute to make: that is done in the slow group."""
    home = home_of(data)
    require_mark(home)
    furnish(home, request.config)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    for _ in range(2):
        with running(tmp_path / "log", "demo", f"--port={port}", environment=data) as demo:
            page = get_when_served(port, "/en/", demo)
        assert (page.status, demo.returncode) == (200, 0)
        assert processes_of(home) == []
        assert processes.postgres_of(place_of(home).data) == []
    words = (tmp_path / "log").read_text()
    assert words.count(f"http://localhost:{port}") >= 2
    assert words.count("The reference programme is in: ") == 1  # the second time it is there
    # ... and there is nothing to do for the tables
    assert "Bringing the database up to this version" not in words
    assert "Traceback" not in words


@pytest.mark.slow  # starts a database
def test_a_page_tells_how_far_the_first_start_is_and_ctrl_c_ends_it(
    tmp_path: Path, data: dict[str, str], port: int
) -> None:
    home = home_of(data)
    with running(tmp_path / "log", "demo", f"--port={port}", environment=data) as demo:
        status, page = first_answer(port, "/id/", demo)

    told = re.search(r'value="(\d+)" max="(\d+)"', page)
    assert told is not None
    assert status == 503
    assert (
        int(told[1]) < len(schema_of(PACKAGE)) < int(told[2])
    )  # with those of libraries; not yet all are made
    assert '<html lang="id">' in page
    assert demo.returncode == 130
    assert processes_of(home) == []
    assert processes.postgres_of(place_of(home).data) == []
    assert "Traceback" not in (tmp_path / "log").read_text()


def test_a_demonstration_of_a_newer_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    require_mark(tmp_path)
    newer = {"version": "9.0", "schema": schema_of(PACKAGE) | {"people.0099_later": "00"}}
    (tmp_path / "demo.json").write_text(json.dumps(newer))

    with pytest.raises(Problem, match=r"(9\.0).*people\.0099_later.*make demo-reset"):
        require_mark(tmp_path)


def test_a_demonstration_whose_migration_was_rewritten_is_refused(tmp_path: Path) -> None:
    first = next(iter(schema_of(PACKAGE)))
    (tmp_path / "demo.json").write_text(json.dumps({"version": "0.1.0", "schema": {first: "another"}}))

    with pytest.raises(Problem, match="make demo-reset"):
        require_mark(tmp_path)


def test_an_older_demonstration_goes_on(tmp_path: Path) -> None:
    require_mark(tmp_path)  # made, with no tables yet

    require_mark(tmp_path)
    write_mark(tmp_path)
    require_mark(tmp_path)

    assert json.loads((tmp_path / "demo.json").read_text())["schema"] == schema_of(PACKAGE)


@pytest.mark.slow  # starts a demonstration twice, and its database twice besides
def test_a_demonstration_of_an_older_version_is_migrated_with_all_its_rows(
    tmp_path: Path, data: dict[str, str], port: int
) -> None:
    home = home_of(data)
    with running(tmp_path / "log", "demo", f"--port={port}", environment=data) as demo:
        get_when_served(port, "/en/", demo)
    before, ran_before = gone_back(home, *OLDER)
    mark = json.loads((home / "demo.json").read_text())
    later = mark["schema"].keys() - ran_before
    mark["schema"] = {name: digest for name, digest in mark["schema"].items() if name not in later}
    (home / "demo.json").write_text(json.dumps(mark))

    with running(tmp_path / "log", "demo", f"--port={port}", environment=data) as demo:
        page = get_when_served(port, "/en/programmes/", demo)
    after, ran_after = gone_back(home)

    assert len(later) > len(OLDER)
    words = (tmp_path / "log").read_text()
    steps = [int(number) for number in re.findall(r"up to this version \((\d+) steps\)", words)]
    assert (steps[0] > len(later), steps[1:]) == (True, [len(later)])  # first all of them
    assert (page.status, demo.returncode) == (200, 0)
    assert ran_after - ran_before == later
    assert all(before[table] for table in ("balai_person", "balai_edition", "balai_activity"))
    assert [table for table, rows in before.items() if after[table] < rows] == []  # its sample life goes on


def test_a_folder_that_no_demonstration_made_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(Problem, match="not the home of a demonstration"):
        require_mark(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_forgetting_what_was_never_made_is_no_error(tmp_path: Path) -> None:
    forget(tmp_path / "nothing")


def test_a_taken_port_that_was_asked_for_is_refused(data: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        done = run("demo", f"--port={port}", environment=data)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        f"balai: Cannot listen on 127.0.0.1, port {port}: address already in use. "
        "Stop the program that has it, or name another port, as in --port 8100.\n"
    )


def test_a_taken_port_is_said_and_the_next_free_one_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        taken = socket.create_server(("127.0.0.1", FIRST_PORT))
    except OSError:
        taken = None  # somebody else has it: so much the better
    try:
        with _free_port(None) as listener:
            port = listener.getsockname()[1]
    finally:
        if taken:
            taken.close()

    assert FIRST_PORT < port < FIRST_PORT + 100
    assert capsys.readouterr().err == f"Port {FIRST_PORT} is taken; this demonstration takes {port}.\n"


def test_a_place_that_takes_no_home_is_said_without_a_traceback() -> None:
    done = run("demo", environment=surroundings() | {"XDG_DATA_HOME": "/proc/nobody"})

    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "cannot be written" in done.stderr
    assert "/proc/nobody" in done.stderr
