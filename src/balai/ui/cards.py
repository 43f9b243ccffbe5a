"""A list as a table that a telephone shows as cards: each cell carries its heading, and the roles stay.

Once its parts are no table boxes any more, browsers forget that a table is one; the roles say it again. Works
on what a template has rendered, so that no heading is written twice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
ROW = re.compile(r"<tr\b([^>]*)>(.*?)</tr>", re.DOTALL)
CELL = re.compile(r"<(td|th)\b([^>]*)>(.*?)</\1>", re.DOTALL)
GROUP = re.compile(r"<(thead|tbody)\b")


def as_cards(content: str) -> SafeString:
    """The rows of a table with the roles of a table, and with its heading in each cell but the first.

    Args:
        content: a ``thead`` with one row of headings, and a ``tbody``; rendered, and so escaped already.
    """
    head = HEAD.search(content)
    labels = [_words(cell[3]) for cell in CELL.finditer(head[0])] if head else []

    def row(found: re.Match[str]) -> str:
        cells = list(CELL.finditer(found[2]))
        is_plain = len(cells) == len(labels)
        written = "".join(
            _cell(cell, labels[place] if is_plain and place else "") for place, cell in enumerate(cells)
        )
        return f'<tr role="row"{found[1]}>{written}</tr>'

    marked = GROUP.sub(r'<\1 role="rowgroup"', ROW.sub(row, content))
    return mark_safe(marked)  # noqa: S308 -- what was put in are roles, and words of the same page


def _cell(found: re.Match[str], label: str) -> str:
    tag, attributes, inner = found.groups()
    role = "cell" if tag == "td" else "columnheader" if 'scope="col"' in attributes else "rowheader"
    told = f' data-label="{label}"' if label and tag == "td" else ""
    nothing = "" if tag == "th" or "<" in inner or inner.strip() else " data-none"
    kept = f"<div>{inner}</div>" if told else inner  # one box beside the heading
    return f'<{tag} role="{role}"{told}{nothing}{attributes}>{kept}</{tag}>'


def _words(inner: str) -> str:
    """A heading as the text of an attribute."""
    return " ".join(strip_tags(inner).split()).replace('"', "&quot;")
