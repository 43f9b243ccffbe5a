"""`balai keys` as an operator uses it, on a home with a database of its own process."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from balai.kernel.crypto import Keyring
from tests.cli.programs import PATIENCE, surroundings

if TYPE_CHECKING:
    from pathlib import Path

PASSPHRASE = "a river in spring"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A demonstration's home, so that the commands run as any user; with keys, as after a first start."""
    folder = tmp_path / "the home"
    (folder / "secrets").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    (folder / "demo.json").write_text("{}", encoding="ascii")
    (folder / "secrets" / "django.key").write_text("not guessed", encoding="ascii")
    write(folder, Keyring.new())
    (tmp_path / "passphrase").write_text(PASSPHRASE + "\n", encoding="utf-8")
    (tmp_path / "another").write_text("another river" + "\n", encoding="utf-8")
    return folder


def write(home: Path, ring: Keyring) -> None:
    (home / "secrets" / "keys.json").write_text(json.dumps(ring.to_json()), encoding="ascii")


def read(home: Path) -> Keyring:
    return Keyring.from_json(json.loads((home / "secrets" / "keys.json").read_text(encoding="ascii")))


def balai(home: Path, *arguments: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-m", "balai", "keys", *arguments],
        env=surroundings(home=str(home)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        cwd=home.parent,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.slow  # each starts a database of its own
def test_export_and_import_carry_the_keys_to_another_home(home: Path) -> None:
    before = read(home)

    code, said, _ = balai(home, "export", "keys.export", "--passphrase-file", "passphrase")

    exported = home.parent / "keys.export"
    assert (code, "keys.export" in said, exported.stat().st_mode & 0o777) == (0, True, 0o600)
    assert read(home).exported == before.current.id.hex()
    (home / "secrets" / "keys.json").unlink()
    code, said, _ = balai(home, "import", "keys.export", "--passphrase-file", "passphrase")
    assert (code, said) == (0, "1 new key.\nAll restricted data can be read.\n")
    assert read(home).keys == before.keys


@pytest.mark.slow  # each starts a database of its own
def test_rotate_makes_a_new_key_and_says_what_comes_next(home: Path) -> None:
    before = read(home)

    code, said, _ = balai(home, "rotate")

    assert (code, "balai keys export" in said) == (0, True)
    assert (len(read(home).keys), read(home).current in before.keys) == (1, False)


@pytest.mark.parametrize(
    ("arguments", "problem", "remedy"),
    [
        (["import", "nothing", "--passphrase-file", "passphrase"], "cannot be read", "Name the file"),
        (
            ["import", "passphrase", "--passphrase-file", "passphrase"],
            "not a file that",
            "Nothing was changed",
        ),
        (["export", "e", "--passphrase-file", "nothing"], "cannot be read", "Name a file"),
        (["export", "passphrase", "--passphrase-file", "passphrase"], "exists already", "Name a new file"),
        (
            ["export", "no/where", "--passphrase-file", "passphrase"],
            "cannot be written",
            "Name another place",
        ),
    ],
)
def test_bad_input_is_one_message_with_the_remedy(
    home: Path, arguments: list[str], problem: str, remedy: str
) -> None:
    before = read(home)

    code, said, told = balai(home, *arguments)

    assert (code, said, told.count("\n")) == (2, "", 1)
    assert problem in told
    assert remedy in told
    assert read(home) == before


def test_a_short_passphrase_is_refused(home: Path) -> None:
    (home.parent / "short").write_text("river", encoding="utf-8")

    code, _, told = balai(home, "export", "keys.export", "--passphrase-file", "short")

    assert (code, "12 characters" in told, (home.parent / "keys.export").exists()) == (2, True, False)


def test_another_passphrase_is_refused(home: Path) -> None:
    balai(home, "export", "keys.export", "--passphrase-file", "passphrase")

    code, _, told = balai(home, "import", "keys.export", "--passphrase-file", "another")

    assert (code, "The passphrase is not the one of this export." in told) == (2, True)


@pytest.mark.parametrize("arguments", [["rotate"], ["export", "e", "--passphrase-file", "passphrase"]])
@pytest.mark.parametrize(("content", "problem"), [("{", "is damaged"), (None, "There are no keys")])
def test_without_sound_keys_a_command_says_so(
    home: Path, arguments: list[str], content: str | None, problem: str
) -> None:
    file = home / "secrets" / "keys.json"
    file.unlink()
    if content is not None:
        file.write_text(content, encoding="ascii")

    code, said, told = balai(home, *arguments)

    assert (code, said, told.count("\n"), problem in told) == (2, "", 1, True)
