"""What the product writes into its log meanwhile."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Keeping(logging.Handler):
    """Keeps every line, of whatever weight."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[list[str]]:
    """Every line that is written to any log within the block; errors alone are shown too.

    Many pages are asked for by people to whom they are shut, and each of these would be a line.
    """
    keeping = _Keeping()
    root = logging.getLogger()
    levels = [(handler, handler.level) for handler in root.handlers]
    for handler, level in levels:
        handler.setLevel(max(level, logging.ERROR))
    root.addHandler(keeping)
    try:
        yield keeping.lines
    finally:
        root.removeHandler(keeping)
        for handler, level in levels:
            handler.setLevel(level)
