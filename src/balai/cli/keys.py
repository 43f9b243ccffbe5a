"""``balai keys``: the keys of restricted data, which no backup holds, leave and enter here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from balai import config
from balai.cli.home import refuse_root, require_home
from balai.cli.inside import inside
from balai.cli.problems import Problem
from balai.storage.folder import write_private

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST = 12
"""Characters of a passphrase: whoever finds the file guesses at leisure."""


@click.group("keys", no_args_is_help=True)
def command() -> None:
    """Export, import and rotate the keys of restricted data.

    Backups hold restricted data sealed, and not the keys. Export them after every rotation, and keep the
    file and its passphrase apart from the backups and from each other.
    """
    refuse_root(config.current())
    require_home(config.current())
    os.environ["DJANGO_SETTINGS_MODULE"] = "balai.settings"


def _passphrase_option(*, confirm: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    def read(_context: click.Context, _option: click.Parameter, file: str | None) -> str:
        if file is None:
            return str(click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm))
        try:
            return Path(file).read_text(encoding="utf-8").strip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise Problem(
                f"{file} cannot be read as text.", "Name a file that holds the passphrase."
            ) from error

    return click.option(
        "--passphrase-file",
        "passphrase",
        metavar="FILE",
        callback=read,
        help="Read the passphrase from a file instead of asking for it.",
    )


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@_passphrase_option(confirm=True)
def export(file: Path, passphrase: str) -> None:
    """Write the keys, sealed with a passphrase, to a new FILE."""
    from balai.kernel import clock, crypto

    if len(passphrase) < SHORTEST:
        raise Problem(f"A passphrase needs {SHORTEST} characters or more.", "Take four or five words.")
    _require_keys()
    if file.exists():
        raise Problem(f"{file} exists already.", "Name a new file; an older export may be needed once more.")
    at = clock.now()
    try:
        write_private(file, crypto.export_keys(passphrase, at=at))
    except OSError as error:
        raise Problem(f"{file} cannot be written ({error.strerror}).", "Name another place.") from error
    crypto.note_export(at=at)
    click.echo(f"The keys are in {file}. Keep it apart from the backups, and the passphrase apart from it.")


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@_passphrase_option(confirm=False)
def import_(file: Path, passphrase: str) -> None:
    """Take keys from FILE, beside those that are here."""
    from balai.kernel import crypto

    try:
        new = crypto.import_keys(file.read_bytes(), passphrase)
    except OSError as error:
        raise Problem(f"{file} cannot be read ({error.strerror}).", "Name the file of an export.") from error
    except crypto.UnreadableError as error:
        raise Problem(
            f"{crypto.keys_path()} is damaged.",
            "Move it aside; its own keys come back with their own export.",
        ) from error
    except crypto.ExportError as error:
        raise Problem(f"{file}: {error}", "Nothing was changed.") from error
    click.echo(f"{new} new keys." if new != 1 else "1 new key.")
    with inside():
        from balai.kernel.restricted import unreadable_owners

        left = unreadable_owners()
    if left:
        click.echo(
            f"Restricted data under {left} data keys stay unreadable: import the keys of their time too."
        )
    else:
        click.echo("All restricted data can be read.")


@command.command("rotate")
def rotate() -> None:
    """Make a new key, seal the persons' keys with it, and forget the old one.

    Balai may run meanwhile. After an interruption the command goes on where it was.
    """
    _require_keys()
    with inside():
        from balai.kernel.restricted import rotate_keys

        done = 0
        for done in rotate_keys():
            click.echo(f"\r{done} data keys", nl=False, err=True)
    click.echo(f"\rThe new key seals {done} data keys. The old key is forgotten.")
    click.echo(
        "Next: balai keys export FILE, then balai backup. Backups made before open with earlier exports only."
    )


def _require_keys() -> None:
    from balai.kernel import crypto

    path = crypto.keys_path()
    if not crypto.has_keys():
        raise Problem(f"There are no keys in {path}.", "Import them, or start Balai once.")
    try:
        crypto.keyring()
    except crypto.UnreadableError as error:
        raise Problem(f"{path} is damaged.", "Move it aside, and import the last export.") from error
