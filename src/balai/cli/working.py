"""The worker that ``balai worker`` keeps: ``python -m balai.cli.working``."""

from __future__ import annotations

import os

import django


def main() -> None:
    """Work until a signal comes, then finish the present jobs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balai.settings")
    django.setup()
    from balai.kernel.jobs import run_worker

    run_worker()


if __name__ == "__main__":
    main()
