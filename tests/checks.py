"""Checks that need Django but no database: `python -m tests.checks deploy|migrations|schema`."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import tests.home


def main(which: str) -> None:
    """Run one check, or write the API's contract; the exit code tells."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    if which == "schema":
        write_schema(Path("docs/reference/openapi.json"))
        return
    os.environ["BALAI_PUBLIC_URL"] = "https://balai.example"
    from django.core.management import execute_from_command_line

    arguments = {
        "deploy": ["check", "--deploy", "--fail-level", "WARNING"],
        "migrations": ["makemigrations", "--check", "--dry-run"],
    }
    execute_from_command_line(["balai", *arguments[which]])


def write_schema(target: Path) -> None:
    """Write the contract that programs rely on; a test compares it with what is served."""
    import django

    django.setup()
    from balai.api import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    target.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    finally:
        tests.home.pytest_unconfigure()
