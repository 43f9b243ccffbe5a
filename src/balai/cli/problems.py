"""How a command says no to the operator: one message with the remedy, and exit code 2."""

from __future__ import annotations

from typing import IO, Any

import click


class Problem(click.ClickException):
    """A command cannot do what was asked; the text says why, and what to do."""

    exit_code = 2

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.what = problem

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"balai: {self.message}", err=True)
