"""The register as a sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.correspondence.enums import Direction, LetterState

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from balai.correspondence.models import RegisterEntry


def register_head() -> list[str]:
    """What the columns are called, in the reader's language."""
    return [
        gettext("Reference"),
        gettext("Date"),
        gettext("Way"),
        gettext("Sender or recipient"),
        gettext("Subject"),
        gettext("State"),
    ]


def register_rows(entries: QuerySet[RegisterEntry]) -> Iterator[list[str]]:
    """Lines of the register, one at a time; in the reader's language, which is read now."""
    ways = {value: str(label) for value, label in Direction.choices}
    states = {value: str(label) for value, label in LetterState.choices}
    columns = ("reference", "entered_on", "direction", "correspondent", "subject", "letter__state")
    lines = entries.values_list(*columns).iterator(chunk_size=2000)
    return (
        [reference, day.isoformat(), ways[way], correspondent, subject, states.get(state, "")]
        for reference, day, way, correspondent, subject, state in lines
    )
