"""The worker that ``balai worker`` keeps: ``python -m balai.cli.working``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, cast

import django

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector


def main() -> None:
    """Work until a signal comes, then finish the present job."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"
    django.setup()
    from procrastinate.contrib.django import app

    connector = cast("DjangoConnector", app.connector)
    app.with_connector(connector.get_worker_connector()).run_worker()


if __name__ == "__main__":
    main()
