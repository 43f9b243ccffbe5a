"""A text as it is read: paragraphs, with quotations where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from balai.newsroom.rules.binding import QUOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from balai.newsroom.models import Quotation


def blocks_of(body: str, quotations: Sequence[Quotation]) -> list[str | Quotation]:
    """Paragraphs and quotations in the order of the text; a quotation that may not be shown leaves no gap."""
    by_number = {str(quotation.order): quotation for quotation in quotations}
    blocks: list[str | Quotation] = []
    for paragraph in paragraphs(body):
        numbers = QUOTE.findall(paragraph)
        if words := QUOTE.sub("", paragraph).strip():
            blocks.append(words)
        blocks += [by_number.pop(number) for number in numbers if number in by_number]
    return [*blocks, *by_number.values()]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, one a line."""
    return [part.strip() for part in text.splitlines() if part.strip()]
