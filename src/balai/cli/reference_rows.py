"""One fact of the reference programme, and the usual ways to read one on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from balai.cli.published import beside, joined, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from balai.cli.published import Published


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact.

    Attributes:
        part: of the page that tells the reference programme.
        what: the fact's name.
        fact: as it must be read.
        source: where it is published: an address and the place there.
        record: from what it is made.
        read: reads it there.
    """

    part: str
    what: str
    fact: str
    source: str
    record: str
    read: Callable[[Published], str]


def every_text(part: str, what: str, fact: str, place: tuple[str, str], record: str) -> Row:
    """The texts of everything that a selector names on a page."""
    return _texts(part, what, fact, place, record, told=lambda text: text)


def holds(part: str, what: str, fact: str, place: tuple[str, str], record: str) -> Row:
    """A sentence or name that stands in something longer on a page."""
    return _texts(part, what, fact, place, record, told=lambda text: within(text, fact))


def _texts(  # noqa: PLR0913, PLR0917 -- as of the two above
    part: str, what: str, fact: str, place: tuple[str, str], record: str, told: Callable[[str], str]
) -> Row:
    address, selector = place
    return Row(
        part=part,
        what=what,
        fact=fact,
        source=f"{address} {selector}",
        record=record,
        read=lambda published: told(joined(published.page(address), selector)),
    )


def term(part: str, what: str, fact: str, place: tuple[str, str, str], record: str) -> Row:
    """What a list of terms on a page tells of one."""
    address, selector, term = place
    return Row(
        part=part,
        what=what,
        fact=fact,
        source=f"{address} {selector} “{term}”",
        record=record,
        read=lambda published: beside(published.page(address), selector, term),
    )
