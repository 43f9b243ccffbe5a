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


LINES_AT_A_TIME = 500


def editions_as_csv(editions: Iterable[Edition]) -> Iterator[bytes]:
    """Editions, one line each, in the reader's language; begins with the mark by which sheets know UTF-8."""
    rows = _Rows()
    rows.write(
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
    yield "\ufeff".encode() + rows.taken()
    for number, edition in enumerate(editions, start=1):
        rows.write(
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
        if number % LINES_AT_A_TIME == 0:
            yield rows.taken()
    yield rows.taken()


class _Rows:
    """Lines that wait to be sent."""

    def __init__(self) -> None:
        self._text = io.StringIO()
        self._writer = csv.writer(self._text)

    def write(self, cells: Iterable[object]) -> None:
        self._writer.writerow(["" if cell is None else guarded(str(cell)) for cell in cells])

    def taken(self) -> bytes:
        text = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return text.encode()
