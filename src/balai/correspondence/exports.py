"""The register as a sheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.correspondence.models import RegisterEntry


def register_as_csv(entries: Iterable[RegisterEntry]) -> Iterator[bytes]:
    """Lines of the register, one at a time; begins with the mark by which spreadsheets know UTF-8."""
    yield "\ufeff".encode()
    yield _line(
        [
            gettext("Reference"),
            gettext("Date"),
            gettext("Way"),
            gettext("Sender or recipient"),
            gettext("Subject"),
            gettext("State"),
        ]
    )
    for entry in entries:
        letter = getattr(entry, "letter", None)
        yield _line(
            [
                entry.reference,
                entry.entered_on.isoformat(),
                entry.get_direction_display(),
                entry.correspondent,
                entry.subject,
                letter.get_state_display() if letter else "",
            ]
        )


def _line(cells: list[str]) -> bytes:
    row = io.StringIO()
    csv.writer(row).writerow([_harmless(cell) for cell in cells])
    return row.getvalue().encode()


def _harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
