"""Editions as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from balai.programmes.models import Edition


def editions_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
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


def editions_rows(editions: Iterable[Edition]) -> Iterator[list[str]]:
    """The cells of each edition, one line each."""
    for edition in editions:
        cells = (
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
        )
        yield ["" if cell is None else str(cell) for cell in cells]
