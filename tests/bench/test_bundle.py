"""What the benchmark of imports reads from the command is what the command tells."""

from __future__ import annotations

import json

from bench.bundle import faults_told

from balai.engine.bundle.problem import Place, Report


def test_faults_are_read_as_the_command_tells_them() -> None:
    report = Report()
    report.add(Place("people.xlsx#people", 102, 1), "value.email", "no address")
    told = json.dumps({"problems": [problem.to_json() for problem in report]})

    assert faults_told(told) == [("people.xlsx#people:102:1", "value.email")]
