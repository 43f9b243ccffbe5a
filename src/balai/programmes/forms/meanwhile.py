"""What colleagues wrote into a list while somebody had it open: taken over, or told where both wrote.

A row travels with a mark of what its writer had before them: its key, and some letters for each cell.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from balai.kernel.identity import key_in
from balai.programmes.forms.sheet_parts import Told, cell_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from uuid import UUID

    from balai.programmes.forms.sheet_parts import Head, Typed

MARK = 4


def mark_rows(typed: Typed, heads: Sequence[Head]) -> Typed:
    """The same rows, with marks of what stands in them."""
    typed.seen = [as_seen(key, texts, heads) for key, texts in zip(typed.keys, typed.cells, strict=True)]
    return typed


def as_seen(key: str, texts: Mapping[str, str], heads: Sequence[Head]) -> str:
    """A row as its writer has it before them."""
    return f"{key}:{''.join(_mark(texts.get(head.name, '')) for head in heads)}"


def keys_seen(typed: Typed) -> list[UUID]:
    """The rows that the writer had before them."""
    keys = (key_in(seen.partition(":")[0]) for seen in typed.seen)
    return [key for key in keys if key is not None]


def merge(typed: Typed, stored: Typed, heads: Sequence[Head]) -> list[Told]:
    """Take over what colleagues wrote since the page was opened; tell where both wrote another thing.

    What is told of counts as seen from then on: the writer who saves again knows what they write over.

    Args:
        typed: what somebody wrote.
        stored: the rows as they are, in the words in which the writer had them before them.
        heads: the columns.
    """
    now = dict(zip(stored.keys, stored.cells, strict=True))
    places = {key: place for place, key in enumerate(typed.keys) if key}
    marks = dict(seen.partition(":")[::2] for seen in typed.seen)
    told: list[Told] = []
    for key, texts in now.items():
        if not marks.get(key):
            continue
        if key in places:
            told += _merged(places[key], typed.cells[places[key]], texts, marks[key], heads)
        elif marks[key] != as_seen(key, texts, heads).partition(":")[2]:
            told.append(
                Told(
                    row=0,
                    column="",
                    value="",
                    rule=gettext("A colleague has changed “%(name)s”, which you have removed.")
                    % {"name": texts.get(heads[0].name, "")},
                    remedy=gettext("Save again to remove it."),
                )
            )
    if told:
        typed.seen = [
            as_seen(key, now[key], heads) if key in now else seen
            for seen in typed.seen
            for key in [seen.partition(":")[0]]
        ]
    return told


def _merged(
    place: int, mine: dict[str, str], theirs: Mapping[str, str], marks: str, heads: Sequence[Head]
) -> Iterator[Told]:
    """Cell by cell: who alone has changed it is right; where both have, it is told."""
    for number, head in enumerate(heads):
        before = marks[number * MARK : (number + 1) * MARK]
        written, stored = mine.get(head.name, ""), theirs.get(head.name, "")
        if before == _mark(stored) or _tidy(written) == _tidy(stored):
            continue
        if before == _mark(written):
            mine[head.name] = stored
            continue
        yield Told(
            row=place + 1,
            column=head.label,
            value=written,
            rule=gettext("A colleague has written “%(text)s” here meanwhile.") % {"text": stored}
            if stored
            else gettext("A colleague has emptied this meanwhile."),
            remedy=gettext("Save again to keep what you wrote."),
            cell=cell_id(place + 1, head.name),
        )


def _tidy(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _mark(text: str) -> str:
    """A short mark of what stands in a cell; one change in 65,536 goes unnoticed."""
    return hashlib.sha256(_tidy(text).encode()).hexdigest()[:MARK]
