"""Editions as a sheet."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.engine.bundle.table import guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.programmes.models import Edition


def editions_as_csv(editions: Iterable[Edition]) -> Iterator[bytes]:
    """Editions, one line each, in the reader's language; begins with the mark by which sheets know UTF-8."""
    yield "\ufeff".encode()
    yield _line(
        [
            gettext("Code"),
            gettext("Series"),
            gettext("Number"),
            gettext("Title"),
            gettext("Status"),
            gettext("First day"),
            gettext("Last day"),
            gettext("Host country"),
            gettext("Cities"),
            gettext("Places"),
            gettext("Participants, as far as known"),
        ]
    )
    for edition in editions:
        yield _line(
            [
                edition.code,
                edition.series.code,
                edition.number,
                edition.title,
                edition.get_status_display(),
                edition.starts_on,
                edition.ends_on,
                edition.country_id,
                ", ".join(edition.cities),
                edition.places,
                edition.known_participants,
            ]
        )


def _line(cells: Iterable[object]) -> bytes:
    row = io.StringIO()
    csv.writer(row).writerow(["" if cell is None else guarded(str(cell)) for cell in cells])
    return row.getvalue().encode()
