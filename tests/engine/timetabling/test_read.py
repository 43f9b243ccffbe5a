from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from balai.cli import main
from balai.engine.entries import FileError, from_json, to_json
from balai.engine.solving import SolverError, ask_process
from balai.engine.timetabling import check
from balai.engine.timetabling.check import Breach
from balai.engine.timetabling.problem import Group, Leg, Pause, Pin, Site, Window
from balai.engine.timetabling.process import Request, ask
from balai.engine.timetabling.read import read_programme, schema
from balai.engine.timetabling.when import windows
from tests.engine.timetabling.programmes import at, programme, session, window
from tests.engine.timetabling.reference import FILE, PLANNED

if TYPE_CHECKING:
    from pathlib import Path

SMALL: dict[str, Any] = {
    "starts_on": "2018-07-18",
    "days": 2,
    "grid": 30,
    "sites": [
        {"id": "hall", "city": "Jakarta", "hours": "wed-thu 08:00-12:00", "closed": "2018-07-19 08:00-10:00"}
    ],
    "rooms": [{"id": "hall.1", "site": "hall", "seats": 20}],
    "groups": [{"id": "A", "size": 5}, {"id": "B", "size": 5}],
    "pauses": [{"id": "tea", "when": "daily 10:00-10:30"}],
    "weights": {"waiting_minute": 1},
    "activities": [
        {"id": "OPN", "minutes": 60, "rooms": ["hall.1"], "pin": {"begins": "2018-07-18 09:00"}},
        {"id": "SAF", "minutes": 30, "rooms": ["hall.1"], "each_group": True, "after": ["OPN"]},
        {"id": "PRA", "minutes": 30, "rooms": ["hall.1"], "each_group": True, "after": ["SAF"]},
        {"id": "END", "minutes": 30, "after": ["PRA"]},
    ],
}


def written(folder: Path, content: object, name: str = "programme.yaml") -> Path:
    path = folder / name
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_file_is_read_in_minutes_with_a_session_for_each_group(tmp_path: Path) -> None:
    problem = read_programme(written(tmp_path, SMALL))

    assert problem.sites == (
        Site(
            id="hall",
            name="hall",
            city="Jakarta",
            hours=(Window(begins=480, ends=720), Window(begins=at(1, 10), ends=at(1, 12))),
        ),
    )
    assert problem.groups == (Group(id="A", name="A", size=5), Group(id="B", name="B", size=5))
    assert problem.pauses == (
        Pause(
            id="tea",
            name="tea",
            windows=tuple(Window(begins=at(day, 10), ends=at(day, 10, 30)) for day in range(2)),
        ),
    )
    assert [(one.id, one.groups, one.after) for one in problem.sessions] == [
        ("OPN", ("A", "B"), ()),
        ("SAF-A", ("A",), ("OPN",)),
        ("SAF-B", ("B",), ("OPN",)),
        ("PRA-A", ("A",), ("SAF-A",)),
        ("PRA-B", ("B",), ("SAF-B",)),
        ("END", ("A", "B"), ("PRA-A", "PRA-B")),
    ]
    assert problem.sessions[0].pin == Pin(begins=at(0, 9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-07-19", [(1_440, 2_880)]),
        (
            "2018-07-18..2018-07-19 08:00-09:00, 10:00-11:00",
            [(480, 540), (600, 660), (1_920, 1_980), (2_040, 2_100)],
        ),
        ("thu 08:00-09:00; wed 10:00-24:00", [(600, 1_440), (1_920, 1_980)]),
        ("fri-thu", [(0, 1_440), (1_440, 2_880)]),
        ("2018-07-01..2018-07-31 08:00-09:00", [(480, 540), (1_920, 1_980)]),
    ],
)
def test_times_are_read_within_the_days(text: str, expected: list[tuple[int, int]]) -> None:
    found = windows(text, starts_on=programme().starts_on, days=2)

    assert [(one.begins, one.ends) for one in found] == expected


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"days": "two"}, ":26: days is 'two': Input should be a valid integer. Write how many days."),
        (
            {"groups": [{"id": "A", "size": 0}]},
            ":30: groups[0].size is 0: Input should be greater than or equal to 1. Write how many people.",
        ),
        (
            {"pauses": [{"id": "tea", "when": "sometimes"}]},
            ": pause tea: 'sometimes' names no days. Write days, then hours if not all day:",
        ),
        (
            {"pauses": [{"id": "tea", "when": "daily 10:00-09:00"}]},
            ": pause tea: '10:00-09:00' are no hours. Write days",
        ),
        (
            {"activities": [{"id": "END", "minutes": 30, "after": ["NIX"]}]},
            ": activity END: after NIX: there is no such activity; check the id.",
        ),
        (
            {"rooms": [{"id": "hall.1", "site": "hal", "seats": 2}]},
            ": room hall.1: hal is not among the sites; check the id, or add it.",
        ),
        (
            {
                "activities": [
                    {"id": "a", "minutes": 30, "after": ["b"]},
                    {"id": "b", "minutes": 30, "after": ["a"]},
                ]
            },
            ": sessions a, b: each waits for another; leave one order out.",
        ),
        (
            {"activities": [{"id": "END", "minutes": 30, "when": "2019-07-19"}]},
            ": activity END: '2019-07-19' names no day of the programme. Write days from 2018-07-18 to 2018-07-19,",
        ),
        (
            {"activities": [{"id": "END", "minutes": 30, "promise": {"when": "sat", "weight": 5}}]},
            ": activity END: 'sat' names no day of the programme.",
        ),
        (
            {"activities": [{"id": "END", "minutes": 30, "when": "2018-07-19..2018-07-18"}]},
            ": activity END: '2018-07-19..2018-07-18' ends before it begins. Write days",
        ),
        (
            {"activities": [{"id": "END", "minutes": 30, "pin": {"begins": "2018-07-18 33:00"}}]},
            ": '2018-07-18 33:00' is no moment.",
        ),
        ({"grid": 25}, ": grid must divide an hour and be from 5 to 60 minutes, not 25."),
        ({"colour": "blue"}, ":26: colour is 'blue': Extra inputs are not permitted."),
    ],
)
def test_wrong_input_names_place_value_rule_and_remedy(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    path = written(tmp_path, SMALL | change)

    with pytest.raises(FileError) as refused:
        read_programme(path)

    assert refused.value.complaints[0].startswith(f"{path}{complaint}")


def test_transfers_without_an_order_are_refused() -> None:
    transfers = [session(name, rooms=("far.1",), leaves="hall") for name in ("t", "u")]

    with pytest.raises(ValueError, match="transfers t and u of group A: which is first is open"):
        programme(*transfers)


def test_transfers_may_be_in_order_through_other_sessions() -> None:
    """Forty times two ways lead from one transfer to the other: no way is walked twice."""
    steps = [("t",), *((f"a{n}", f"b{n}") for n in range(40))]
    between = [session(name, after=before) for before, names in pairwise(steps) for name in names]
    first = session("t", rooms=("far.1",), leaves="hall")

    problem = programme(first, *between, session("u", rooms=("hall.1",), leaves="far", after=steps[-1]))

    assert len(problem.sessions) == 82


def test_the_schema_beside_the_code_is_the_readers_own() -> None:
    text = files("balai.engine.timetabling").joinpath("programme.schema.json").read_text(encoding="utf-8")

    assert json.loads(text) == schema()
    jsonschema.validate(yaml.safe_load(FILE.read_text(encoding="utf-8")), schema())


def test_problems_travel_as_json() -> None:
    request = Request(deed="solve", problem=read_programme(FILE), seed=5)

    assert from_json(Request, to_json(request)) == request
    assert request.problem.travel[0] == Leg(origin="b4t", destination="bbk", minutes=35)


def test_a_process_of_its_own_answers_and_tells_progress() -> None:
    told: list[tuple[int | None, int | None]] = []
    problem = programme(session("s", rooms=("hall.1",), windows=window(0, 9, 10)))

    answer = ask(Request(deed="solve", problem=problem), progress=lambda *now: told.append(now))

    assert answer.outcome is not None
    assert answer.outcome.timetable is not None
    assert [one.begins for one in answer.outcome.timetable.placements] == [at(0, 9)]
    assert answer.outcome.status == "optimal"


def test_the_process_refuses_what_it_cannot_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "balai.engine.timetabling"],
        input="{}",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, list(json.loads(done.stdout))) == (2, ["error"])


def test_an_error_of_the_process_reaches_whoever_asked() -> None:
    problem = programme(session("s", rooms=("hall.1",)))

    with pytest.raises(SolverError, match="seed must be 0 or more"):
        ask(Request(deed="solve", problem=problem, seed=-1))


def balai(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, ["timetable", *map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


def test_the_command_plans_and_checks(tmp_path: Path) -> None:
    path, out = written(tmp_path, SMALL), tmp_path / "out.json"

    code, text, _ = balai("solve", path, "--work", 1)
    assert code == 0
    assert text.startswith("0 points, proven best (no timetable costs less than 0). Seed 0, work 1,")
    assert "  09:00-10:00  all      OPN            hall.1             OPN" in text

    assert balai("solve", path, "--json", "--output", out)[:2] == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["timetable"]["sessions"][0] == {
        "session": "OPN",
        "begins": "2018-07-18 09:00",
        "room": "hall.1",
    }
    code, text, _ = balai("check", path, "--timetable", out)
    assert (code, text.splitlines()[0]) == (0, "Every rule is kept. 0 points.")


def test_what_the_command_writes_for_people_can_be_checked_again(tmp_path: Path) -> None:
    path, out = written(tmp_path, SMALL), tmp_path / "out.yaml"

    assert balai("solve", path, "--work", 1, "--output", out)[:2] == (0, "")

    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("# 0 points, proven best")
    assert "sessions:" in lines
    assert balai("check", path, "--timetable", out)[0] == 0


@pytest.mark.parametrize("more", [["--json"], []])
def test_what_repair_writes_can_be_checked_again(tmp_path: Path, more: list[str]) -> None:
    """Of the alternatives the first."""
    begins = {"OPN": "18 09:00", "SAF-A": "18 10:30", "SAF-B": "18 11:00", "PRA-A": "18 11:30"}
    begins |= {"PRA-B": "19 10:30", "END": "19 11:00"}
    drawn = [
        {"session": name, "begins": f"2018-07-{when}"} | ({} if name == "END" else {"room": "hall.1"})
        for name, when in begins.items()
    ]
    before, out = written(tmp_path, {"sessions": drawn}, "before.yaml"), tmp_path / "out"
    shorter = SMALL | {"sites": [SMALL["sites"][0] | {"hours": "wed-thu 08:00-11:30"}]}
    changed = written(tmp_path, shorter, "changed.yaml")
    assert balai("check", written(tmp_path, SMALL), "--timetable", before)[0] == 0
    assert balai("check", changed, "--timetable", before)[0] == 1

    assert balai("repair", changed, "--timetable", before, "--work", 5, *more, "--output", out)[:2] == (0, "")

    assert balai("check", changed, "--timetable", out)[0] == 0


def test_the_command_ends_with_3_where_the_checker_refuses_what_was_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = [Breach("T5", "T5:A", ("OPN", "PRA-A"), "A is in both")]
    monkeypatch.setattr(check, "misclaimed", lambda *_: refused)
    out = tmp_path / "out.json"

    code, text, said = balai("solve", written(tmp_path, SMALL), "--work", 1, "--output", out)

    assert (code, text, out.exists()) == (3, "", False)
    assert said.strip().startswith(
        "The checker refuses the solver's timetable (T5 OPN, PRA-A: A is in both). Nothing"
    )


def test_a_process_that_ends_before_it_has_read_says_so() -> None:
    """More is written than a pipe holds."""
    with pytest.raises(SolverError, match="the solver ended with code 1 and no answer"):
        ask_process("balai.engine.no_such_engine", "x" * 1_000_000, str)


def test_the_command_ends_with_1_for_a_timetable_that_breaks_a_rule(tmp_path: Path) -> None:
    late = written(tmp_path, {"sessions": [{"session": "s", "begins": "2018-07-18 09:00"}]}, "late.yaml")

    code, text, _ = balai("check", written(tmp_path, SMALL), "--timetable", late)

    assert code == 1
    assert "T1 OPN: is not held" in text


def test_the_command_ends_with_1_where_there_is_none_and_says_why(tmp_path: Path) -> None:
    content = SMALL | {"groups": [{"id": "A", "size": 30}]}

    code, text, _ = balai("solve", written(tmp_path, content))

    assert code == 1
    assert text.splitlines() == [
        "No timetable keeps every rule.",
        "OPN (OPN) has 30 people, and its rooms and machines take 20.",
        "PRA (PRA-A) has 30 people, and its rooms and machines take 20.",
        "SAF (SAF-A) has 30 people, and its rooms and machines take 20.",
    ]


def test_the_command_ends_with_2_for_wrong_input(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL)
    wrong = written(tmp_path, {"sessions": [{"session": "OPN", "begins": "nine"}]}, "wrong.yaml")

    assert balai("solve", tmp_path / "none.yaml")[0] == 2
    assert balai("solve", path, "--work", 1, "--seconds", 1) == (
        2,
        "",
        "--work and --seconds are two limits. Name one of them.\n",
    )
    assert balai("check", path, "--timetable", wrong) == (
        2,
        "",
        f"{wrong}: 'nine' is no moment. Write \"2018-07-19 09:00\".\n",
    )


def test_the_planned_example_keeps_every_rule() -> None:
    code, text, _ = balai("check", FILE, "--timetable", PLANNED)

    assert (code, text.startswith("Every rule is kept. ")) == (0, True)
