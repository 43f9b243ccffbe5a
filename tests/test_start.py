"""What web and worker load when they start: nothing that costs memory before it is needed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

LATER = {
    "PIL",
    "docx",
    "highspy",
    "holidays",
    "numba",
    "numpy",
    "openpyxl",
    "ortools",
    "pandas",
    "scipy",
    "typst",
}
"""Solvers live in processes of their own; what makes a document loads when one is made."""

WEB = """
import balai.wsgi
from django.urls import URLResolver, get_resolver
def count(resolver):
    return sum(count(each) if isinstance(each, URLResolver) else 1 for each in resolver.url_patterns)
things = count(get_resolver())
"""
WORKER = """
import django
django.setup()
import balai.kernel.jobs
from procrastinate.contrib.django import app
app.perform_import_paths()
things = len([name for name in app.tasks if not name.startswith("builtin:")])
"""
TELL = """
import json, sys
print(json.dumps([things, sorted({name.partition(".")[0] for name in sys.modules})]))
"""


@pytest.mark.parametrize(("program", "fewest"), [(WEB, 80), (WORKER, 4)], ids=["web", "worker"])
def test_a_process_that_starts_loads_no_solver_and_nothing_that_makes_documents(
    program: str, fewest: int
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program + TELL], capture_output=True, text=True, check=True
    )

    things, loaded = json.loads(done.stdout)
    assert things >= fewest
    assert LATER.intersection(loaded) == set()
