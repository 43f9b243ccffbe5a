"""Lists of thousands of people as an office has them, sound and with faults; also for benchmarks."""

from __future__ import annotations

HEADING = ["email", "name", "language", "time_zone"]


def many(number: int) -> list[list[object]]:
    zones = ["Asia/Thimphu", "Asia/Dhaka", "Asia/Vientiane", "Asia/Jakarta"]
    return [
        [f"person{row}@example.org", f"Sample Person {row} Wangmo", "en" if row % 3 else "id", zones[row % 4]]
        for row in range(number)
    ]


def plant(rows: list[list[object]]) -> list[tuple[str, str]]:
    """Put fifty faults of eight kinds into rows far apart; returns their cells and rules in order."""
    kinds: list[tuple[int, object, str]] = [
        (0, "no address", "value.email"),
        (0, None, "field.missing"),
        (1, None, "field.missing"),
        (1, "x" * 201, "value.long"),
        (2, "fr", "value.choice"),
        (3, "Asia/Bandung", "value.zone"),
        (1, "=1+1", "cell.formula"),
        (0, "person7@example.org", "record.duplicate"),
    ]
    planted = []
    for number in range(50):
        column, value, rule = kinds[number % len(kinds)]
        row = 100 + number * (len(rows) - 200) // 50
        rows[row][column] = value
        planted.append((f"people.xlsx#people:{row + 2}:{column + 1}", rule))
    return planted
