"""Checks that need Django but no database: `python -m tests.checks deploy|migrations`."""

from __future__ import annotations

import os
import sys

import tests.home


def main(which: str) -> None:
    """Run one check; the exit code tells."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    os.environ["BALAI_PUBLIC_URL"] = "https://balai.example"
    from django.core.management import execute_from_command_line

    arguments = {
        "deploy": ["check", "--deploy", "--fail-level", "WARNING"],
        "migrations": ["makemigrations", "--check", "--dry-run"],
    }
    execute_from_command_line(["balai", *arguments[which]])


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    finally:
        tests.home.pytest_unconfigure()
