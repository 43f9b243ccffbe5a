"""Charts as SVG, drawn by the command that measured: lines over an axis that may be logarithmic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 320, 64, 40, 136, 44
COLOURS = ("#0b5cad", "#b4540a", "#3a7d44", "#7a3e9d")


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One axis: what it shows, from where to where, and the marks on it."""

    title: str
    least: float
    most: float
    marks: Sequence[float]
    is_logarithmic: bool = False

    def share(self, value: float) -> float:
        """Where a value lies on it, from 0 to 1."""
        value = min(max(value, self.least), self.most)
        if self.is_logarithmic:
            return math.log(value / self.least) / math.log(self.most / self.least)
        return (value - self.least) / (self.most - self.least)


def chart(
    title: str, across: Axis, up: Axis, lines: Mapping[str, Sequence[tuple[float, float]]], *, steps: bool
) -> str:
    """One chart; with steps, a value holds until the next."""
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img"',
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-weight="bold">{escape(title)}</text>',
    ]
    for mark in across.marks:
        x = LEFT + wide * across.share(mark)
        drawn.append(f'<path d="M{x:.1f} {TOP}v{high}" stroke="#ddd"/>')
        drawn.append(f'<text x="{x:.1f}" y="{TOP + high + 16}" text-anchor="middle">{mark:,g}</text>')
    for mark in up.marks:
        y = TOP + high * (1 - up.share(mark))
        drawn.append(f'<path d="M{LEFT} {y:.1f}h{wide}" stroke="#ddd"/>')
        drawn.append(f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{mark:,g}</text>')
    drawn.append(
        f'<text x="{LEFT + wide / 2:.0f}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across.title)}</text>'
    )
    drawn.append(f'<text x="{LEFT + wide + 8}" y="20">{escape(up.title)}</text>')
    for (name, points), colour in zip(lines.items(), COLOURS, strict=False):
        if not points:
            continue
        path = ""
        for x_value, y_value in points:
            x, y = LEFT + wide * across.share(x_value), TOP + high * (1 - up.share(y_value))
            path += f"{'H' if steps else 'L'}{x:.1f}" + (f"V{y:.1f}" if steps else f" {y:.1f}")
            path = path if path[0] == "M" else f"M{x:.1f} {y:.1f}"
        end = TOP + high * (1 - up.share(points[-1][1]))
        drawn.append(f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn.append(f'<text x="{LEFT + wide + 8}" y="{end + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    return "\n".join([*drawn, "</svg>", ""])
