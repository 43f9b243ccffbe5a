"""The command line: ``balai COMMAND``.

Each command is a module of this package with a click command named ``command``; it is imported when
it is called, so that ``balai --help`` and a mistyped name answer at once. A problem that the operator
can mend is raised as :class:`ConfigError`, :class:`DatabaseProblem` or :class:`StorageProblem` and ends as
one message on the error stream and exit code 2.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

import click

from balai import __version__
from balai.config import ConfigError
from balai.database.problems import DatabaseProblem
from balai.storage.problems import StorageProblem

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, str] = {
    "demo": "try Balai with sample people, on this machine alone",
    "drill": "rehearse what goes wrong in a programme, in a demonstration alone",
    "serve": "serve the pages of this installation",
    "worker": "do the work that pages leave for later, such as sending mails",
    "check": "tell whether this installation is healthy, and what heals it",
    "database": "run the database as a service of its own",
    "backup": "write the database and the uploaded files to one file",
    "restore": "bring a backup into an empty home",
    "programme": "take programmes in from files, and give them out",
    "selection": "choose a cohort from a pool of nominees, and say why",
    "timetable": "plan the timetable of a programme, with a proof of how good it is",
    "credential": "tell whether a certificate is real, without network",
    "aid": "tell whether aid data keeps the rules of its standard",
    "admin": "let administrators in",
    "keys": "export, import and rotate the keys of restricted data",
}
"""Name of the command and of its module, and what it does, in the order of the help page."""


class Commands(click.Group):
    """The group of all commands, which knows their names without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        return cast("click.Command", import_module(f"balai.cli.{cmd_name}").command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (ConfigError, DatabaseProblem, StorageProblem) as problem:
            click.echo(f"balai: {problem}", err=True)
            ctx.exit(2)


@click.group(cls=Commands, no_args_is_help=True)
@click.version_option(__version__, prog_name="balai", message="%(prog)s %(version)s")
def main() -> None:
    """Balai runs an international short training programme from the pledge to the follow-up."""
