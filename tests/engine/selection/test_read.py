from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from balai.cli import main
from balai.engine.entries import FileError, from_json, to_json
from balai.engine.selection.accounts import select
from balai.engine.selection.check import breaches
from balai.engine.selection.problem import Country, Nominee, Problem, Target
from balai.engine.selection.process import Answer, Request, ask
from balai.engine.selection.read import read_pool, schema
from balai.engine.selection.result import Selection
from balai.engine.solving import SolverError
from tests.engine.selection.pools import reference

if TYPE_CHECKING:
    from pathlib import Path

POOL: dict[str, Any] = {
    "places": 2,
    "seed": 7,
    "every_country": {"most": 1},
    "targets": [{"id": "women", "where": {"sex": "female"}, "least": 50, "unit": "percent", "weight": 2.5}],
    "nominees": [
        {"id": "dechen", "country": "BT", "score": 81.5, "attributes": {"sex": "female"}},
        {"id": "karma", "country": "BT", "score": 90, "priority": 2},
        {"id": "tanvir", "country": "BD", "score": 84.5},
    ],
}


def written(folder: Path, content: object) -> Path:
    path = folder / "pool.yaml"
    path.write_text(yaml.safe_dump(content), encoding="utf-8")
    return path


def test_a_pool_file_is_read_in_tenths_of_a_point(tmp_path: Path) -> None:
    read = read_pool(written(tmp_path, POOL))

    assert read.seed == 7
    assert read.problem == Problem(
        nominees=(
            Nominee(id="dechen", name="", country="BT", score=815, attributes={"sex": "female"}),
            Nominee(id="karma", name="", country="BT", score=900, priority=2),
            Nominee(id="tanvir", name="", country="BD", score=845),
        ),
        places=2,
        countries=(Country(code="BD", name="BD", most=1), Country(code="BT", name="BT", most=1)),
        targets=(
            Target(id="women", name="women", where={"sex": "female"}, least=50, unit="percent", weight=25),
        ),
    )


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"places": 0}, ":16: places is 0: Input should be greater than or equal to 1. Write a number of people, 1 or more."),
        ({"nominees": [{"id": "a", "country": "BT", "score": 81.55}]}, ":6: nominees[0].score is 81.55: Decimal input should have no more than 1 decimal place. Write points with at most one decimal, such as 81.5."),
        ({"nominees": [{"id": "a", "score": 1}]}, ":4: nominees[0].country: Field required. Write the nominating country's code, such as BT."),
        ({"nominees": [POOL["nominees"][0]] * 2}, ": nominee dechen: stands there twice; keep one."),
        ({"locks": [{"nominee": "nobody", "place": "in", "reason": "so"}]}, ": lock of nobody: no such nominee; check the id."),
        ({"targets": [{"id": "x", "where": {"sex": "female"}}]}, ": target x: asks for nothing; give least, most or both."),
    ],
)  # fmt: skip
def test_a_bad_pool_gets_place_value_rule_and_remedy(
    tmp_path: Path, change: dict[str, Any], complaint: str
) -> None:
    path = written(tmp_path, {**POOL, **change})

    with pytest.raises(FileError) as refusal:
        read_pool(path)

    assert refusal.value.complaints == [f"{path}{complaint}"]
    outcome = CliRunner().invoke(main, ["selection", "solve", str(path)])
    assert (outcome.exit_code, outcome.stderr) == (2, f"{path}{complaint}\n")


def test_a_file_that_is_no_yaml_or_is_not_there_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "pool.yaml"
    with pytest.raises(FileError, match="cannot be read"):
        read_pool(path)
    path.write_text("places: [", encoding="utf-8")
    with pytest.raises(FileError, match="is not YAML or JSON"):
        read_pool(path)


def test_the_shipped_schema_is_the_readers_and_accepts_the_example() -> None:
    shipped = json.loads(
        files("balai.engine.selection").joinpath("pool.schema.json").read_text(encoding="utf-8")
    )

    assert shipped == schema()
    jsonschema.Draft202012Validator.check_schema(shipped)
    assert list(jsonschema.Draft202012Validator(shipped).iter_errors(POOL)) == []
    assert list(jsonschema.Draft202012Validator(shipped).iter_errors({**POOL, "places": 0})) != []


def test_problems_and_selections_survive_the_journey_through_json() -> None:
    problem = reference()
    selection = select(problem, seed=1)

    assert from_json(Problem, to_json(problem)) == problem
    assert from_json(Selection, to_json(selection)) == selection


def test_a_solve_in_a_process_of_its_own_is_the_same() -> None:
    problem = reference()
    progress: list[tuple[int, int]] = []

    answer = ask(
        Request(deed="solve", problem=problem, seed=5),
        progress=lambda done, of: progress.append((done, of)),
    )

    assert answer == Answer(selection=select(problem, seed=5), explanation=None)
    assert progress == [(20, 70), (40, 70), (60, 70), (70, 70)]
    with pytest.raises(SolverError, match="seed must be 0 or more"):
        ask(Request(deed="solve", problem=problem, seed=-1))


def test_only_the_process_loads_the_solver() -> None:
    modules = "balai.cli.selection, balai.engine.selection.process, balai.engine.selection.ladder"
    code = f"import sys, {modules}, balai.engine.selection.check; print(sorted({{'highspy', 'numpy'}} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)

    assert done.stdout == "[]\n"


def test_the_commands_solve_replace_and_explain(tmp_path: Path) -> None:
    path, chosen = written(tmp_path, POOL), tmp_path / "chosen.json"
    run = CliRunner().invoke

    solved = run(main, ["selection", "solve", str(path)])
    kept = run(main, ["selection", "solve", str(path), "--json", "--output", str(chosen)])
    replaced = run(
        main,
        [
            "selection",
            "replace",
            str(path),
            "--selection",
            str(chosen),
            "--leaver",
            "karma",
            "--days-left",
            "3",
        ],
    )
    explained = run(main, ["selection", "explain", str(path)])

    # Karma and Tanvir reach 174.5 and miss a woman, 172; Dechen and Tanvir reach 166
    assert (solved.exit_code, solved.stdout.splitlines()[0]) == (
        0,
        "2 people, 172 points. Proven best. Lots drawn with 7.",
    )
    assert kept.exit_code == 0
    answer = from_json(Answer, chosen.read_text(encoding="utf-8"))
    assert answer.selection is not None
    assert breaches(read_pool(path).problem, answer.selection) == []
    assert (replaced.exit_code, replaced.stdout.splitlines()) == (
        0,
        ["Alternates of BT, in its focal point’s order.", "  dechen  "],
    )
    assert (explained.exit_code, explained.stdout) == (0, "A cohort keeps every rule.\n")


def test_a_pool_that_cannot_be_met_ends_with_1_and_the_explanation(tmp_path: Path) -> None:
    path = written(tmp_path, {**POOL, "places": 3})

    for deed in ("solve", "explain"):
        outcome = CliRunner().invoke(main, ["selection", deed, str(path)])

        assert (outcome.exit_code, outcome.stdout.splitlines()) == (
            1,
            [
                "These cannot all be kept: exactly 3 people in all; at most 1 of BT.",
                "The closest cohort has 2 instead of at most 1 of BT.",
            ],
        )
