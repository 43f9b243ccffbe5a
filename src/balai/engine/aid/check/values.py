"""Days and numbers as XML Schema writes them, read without the writer's help."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from balai.engine.aid.tree import Node


def edge_of(node: Node, tag: str) -> dt.date | None:
    """The day on which a period begins or ends."""
    edge = node.first(tag)
    return day_of(edge.said.get("iso-date", "")) if edge else None


def day_of(value: str) -> dt.date | None:
    """Read an xsd:date; its zone, if any, is not counted."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(Z|[+-]\d{2}:\d{2})?", value.strip())
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def number_of(value: str) -> Decimal | None:
    """Read an xsd:decimal, which knows neither exponents nor NaN."""
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", value.strip()):
        return None
    return Decimal(value.strip())
