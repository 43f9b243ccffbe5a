"""How a command says no to the operator: one message with the remedy, and exit code 2."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from pathlib import Path


class Problem(click.ClickException):
    """A command cannot do what was asked; the text says why, and what to do."""

    exit_code = 2

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem} {remedy}")
        self.what = problem

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"balai: {self.message}", err=True)


def refuse(message: str) -> NoReturn:
    """End a command that reads files of its user, with what is wrong in them."""
    click.echo(message, err=True)
    raise SystemExit(2)


def write(text: str, output: Path | None) -> None:
    """Put what a command found into a file, or on the screen."""
    if output is None:
        click.echo(text)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        refuse(f"{output}: cannot be written ({error.strerror}). Name a file in a folder you may write to.")
