"""How much of everything is taken, so that no file can exhaust the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that is read.

    Attributes:
        files: in a bundle; also parts of a sheet.
        file_bytes: of one file, unpacked.
        total_bytes: of all files, unpacked.
        ratio: unpacked to packed, of a file beyond ``small_bytes``; text shrinks to a twentieth, rarely more.
        small_bytes: below this a file may shrink as much as it likes.
        path_characters: of a path within the bundle.
        yaml_bytes: of one YAML file: it is held in memory, a table is not.
        yaml_nodes: values in one YAML file.
        yaml_depth: of values within values.
        rows: of one table.
        columns: of one table.
        cell_characters: of one value.
        sheet_elements: XML elements in all parts of one sheet.
    """

    files: int = 1_000
    file_bytes: int = 50 * MEGABYTE
    total_bytes: int = 200 * MEGABYTE
    ratio: int = 200
    small_bytes: int = 100_000
    path_characters: int = 200
    yaml_bytes: int = 5 * MEGABYTE
    yaml_nodes: int = 300_000
    yaml_depth: int = 16
    rows: int = 200_000
    columns: int = 200
    cell_characters: int = 20_000
    sheet_elements: int = 20_000_000


LIMITS = Limits()
